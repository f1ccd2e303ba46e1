import { describe, expect, it } from '@jest/globals';
import { HttpException, ServiceUnavailableException } from '@nestjs/common';
import { DomainError } from '../kernel/domain-error.js';
import { toPublicError } from './public-error.js';

const withProps = (message: string, props: object): Error => Object.assign(new Error(message), props);

describe('toPublicError', () => {
  it.each([
    [new DomainError('NOT_FOUND', 'No such claim.'), 404, 'NOT_FOUND'],
    [new DomainError('LEASE_LOST', 'Too late.'), 409, 'LEASE_LOST'],
    [new HttpException({ code: 'INVALID_CREDENTIALS', message: 'Wrong.' }, 401), 401, 'INVALID_CREDENTIALS'],
    [new HttpException('Not like this.', 400), 400, 'BAD_USER_INPUT'],
    [new ServiceUnavailableException('Stopping.'), 503, 'UNAVAILABLE'],
    [withProps('Body is too large', { statusCode: 413, code: 'FST_ERR_CTP_BODY_TOO_LARGE' }), 413, 'PAYLOAD_TOO_LARGE'],
    [withProps('Blocked', { statusCode: 400, code: 'MER_ERR_GQL_CSRF_PREVENTION' }), 400, 'BAD_REQUEST'],
  ])('lets %s through', (error, status, code) => expect(toPublicError(error)).toMatchObject({ status, code }));

  it.each([
    withProps('timeout exceeded when trying to connect', {}),
    withProps('Connection terminated unexpectedly', {}),
    withProps('sorry, too many clients already', { code: '53300' }),
    withProps('the database system is shutting down', { code: '57P03' }),
    withProps('connect ECONNREFUSED 10.0.0.7:5432', { code: 'ECONNREFUSED' }),
    withProps('canceling statement due to statement timeout', { code: '57014' }),
  ])('takes %s for overload, and names no host', (error) => {
    expect(toPublicError(error)).toEqual({
      status: 503,
      code: 'OVERLOADED',
      message: 'Claimdesk is too busy to answer this. Nothing is lost: try again in a moment.',
      retryAfter: 2,
    });
  });

  it.each([
    new TypeError('x is not a function'),
    new HttpException('Secret', 500),
    withProps('duplicate key value', { code: '23505' }),
    'a text',
    null,
  ])('takes %s for a bug', (error) => expect(toPublicError(error)).toBeNull());
});
