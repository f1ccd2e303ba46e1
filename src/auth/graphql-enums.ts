import { registerEnumType } from '@nestjs/graphql';
import { type Role, ROLES, TOKEN_SCOPES, type TokenScope } from '../kernel/actor.js';

const ROLE_DESCRIPTIONS: Record<Role, string> = {
  CHECKER: 'Submits claims and adds evidence.',
  EDITOR: 'Takes reviews, decides them and signs off the decisions of others.',
  CHIEF_EDITOR:
    'An editor who also reassigns reviews and corrects decisions; on every desk, also looks after accounts, desks and all else that is administered.',
  AUDITOR: 'Reads everything and changes nothing.',
  SERVICE: 'A machine client: it reads and submits, within the scopes of its API token.',
};

const SCOPE_DESCRIPTIONS: Record<TokenScope, string> = {
  'claims:read': 'Read claims, articles and evidence.',
  'claims:write': 'Submit claims and evidence.',
  'reviews:read': 'Read desks, reviews and decisions.',
  'reviews:write': 'Take, decide, sign off and reassign reviews.',
  'audit:read': 'Read the audit log.',
  admin:
    'Look after accounts, desks, API tokens, webhooks and the queues, and erase. Who has it can make an account of any role.',
};

/** GraphQL names are letters, digits and underscores, so `claims:read` is CLAIMS_READ there. */
const graphqlName = (value: string): string => value.replace(':', '_').toUpperCase();

function enumOf<Value extends string>(
  name: string,
  description: string,
  values: readonly Value[],
  descriptions: Record<Value, string>,
): Record<string, Value> {
  const members = Object.fromEntries(values.map((value) => [graphqlName(value), value]));
  const valuesMap = Object.fromEntries(
    values.map((value) => [graphqlName(value), { description: descriptions[value] }]),
  );
  registerEnumType(members, { name, description, valuesMap });
  return members;
}

export const RoleEnum = enumOf('Role', 'What somebody may be, on one desk or on all.', ROLES, ROLE_DESCRIPTIONS);

export const TokenScopeEnum = enumOf(
  'TokenScope',
  'What an API token may be used for. A token never allows more than the roles of its owner do.',
  TOKEN_SCOPES,
  SCOPE_DESCRIPTIONS,
);

/** By what a request came in. */
export const CLIENT_KINDS = ['SESSION', 'TOKEN'] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];

export const ClientKindEnum = enumOf('ClientKind', 'By what a request came in.', CLIENT_KINDS, {
  SESSION: 'A sign-in with a browser.',
  TOKEN: 'An API token.',
});
