import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import { CreateApiToken } from '../src/auth/create-api-token.js';
import { systemActor } from '../src/kernel/actor.js';
import { AuthApp, bearer, everywhere } from './auth-app.js';

const desk = await AuthApp.start({ publicUrl: 'https://desk.example', sessionHours: 2 });
afterAll(() => desk.stop());

const PUBLIC = ['POST /auth/sign-in', 'GET /open', 'HEAD /open'];

/** Every route that Fastify knows, as `METHOD path`, with parameters filled in. */
const routes = (): string[] => {
  const found: string[] = [];
  const tree = desk.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const path: string[] = [];
  for (const line of tree.split('\n').filter((text) => text.trim() !== '')) {
    const depth = Math.floor(line.search(/[^│├└─\s]/) / 4);
    const [, part = '', methods = ''] = /── (\S+)(?: \((.*)\))?/.exec(line) ?? [];
    path.splice(depth - 1, Infinity, part === '(empty' ? '' : part);
    const url = path.join('').replace(/:\w+/g, 'x').replace('*', 'x');
    if (/\(([A-Z, ]+)\)$/.test(line)) for (const method of methods.split(', ')) found.push(`${method} ${url}`);
  }
  return found.filter((route) => !route.startsWith('TRACE') && !route.startsWith('QUERY')); // fetch sends neither
};

describe('without a sign-in', () => {
  it('every route but the public ones answers 401, one that was added after the hook as well', async () => {
    const all = routes();
    for (const known of [
      'POST /graphql',
      'GET /plugin/x',
      'DELETE /late',
      'POST /auth/sign-out-everywhere',
      ...PUBLIC,
    ]) {
      expect(all).toContain(known);
    }
    for (const route of all.filter((each) => !PUBLIC.includes(each))) {
      const [method, path] = route.split(' ') as [string, string];
      const answer = await desk.browser().send(method, path);
      expect([route, answer.status]).toEqual([route, 401]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="claimdesk"');
      if (method === 'HEAD') continue;
      const code = path === '/graphql' ? answer.body.errors[0].extensions.code : answer.body.error.code;
      expect([route, code]).toEqual([route, 'UNAUTHENTICATED']);
    }
    expect((await desk.browser().send('GET', '/open')).body).toEqual({ open: true });
  });

  it.each([
    '/nowhere',
    '/open/',
    '//open',
    '/open/../late',
    '/late?/open',
    '/late;/open',
    '/%6Cate',
    '/auth/sign-in',
    '/auth/sign-in/../session',
  ])('GET %s answers 401, also where there is nothing', async (path) => {
    expect((await desk.browser().send('GET', path)).status).toBe(401);
  });

  it('a WebSocket does not open', async () => {
    const answer = await desk.browser().send('GET', '/graphql', undefined, {
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    });
    expect(answer.status).toBe(401);
  });

  it.each([
    ['an unknown API token', { authorization: `Bearer cdk_${'x'.repeat(43)}` }],
    ['an empty one', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: 'Basic eDp5' }],
    ['an unknown cookie', { cookie: `claimdesk_session=${'x'.repeat(43)}` }],
    ['a broken cookie', { cookie: 'claimdesk_session=%E0%A4%A' }],
  ])('%s is no sign-in', async (_what, headers) => {
    expect((await desk.browser().send('GET', '/late', undefined, headers)).status).toBe(401);
  });
});

it('a failure while looking up who asks opens nothing and tells nothing', async () => {
  for (const path of ['/late', '/auth/session', '/graphql', '/plugin/x']) {
    jest.spyOn(desk.db, 'rows').mockRejectedValueOnce(new Error('relation "app_user" of the secret schema'));
    const answer = await desk.browser().send('GET', path, undefined, { cookie: 'claimdesk_session=x' });
    expect([path, answer.status]).toEqual([path, 500]);
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  }
  jest.restoreAllMocks();
});

