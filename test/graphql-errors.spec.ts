import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type DummyApp, startDummyApp } from './fixtures/dummy-app.js';
import { SECRET } from './fixtures/dummy.resolver.js';

let server: DummyApp;
beforeAll(async () => {
  server = await startDummyApp();
});
afterAll(() => server?.app.close());
beforeEach(() => {
  server.log.lines.length = 0;
});

async function run(query: string, variables?: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
}
const fails = (how: string) => run('query ($how: String!) { fails(how: $how) }', { how });

describe('errors of resolvers', () => {
  it.each(['bug', 'text'])('masks a %s and logs it once, with the id that the client is given', async (how) => {
    const { status, body } = await run(
      'query ($how: String!) { fails(how: $how) }',
      { how },
      { 'x-request-id': 'request-0042' },
    );
    expect(status).toBe(200);
    expect(body).toEqual({
      data: { fails: null },
      errors: [
        {
          message: 'Something went wrong on our side. The request id helps us to find out what.',
          locations: [{ line: 1, column: 25 }],
          path: ['fails'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-0042' },
        },
      ],
    });
    expect(server.log.lines).toHaveLength(1);
    expect(server.log.lines[0]).toContain('request-0042');
    expect(server.log.lines[0]).toContain(SECRET);
  });

  it('masks in the same way once the document is compiled, with list indexes as numbers', async () => {
    const query = '{ dummies(first: 2) { edges { node { broken } } } }';
    for (let i = 0; i < 8; i += 1) {
      const { body } = await run(query);
      expect(JSON.stringify(body)).not.toContain('hunter2');
      expect(body.errors.map((error: any) => [error.path, error.extensions.code])).toEqual([
        [['dummies', 'edges', 0, 'node', 'broken'], 'INTERNAL_SERVER_ERROR'],
        [['dummies', 'edges', 1, 'node', 'broken'], 'INTERNAL_SERVER_ERROR'],
      ]);
      await new Promise((resolve) => setTimeout(resolve, 20)); // the compiler waits for an idle moment
    }
  });

  it('masks a null that the schema does not allow', async () => {
    const { status, body } = await run('{ mustBeThere(how: "null") }');
    expect([status, body.data, body.errors[0].extensions.code]).toEqual([200, null, 'INTERNAL_SERVER_ERROR']);
    expect(server.log.lines).toHaveLength(1);
  });

  it.each([
    ['domain', { code: 'NOT_FOUND', details: [{ path: ['claimId'], message: 'No such claim.' }] }, 'No such claim.'],
    ['forbidden', { code: 'FORBIDDEN' }, 'This needs the role EDITOR.'],
    ['bad', { code: 'BAD_USER_INPUT' }, 'Not like this.'],
    ['coded', { code: 'ON_PURPOSE' }, 'On purpose.'],
  ])('passes %s on with its code and path, and does not log it', async (how, extensions, message) => {
    const { body } = await fails(how);
    expect(body.errors).toEqual([{ message, path: ['fails'], locations: [{ line: 1, column: 25 }], extensions }]);
    expect(server.log.lines).toEqual([]);
  });

  it('passes a refusal of a field’s resolver on without taking its input path for the place in the answer', async () => {
    const { body } = await run('{ dummy { missing } }');
    const extensions = { code: 'NOT_FOUND', details: [{ path: ['claimId'], message: 'No such claim.' }] };
    expect(body).toEqual({ data: { dummy: { missing: null } }, errors: [{ message: 'No such claim.', extensions }] });
  });

  it('says 503 and when to come back if the database has no room', async () => {
    const { status, headers, body } = await run('{ mustBeThere(how: "pool") }');
    expect([status, headers.get('retry-after'), body.errors[0].extensions.code]).toEqual([503, '2', 'OVERLOADED']);
    expect(JSON.stringify(body)).not.toContain('connect');
    expect(server.log.lines).toEqual([]);
  });
});

describe('validation of arguments', () => {
  const echo = (input: object) => run('query ($input: DummyInput!) { echo(input: $input) }', { input });
  const details = async (input: object) => (await echo(input)).body.errors?.[0].extensions;

  it('names each field at fault and says what is allowed', async () => {
    const input = { text: 'sechs!', count: 10, id: 'x', inner: [{ word: 'ok' }, { word: ' ' }] };
    expect(await details(input)).toEqual({
      code: 'BAD_USER_INPUT',
      details: [
        { path: ['input', 'text'], message: 'text must be 1 to 5 characters long.' },
        { path: ['input', 'count'], message: 'count must not be greater than 9.' },
        { path: ['input', 'id'], message: 'id must be an id (a UUID).' },
        { path: ['input', 'inner', '1', 'word'], message: 'word must not be blank.' },
      ],
    });
    expect((await run('{ dummies(first: 101) { edges { cursor } } }')).body.errors[0].extensions).toEqual({
      code: 'BAD_USER_INPUT',
      details: [{ path: ['first'], message: 'first must not be greater than 100.' }],
    });
    expect(server.log.lines).toEqual([]);
  });

  it('counts a text as Postgres does and refuses what it cannot keep', async () => {
    expect((await echo({ text: '🏃🏊🚴🏃🏊' })).body.data.echo).toBe('{"text":"🏃🏊🚴🏃🏊"}');
    expect((await echo({ text: ' a ' })).body.data.echo).toBe('{"text":" a "}');
    const unstorable = 'text must not hold NUL characters or halves of surrogate pairs.';
    expect((await details({ text: 'a\0' })).details[0].message).toBe(unstorable);
    expect((await details({ text: 'a\ud800' })).details[0].message).toBe(unstorable);
    for (const blank of [' \t', '\u200b\u00a0', '\ufeff']) {
      expect((await details({ text: blank })).details[0].message).toBe('text must not be blank.');
    }
  });

  it('refuses a field that nobody gave a rule, and so does not drop it in silence', async () => {
    expect((await details({ text: 'a', unruled: 'x' })).details).toEqual([
      { path: ['input', 'unruled'], message: 'property unruled should not exist.' },
    ]);
  });
});

describe('scalars', () => {
  const instant = async (at: string) => (await run('query ($at: DateTime!) { instant(at: $at) }', { at })).body;
  const day = async (value: string) => (await run('query ($day: Date!) { day(day: $day) }', { day: value })).body;

  it('reads instants with a zone and writes them in UTC with milliseconds, compiled or not', async () => {
    for (let i = 0; i < 6; i += 1) {
      expect(await instant('2026-03-01T10:30:00.123456+01:00')).toEqual({
        data: { instant: '2026-03-01T09:30:00.123Z' },
      });
      expect((await run('{ dummy { at } }')).body).toEqual({ data: { dummy: { at: '2026-03-01T09:30:00.005Z' } } });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  it.each([
    '2026-03-01',
    '2026-03-01T10:30:00',
    '2026-02-30T10:30:00Z',
    '2026-03-01T24:00:00Z',
    '2026-03-01 10:30:00Z',
    '1',
    '0001-01-01T00:00:00+14:00',
    'tomorrow',
  ])('refuses %s as an instant', async (text) => {
    const { data, errors } = await instant(text);
    expect([data, errors[0].extensions.code]).toEqual([undefined, 'BAD_USER_INPUT']);
    expect(errors[0].message).toContain('must be an instant with its zone (RFC 3339), such as 2026-03-01T09:30:00Z.');
  });

  it('reads days that exist', async () => {
    expect(await day('2024-02-29')).toEqual({ data: { day: '2024-02-29' } });
    for (const wrong of ['2026-02-29', '2026-13-01', '26-01-01', '0000-01-01', '2026-01-01T00:00:00Z']) {
      expect((await day(wrong)).errors[0].extensions.code).toBe('BAD_USER_INPUT');
    }
    expect((await run('{ day(day: "2026-02-29") }')).body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
    expect((await run('{ day(day: 2026) }')).body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });
});
