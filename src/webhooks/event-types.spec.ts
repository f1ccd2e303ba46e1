import { expect, it } from '@jest/globals';
import { isEventType } from './event-types.js';

it.each(['*', 'claim.created', 'decision.created', 'role_grant.deleted', 'app_user.erased', 'log.key'])(
  '%s can be asked for',
  (type) => expect(isEventType(type)).toBe(true),
);

it.each([
  '',
  'claim',
  'claim.*',
  'claim.decided',
  'claim.created.',
  'session.created',
  'toString.created',
  'CLAIM.created',
  'webhook.test',
  'log.',
  'log.KEY',
])('%s cannot', (type) => expect(isEventType(type)).toBe(false));