describe('a one-time password', () => {
  it('opens nothing but /auth until it is changed; the change ends all other sessions', async () => {
    const { id, password } = await desk.addUser('new@desk.example', [everywhere('EDITOR')], true);
    const other = desk.browser();
    await other.signIn('new@desk.example', password);
    const browser = desk.browser();
    const signedIn = await browser.signIn('new@desk.example', password);
    expect(signedIn.body.mustChangePassword).toBe(true);
    expect(signedIn.headers.get('set-cookie')).toMatch(/; Max-Age=7200; Path=\/; HttpOnly; Secure; SameSite=Strict$/);

    expect((await browser.send('GET', '/late')).body.error.code).toBe('PASSWORD_CHANGE_REQUIRED');
    const graphql = await browser.graphql('{ viewer { id } }');
    expect(graphql.status).toBe(403);
    expect(graphql.body.errors[0].extensions.code).toBe('PASSWORD_CHANGE_REQUIRED');
    expect((await browser.send('GET', '/auth/session')).status).toBe(200);

    const before = await desk.counts();
    const change = (currentPassword: string, newPassword: string) =>
      browser.send('POST', '/auth/password', { currentPassword, newPassword });
    for (const [current, wanted, path] of [
      ['not the password', 'a passphrase of mine', 'currentPassword'],
      [password, 'too short', 'newPassword'],
      [password, 'New@Desk.Example', 'newPassword'],
      [password, password, 'newPassword'],
    ] as const) {
      const refused = await change(current, wanted);
      expect(refused.status).toBe(400);
      expect(refused.body.error).toMatchObject({ code: 'INVALID_INPUT', details: [{ path: [path] }] });
    }
    expect(await desk.counts()).toEqual(before);
    expect((await browser.send('GET', '/late')).status).toBe(403);

    expect((await change(password, 'a passphrase of mine')).status).toBe(204);
    expect((await browser.send('GET', '/late')).status).toBe(200);
    expect((await browser.send('GET', '/auth/session')).body.mustChangePassword).toBe(false);
    expect((await other.send('GET', '/auth/session')).status).toBe(401);
    expect((await desk.browser().signIn('new@desk.example', password)).status).toBe(401);
    expect((await desk.browser().signIn('new@desk.example', 'a passphrase of mine')).status).toBe(200);

    expect((await desk.counts())['events']).toBe(before['events']! + 1);
    const [event] = await desk.db.rows<{ leaf: string }>('SELECT leaf FROM audit.event ORDER BY id DESC LIMIT 1');
    expect(JSON.parse(event!.leaf)).toMatchObject({
      op: 'UPDATE',
      table: 'app_user',
      action: 'changePassword',
      actor: `user:${id}`,
      client: expect.stringMatching(/^session:[0-9a-f-]{36}$/),
    });
    const log = await desk.auditText();
    for (const secret of [password, 'a passphrase of mine', '$argon2id', 'password_hash']) {
      expect(log).not.toContain(secret);
    }
  });

  it('cannot be guessed from an open session', async () => {
    const { password } = await desk.addUser('open@desk.example', [everywhere('EDITOR')]);
    const browser = desk.browser();
    await browser.signIn('open@desk.example', password);
    const change = (currentPassword: string) =>
      browser.send('POST', '/auth/password', { currentPassword, newPassword: 'a passphrase of mine' });
    for (let i = 0; i < 10; i += 1) expect((await change('a guess')).status).toBe(400);
    const refused = await change(password);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
  });

  it('changes once, where two change it at the same time', async () => {
    const { password } = await desk.addUser('twice@desk.example', [everywhere('EDITOR')]);
    const browser = desk.browser();
    await browser.signIn('twice@desk.example', password);
    const wanted = ['the first passphrase', 'the second passphrase'];
    const answers = await Promise.all(
      wanted.map((newPassword) => browser.send('POST', '/auth/password', { currentPassword: password, newPassword })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 400]);
    const winner = wanted[answers.findIndex(({ status }) => status === 204)]!;
    expect((await desk.browser().signIn('twice@desk.example', winner)).status).toBe(200);
  });
});

describe('an API token', () => {
  it('goes before a cookie, needs no CSRF token, and has no session', async () => {
    const { id, password } = await desk.addUser('both@desk.example', [everywhere('EDITOR')]);
    const browser = desk.browser();
    await browser.signIn('both@desk.example', password);
    const { secret } = await new CreateApiToken(desk.app.get(UnitOfWork)).run(
      { actor: systemActor('cli'), requestId: 'test' },
      { name: 'script', scopes: ['claims:read'], expiresAt: new Date(Date.now() + 7_200_000), userId: id },
    );
    browser.csrfToken = '';
    const client = (headers: Record<string, string>) => browser.graphql('{ viewer { client } }', {}, headers);
    expect((await client(bearer(secret))).body.data).toEqual({ viewer: { client: 'TOKEN' } });
    expect((await client({ authorization: `bearer ${secret}` })).status).toBe(200);
    // A wrong token is not made good by a cookie
    expect((await browser.send('GET', '/late')).status).toBe(200);
    expect((await browser.send('GET', '/late', undefined, bearer(`${secret}x`))).status).toBe(401);
    for (const path of ['/auth/sign-out', '/auth/sign-out-everywhere', '/auth/password']) {
      const body = path.endsWith('password')
        ? { currentPassword: password, newPassword: 'a passphrase of mine' }
        : undefined;
      const answer = await browser.send('POST', path, body, bearer(secret));
      expect([path, answer.status, answer.body.error.code]).toEqual([path, 403, 'FORBIDDEN']);
    }
    expect((await browser.send('GET', '/auth/session', undefined, bearer(secret))).status).toBe(403);
  });
});
