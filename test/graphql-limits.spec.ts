import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { MAX_ALIASES, MAX_DEPTH, MAX_ROOT_FIELDS, MAX_TOKENS } from '../src/graphql/limits.js';
import { type DummyApp, startDummyApp } from './fixtures/dummy-app.js';
import { DummyResolver } from './fixtures/dummy.resolver.js';

let server: DummyApp;
beforeAll(async () => {
  server = await startDummyApp();
});
afterAll(() => server?.app.close());

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };

async function send(body: string, headers: Record<string, string> = JSON_HEADERS, method = 'POST') {
  const response = await fetch(`${server.url}/graphql`, { method, headers, body });
  return { status: response.status, body: (await response.json()) as any };
}
const run = (query: string, variables?: object) => send(JSON.stringify({ query, variables }));

describe('limits of a document', () => {
  const nested = (levels: number) => `{ dummy ${'{ next '.repeat(levels - 2)}{ id }${' }'.repeat(levels - 2)} }`;

  it('allows the greatest depth and no more, also through fragments', async () => {
    expect((await run(nested(MAX_DEPTH))).body.errors).toBeUndefined();
    const error = {
      message: `The document is nested more than ${MAX_DEPTH} levels deep.`,
      extensions: { code: 'QUERY_TOO_COMPLEX' },
    };
    expect(await run(nested(MAX_DEPTH + 1))).toEqual({ status: 400, body: { errors: [error] } });
    const half = 'next { next { next { next { next { next { id } } } } } }';
    const spread = `{ dummy { next { next { next { next { next { ...deep } } } } } } } fragment deep on Dummy { ${half} }`;
    expect((await run(spread)).body).toEqual({ errors: [error] });
  });

  it('counts the cost by `first`, also from a variable and by nested lists', async () => {
    const query = 'query ($n: Int!) { dummies(first: $n) { edges { node { id list { list { id at } } } } } }';
    // 1 + n × (edges 1 + node 1 + id 1 + list (1 + 10 × (1 + 10 × 2)))
    expect((await run(query, { n: 46 })).body.errors).toBeUndefined();
    expect(await run(query, { n: 47 })).toEqual({
      status: 400,
      body: {
        errors: [
          {
            message: 'The query costs 10059 and may cost 10000. Ask for fewer rows (first), or fewer fields of each.',
            extensions: { code: 'QUERY_TOO_COMPLEX' },
          },
        ],
      },
    });
  });

  it('does not let a negative `first` pay for other fields', async () => {
    const rest = 'edges { node { id list { list { id at } } } }';
    const { body } = await run(`{ a: dummies(first: -2000000) { ${rest} } b: dummies(first: 60) { ${rest} } }`);
    expect(body.errors[0].extensions.code).toBe('QUERY_TOO_COMPLEX');
  });

  it('refuses the doubling of fragments at once', async () => {
    const levels = Array.from(
      { length: 60 },
      (_, i) => `fragment f${i} on Dummy { a: next { ...f${i + 1} } b: next { ...f${i + 1} } }`,
    );
    const wide = Array.from(
      { length: 11 },
      (_, i) => `fragment f${i} on Dummy { next { ...f${i + 1} } list { ...f${i + 1} } }`,
    );
    const started = performance.now();
    const deep = await run(`{ dummy { ...f0 } } ${levels.join(' ')} fragment f60 on Dummy { id }`);
    const flat = await run(`{ dummy { ...f0 } } ${wide.join(' ')} fragment f11 on Dummy { id }`);
    expect(performance.now() - started).toBeLessThan(1000);
    for (const { status, body } of [deep, flat]) {
      expect(status).toBe(400);
      expect(body.errors[0].extensions.code).toBe('QUERY_TOO_COMPLEX');
    }
  });

  it('bounds aliases, root fields and tokens', async () => {
    const aliases = (n: number) => `{ dummy { ${Array.from({ length: n }, (_, i) => `a${i}: id`).join(' ')} } }`;
    expect((await run(aliases(MAX_ALIASES))).body.errors).toBeUndefined();
    expect((await run(aliases(MAX_ALIASES + 1))).body.errors[0].message).toBe(
      `The document has more than ${MAX_ALIASES} aliases.`,
    );
    const roots = (n: number) => `{ ${Array.from({ length: n }, (_, i) => `a${i}: path`).join(' ')} }`;
    expect((await run(roots(MAX_ROOT_FIELDS))).body.errors).toBeUndefined();
    expect((await run(`{ ...q } fragment q on Query ${roots(MAX_ROOT_FIELDS + 1)}`)).body.errors[0].message).toBe(
      `The operation has more than ${MAX_ROOT_FIELDS} fields at its root.`,
    );
    const { status, body } = await run(`{ ${'path '.repeat(MAX_TOKENS)} }`);
    expect(status).toBe(400);
    expect(body.errors[0].extensions.code).toBe('GRAPHQL_PARSE_FAILED');
  });

  it('takes no syntax tree in place of a text, since nothing has counted its tokens', async () => {
    const name = { kind: 'Name', value: 'path' };
    const tree = {
      kind: 'Document',
      definitions: [
        {
          kind: 'OperationDefinition',
          operation: 'query',
          selectionSet: { kind: 'SelectionSet', selections: [{ kind: 'Field', name }] },
        },
      ],
    };
    for (const source of [JSON.stringify(tree), '1', 'null', '[]']) {
      const { status, body } = await run(source);
      expect([status, body.errors[0].extensions.code]).toEqual([400, 'GRAPHQL_PARSE_FAILED']);
    }
    expect(server.log.lines).toEqual([]);
  });

  it('lets tools ask for the schema, once a request', async () => {
    const whole = getIntrospectionQuery();
    expect((await run(whole)).body.data.__schema.queryType.name).toBe('Query');
    const thrice = `{ a: __schema { types { name } } b: __schema { types { name } } c: __schema { types { name } } }`;
    expect((await run(thrice)).body.errors[0].extensions.code).toBe('QUERY_TOO_COMPLEX');
  });
});

