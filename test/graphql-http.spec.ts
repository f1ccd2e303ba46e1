import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, fetchExchange, gql } from '@urql/core';
import { auditServer } from 'graphql-http';
import { type DummyApp, startDummyApp } from './fixtures/dummy-app.js';

let server: DummyApp;
beforeAll(async () => {
  server = await startDummyApp();
});
afterAll(() => server?.app.close());

/** Audits that fail, each for a reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  '5A70': 'MAY: queries by GET are not taken',
  D6D5: 'MAY: queries by GET are not taken',
  '6A70': 'MAY: queries by GET are not taken',
};

describe('GraphQL over HTTP', () => {
  it('passes every audit of graphql-http but those that are named here', async () => {
    const results = await auditServer({ url: `${server.url}/graphql` });
    const failed = results.filter(({ status }) => status !== 'ok').map(({ id, name }) => [id, name]);
    expect(results.length).toBeGreaterThan(50);
    expect(new Set(failed.map(([id]) => id))).toEqual(new Set(Object.keys(EXCEPTIONS)));
  });

  const post = (accept: string, body: object) =>
    fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify(body),
    });

  it.each([
    ['application/graphql-response+json', 400, 'application/graphql-response+json; charset=utf-8'],
    [
      'application/graphql-response+json, application/json;q=0.9',
      400,
      'application/graphql-response+json; charset=utf-8',
    ],
    ['application/graphql-response+json;q=0.5, application/json', 200, 'application/json; charset=utf-8'],
    ['application/graphql-response+json;q=0, */*', 200, 'application/json; charset=utf-8'],
    ['*/*', 200, 'application/json; charset=utf-8'],
  ])('answers a refused document to `accept: %s` with %d and that type', async (accept, status, type) => {
    const response = await post(accept, { query: '{ nothing }' });
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'Cannot query field "nothing" on type "Query".',
          locations: [{ line: 1, column: 3 }],
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        },
      ],
    });
  });

  it('serves a stock client', async () => {
    const client = new Client({ url: `${server.url}/graphql`, exchanges: [fetchExchange], preferGetMethod: false });
    const good = await client.query(
      gql`
        query ($n: Int!) {
          dummies(first: $n) {
            edges {
              node {
                id
              }
            }
          }
        }
      `,
      { n: 1 },
    );
    expect(good.error).toBeUndefined();
    expect(good.data).toEqual({ dummies: { edges: [{ node: { id: 0 } }] } });
    const failed = await client.query(
      gql`
        {
          fails(how: "domain")
        }
      `,
      {},
    );
    expect(failed.error?.graphQLErrors.map(({ message, extensions }) => [message, extensions['code']])).toEqual([
      ['No such claim.', 'NOT_FOUND'],
    ]);
    const refused = await client.query(
      gql`
        {
          nothing
        }
      `,
      {},
    );
    expect(refused.error?.graphQLErrors[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('answers nobody where authentication was forgotten', async () => {
    const open = await startDummyApp({ signIn: false });
    try {
      const response = await fetch(`${open.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ path }"}',
      });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({
        errors: [{ message: 'Sign in, or send an API token.', extensions: { code: 'UNAUTHENTICATED' } }],
      });
    } finally {
      await open.app.close();
    }
  });
});
