import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { hashPassword } from '../src/auth/password.js';
import { MAX_MESSAGE_BYTES, MAX_MESSAGES_PER_BEAT } from '../src/feed/sockets/limits.js';
import { DeskApp, type Person } from './desk-app.js';
import { COUNTS, RawSocket, REVIEWS } from './live-client.js';

let desk: DeskApp;
let editor: Person;
const sockets: RawSocket[] = [];
beforeAll(async () => {
  desk = await DeskApp.start();
  editor = await desk.person('EDITOR');
  await desk.desk('sockets');
  await desk.seal();
});
afterAll(async () => {
  for (const { socket } of sockets) socket.terminate();
  await desk.stop();
});

function open(options: { headers?: Record<string, string>; protocol?: string } = {}): RawSocket {
  const socket = new RawSocket(desk.url, options);
  sockets.push(socket);
  return socket;
}

/** @returns a socket on which the editor has signed in */
async function signedIn(token = editor.token): Promise<RawSocket> {
  const socket = open();
  await socket.init(token);
  await socket.next('connection_ack');
  return socket;
}

/** Signs somebody in as a browser does. @returns the cookie, and the id of the account */
async function browser(role: 'EDITOR' = 'EDITOR'): Promise<{ cookie: string; id: string }> {
  const { id } = await desk.person(role);
  const password = 'a passphrase of mine';
  const [{ email }] = await desk.sql(
    'UPDATE app_user SET password_hash = $2, must_change_password = false WHERE id = $1 RETURNING email',
    [id, await hashPassword(password)],
  );
  const response = await fetch(`${desk.url}/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  return { cookie: response.headers.get('set-cookie')!.split(';')[0]!, id };
}

describe('who may use a socket', () => {
  const UNKNOWN = [4401, 'Sign in, or send {"authorization":"Bearer cdk_…"} with connection_init.'];

  it('is whoever has an API token, in the request or in connection_init', async () => {
    expect((await signedIn()).messages).toEqual([]);
    const socket = open({ headers: { authorization: `Bearer ${editor.token}` } });
    await socket.init();
    await socket.next('connection_ack');
    socket.subscribe('1', COUNTS);
    expect((await socket.next('next', '1')).payload.data.deskCounts.desks).toHaveLength(1);
  });

  it.each([
    ['nobody', {}, undefined],
    ['an unknown token', {}, 'cdk_unknown'],
    ['an unknown token in the request', { authorization: 'Bearer cdk_unknown' }, undefined],
    ['an unknown cookie', { cookie: 'claimdesk_session=x', origin: 'http://localhost:3000' }, undefined],
  ])('is not %s', async (_who, headers, token) => {
    const socket = open({ headers });
    await socket.init(token);
    expect(await socket.closed).toEqual(UNKNOWN);
    expect(socket.messages).toEqual([]);
  });

  it('is a browser that is signed in, on pages of ours and of nobody else', async () => {
    const { cookie } = await browser();
    for (const origin of ['http://localhost:3000', desk.url]) {
      const socket = open({ headers: { cookie, origin } });
      await socket.init();
      await socket.next('connection_ack');
    }
    const foreign = ['https://evil.example', 'http://localhost:3001', 'http://localhost:3000.evil.example', 'null'];
    for (const origin of [...foreign, undefined]) {
      const socket = open({ headers: { cookie, ...(origin === undefined ? {} : { origin }) } });
      await socket.init();
      expect([origin, await socket.closed]).toEqual([origin, UNKNOWN]);
    }
    // a page of others may still use a token that it was given
    const other = open({ headers: { cookie, origin: 'https://other.example' } });
    await other.init(editor.token);
    await other.next('connection_ack');
  });

  it('is nobody with a one-time password', async () => {
    const { cookie, id } = await browser();
    await desk.sql('UPDATE app_user SET must_change_password = true WHERE id = $1', [id]);
    const socket = open({ headers: { cookie, origin: desk.url } });
    await expect(socket.opened).rejects.toThrow('Unexpected server response: 403');
  });

  it('is looked at again while it is open', async () => {
    const people = await Promise.all([1, 2, 3, 4].map(() => desk.person('EDITOR')));
    const [revoked, disabled, demoted, untouched] = await Promise.all(people.map(({ token }) => signedIn(token)));
    const silent = open();
    const { cookie, id } = await browser();
    const ended = open({ headers: { cookie, origin: desk.url } });
    await ended.init();
    await ended.next('connection_ack');
    for (const socket of [revoked!, disabled!, demoted!, untouched!, ended]) socket.subscribe('1', REVIEWS);
    await desk.sql('UPDATE api_token SET revoked_at = now() WHERE user_id = $1', [people[0]!.id]);
    await desk.sql('UPDATE app_user SET disabled_at = now() WHERE id = $1', [people[1]!.id]);
    await desk.sql('DELETE FROM role_grant WHERE user_id = $1', [people[2]!.id]);
    await desk.sql(`UPDATE session SET expires_at = now() WHERE user_id = $1`, [id]);
    const gone = [4401, 'The sign-in has ended, or the API token is no longer good.'];
    const started = performance.now();
    expect(await Promise.all([revoked!, disabled!, ended, demoted!].map(({ closed }) => closed))).toEqual([
      gone,
      gone,
      gone,
      [4403, 'What you may do has changed. Connect again.'],
    ]);
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(await silent.closed).toEqual([4408, 'Connection initialisation timeout']);
    expect(untouched!.socket.readyState).toBe(untouched!.socket.OPEN);
  }, 40_000);
});

describe('what goes over a socket', () => {
  it('is subscriptions alone, by the same rules as a POST', async () => {
    const socket = await signedIn();
    const deep = `subscription { claimChanged(id: "x") { claim ${'{ desk { id } reviews { claim '.repeat(7)} { id } ${'} }'.repeat(7)} } }`;
    const alias = Array.from({ length: 31 }, (_, i) => `a${i}: id`).join(' ');
    const wide = '{ edges { node { id } } }';
    const cases: [query: string, code: string][] = [
      ['{ viewer { id } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['mutation { takeNextReview(deskId: "x") { __typename } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription { deskCounts { cursor } reviewChanged { cursor } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription {', 'GRAPHQL_PARSE_FAILED'],
      ['', 'GRAPHQL_PARSE_FAILED'],
      [`subscription { ${'deskCounts { cursor } '.repeat(700)} }`, 'GRAPHQL_PARSE_FAILED'],
      [deep, 'QUERY_TOO_COMPLEX'],
      [`subscription { deskCounts { desks { desk { ${alias} } } } }`, 'QUERY_TOO_COMPLEX'],
      [
        `subscription { claimChanged(id: "x") { claim { a: auditEvents(first: 100) ${wide} evidence { id } } changes { claimId } } }`,
        'GRAPHQL_VALIDATION_FAILED',
      ],
      ['subscription ($id: ID!) { claimChanged(id: $id) { cursor } }', 'BAD_USER_INPUT'],
      ['subscription a { deskCounts { cursor } } subscription b { deskCounts { cursor } }', 'QUERY_TOO_COMPLEX'],
    ];
    const before = await desk.fingerprint();
    for (const [i, [query, code]] of cases.entries()) {
      socket.subscribe(String(i), query);
      const { payload } = await socket.next('error', String(i));
      expect([query.slice(0, 60), payload[0].extensions.code]).toEqual([query.slice(0, 60), code]);
    }
    socket.send({ type: 'subscribe', id: 'tree', payload: { query: { kind: 'Document', definitions: [] } } });
    expect((await socket.closed)[0]).toBe(4400);
    expect(await desk.fingerprint()).toEqual(before);
  });

  it('says where queries and mutations go', async () => {
    const socket = await signedIn();
    for (const query of ['{ viewer { id } }', 'mutation { takeNextReview(deskId: "x") { __typename } }']) {
      socket.subscribe('1', query);
      expect((await socket.next('error', '1')).payload[0].message).toBe(
        'Only subscriptions are taken here. Send queries and mutations by POST.',
      );
    }
  });

  it('counts the cost', async () => {
    const socket = await signedIn();
    const counts = 'counts { queued { count } }';
    const inner = Array.from({ length: 8 }, (_, i) => `e${i}: auditEvents(first: 100) { edges { node { seq } } }`).join(
      ' ',
    );
    const id = '01890000-0000-7000-8000-00000000ffff';
    socket.subscribe(
      '1',
      `subscription { claimChanged(id: "${id}") { claim { desk { ${counts} } reviews { claim { ${inner} } } } } }`,
    );
    expect((await socket.next('error', '1')).payload[0].extensions.code).toBe('QUERY_TOO_COMPLEX');
  });

  it('is refused by POST, where it would run once like a query', async () => {
    const { status, errors } = await editor.ask(COUNTS);
    expect([status, errors?.[0].message]).toEqual([
      200,
      'Subscribe over a WebSocket at this address, with the protocol graphql-transport-ws.',
    ]);
  });

  it('is masked where it is a bug of ours', async () => {
    const socket = await signedIn();
    await desk.sql('ALTER TABLE desk RENAME TO hidden');
    socket.subscribe('1', COUNTS);
    const { payload } = await socket.next('error', '1');
    await desk.sql('ALTER TABLE hidden RENAME TO desk');
    expect(payload).toEqual([
      {
        message: 'Something went wrong on our side. The request id helps us to find out what.',
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.any(String) },
      },
    ]);
  });
});

describe('messages', () => {
  it('are limited in size and number, and must keep to the protocol', async () => {
    const large = await signedIn();
    large.send({ type: 'ping', payload: { x: 'x'.repeat(MAX_MESSAGE_BYTES) } });
    expect((await large.closed)[0]).toBe(1009);
    const many = await signedIn();
    for (let i = 0; i < MAX_MESSAGES_PER_BEAT; i += 1) many.send({ type: 'ping' });
    expect(await many.closed).toEqual([1008, 'Too many messages.']);

    const early = open();
    await early.opened;
    early.subscribe('1', COUNTS);
    expect((await early.closed)[0]).toBe(4401);
    const twice = await signedIn();
    twice.send({ type: 'connection_init' });
    expect((await twice.closed)[0]).toBe(4429);
    const same = await signedIn();
    same.subscribe('1', REVIEWS);
    same.subscribe('1', REVIEWS);
    expect((await same.closed)[0]).toBe(4409);
    for (const broken of [
      '',
      '{',
      'null',
      '[]',
      '{"type":"x"}',
      '{"type":"subscribe","id":"1","payload":null}',
      '{"type":"subscribe","id":"1","payload":{"query":"{a}","variables":"x"}}',
    ]) {
      const socket = await signedIn();
      socket.send(broken);
      expect([broken, (await socket.closed)[0]]).toEqual([broken, 4400]);
    }
    const old = open({ protocol: 'graphql-ws' });
    await expect(old.opened).rejects.toThrow('Server sent no subprotocol');
  });
});

/** Sends bytes. @returns what comes back until the server closes the connection, or for a second */
const exchange = (bytes: string): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(desk.url);
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const done = (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('error', done).on('close', done);
    setTimeout(done, 1000);
  });

describe('requests that would open a socket', () => {
  const upgrade = (first: string, ...headers: string[]) =>
    [`${first} HTTP/1.1`, 'Host: x', 'Connection: Upgrade', ...headers, '', ''].join('\r\n');
  const KEY = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='];

  it.each([
    ['no key', upgrade('GET /graphql', 'Upgrade: websocket'), /^HTTP\/1.1 400/],
    [
      'another version',
      upgrade('GET /graphql', 'Upgrade: websocket', KEY[1]!, 'Sec-WebSocket-Version: 7'),
      /^HTTP\/1.1 4\d\d/,
    ],
    ['POST', upgrade('POST /graphql', 'Upgrade: websocket', ...KEY), /^HTTP\/1.1 401/],
    ['an address that there is not', upgrade('GET /nothing', 'Upgrade: websocket', ...KEY), /^HTTP\/1.1 401/],
    ['a page', upgrade('GET /graphiql', 'Upgrade: websocket', ...KEY), /^HTTP\/1.1 401/],
  ])('are refused: %s', async (_what, bytes, answer) => {
    expect(await exchange(bytes)).toMatch(answer);
    expect((await fetch(`${desk.url}/health/live`)).status).toBe(200);
  });

  it('are answered without one where they offer another protocol, as those of Java’s client', async () => {
    const body = '{"query":"{ viewer { name } }"}';
    const answer = await exchange(
      [
        'POST /graphql HTTP/1.1',
        'Host: x',
        'Connection: Upgrade, HTTP2-Settings',
        'Upgrade: h2c',
        'HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
        'Content-Type: application/json',
        `Authorization: Bearer ${editor.token}`,
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    );
    expect(answer).toMatch(/^HTTP\/1.1 200/);
    expect(answer).toContain(`{"data":{"viewer":{"name":"${editor.name}"}}}`);
  });
});