describe('requests that are not what they should be', () => {
  beforeEach(() => {
    DummyResolver.touched = 0;
  });
  afterAll(() => expect(server.log.lines).toEqual([]));

  const touch = JSON.stringify({ query: 'mutation { touch }' });
  const codeOf = ({ body }: { body: any }) => body.errors[0].extensions.code;

  it.each([
    ['text/plain', touch],
    ['application/x-www-form-urlencoded', 'query=mutation+%7B+touch+%7D'],
    [
      'multipart/form-data; boundary=b',
      '--b\r\ncontent-disposition: form-data; name="query"\r\n\r\nmutation { touch }\r\n--b--',
    ],
    ['application/graphql', 'mutation { touch }'],
  ])('refuses a mutation sent as %s, which other sites can send or nobody needs', async (type, body) => {
    const answer = await send(body, { 'content-type': type });
    expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
    expect(DummyResolver.touched).toBe(0);
  });

  it('refuses forms also with the header that makes the request a deliberate one', async () => {
    const answer = await send('query=%7Bpath%7D', {
      'content-type': 'application/x-www-form-urlencoded',
      'x-requested-with': 'x',
    });
    expect([answer.status, codeOf(answer)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('takes nothing by GET', async () => {
    const url = `${server.url}/graphql?query=${encodeURIComponent('mutation { touch }')}`;
    expect((await fetch(url)).status).toBe(400);
    const asked = await fetch(url, { headers: { 'x-requested-with': 'x' } });
    expect([asked.status, asked.headers.get('allow')]).toEqual([405, 'POST']);
    expect(DummyResolver.touched).toBe(0);
  });

  it('refuses lists, two operations, bodies too large, broken JSON and prototype pollution', async () => {
    expect((await send(`[${touch},${touch}]`)).status).toBe(400);
    expect(codeOf(await run('query a { path } mutation b { touch }'))).toBe('QUERY_TOO_COMPLEX');
    const huge = await send(
      JSON.stringify({ query: 'mutation { touch }', variables: { x: 'a'.repeat(2 * 1024 * 1024) } }),
    );
    expect([huge.status, codeOf(huge)]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect((await send('{ "query"')).status).toBe(400);
    expect((await send('{"__proto__":{"x":1},"query":"mutation { touch }"}')).status).toBe(400);
    expect((await send('{"constructor":{"prototype":{"x":1}},"query":"mutation { touch }"}')).status).toBe(400);
    expect(({} as { x?: number }).x).toBeUndefined();
    expect(DummyResolver.touched).toBe(0);
  });

  it('answers a wrong variable or operation name as the client’s mistake', async () => {
    expect(codeOf(await run('query ($n: Int!) { dummies(first: $n) { edges { cursor } } }', { n: 'x' }))).toBe(
      'BAD_USER_INPUT',
    );
    expect(codeOf(await run('query ($n: Int!) { dummies(first: $n) { edges { cursor } } }'))).toBe('BAD_USER_INPUT');
    const named = await send(JSON.stringify({ query: 'query a { path }', operationName: 'b' }));
    expect([named.status, codeOf(named)]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    const nulled = await run('query ($n: Int = 5) { dummies(first: $n) { edges { cursor } } }', { n: null });
    expect(codeOf(nulled)).toBe('BAD_USER_INPUT');
  });
});
