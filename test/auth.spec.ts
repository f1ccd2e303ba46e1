import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { DisableUser } from '../src/auth/disable-user.js';
import { ResetPassword } from '../src/auth/reset-password.js';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import { type Answer, AuthApp, Browser, CLI, everywhere } from './auth-app.js';

const desk = await AuthApp.start();
afterAll(() => desk.stop());

let next = 0;
/** Another address for each, because failures are counted by account. */
const editor = async (isOneTime = false) => {
  next += 1;
  const email = `editor${next}@desk.example`;
  return { email, ...(await desk.addUser(email, [everywhere('EDITOR')], isOneTime)) };
};
const signedIn = async () => {
  const person = await editor();
  const browser = desk.browser();
  await browser.signIn(person.email, person.password);
  return { ...person, browser };
};
const errorOf = ({ status, body }: Answer) => ({ status, code: body.error?.code });
const query = '{ __typename }';
const write = (sql: string, values: unknown[]) =>
  desk.app.get(UnitOfWork).run(CLI, 'test', (tx) => tx.rows(sql, values));

describe('signing in', () => {
  it('answers who came in, and sets the cookie', async () => {
    const { id, email, password } = await editor();
    const browser = desk.browser();
    const before = Date.now();
    const answer = await browser.signIn(email.toUpperCase(), password);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      user: { id, email, name: email.split('@')[0], roles: [{ role: 'EDITOR', deskId: null }] },
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
      expiresAt: expect.any(String),
      mustChangePassword: false,
    });
    const hours = (Date.parse(answer.body.expiresAt) - before) / 3_600_000;
    expect(hours).toBeGreaterThan(11.9);
    expect(hours).toBeLessThan(12.1);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toMatch(
      /^claimdesk_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect((await browser.send('GET', '/auth/session')).body).toEqual(answer.body);
    expect((await browser.graphql(query)).body).toEqual({ data: { __typename: 'Query' } });
  });

  it('keeps only a hash of the cookie', async () => {
    const { browser } = await signedIn();
    const token = browser.cookie.split('=')[1]!;
    const hash = createHash('sha256').update(token).digest();
    expect(await desk.db.rows('SELECT token_hash FROM session WHERE token_hash = $1', [hash])).toHaveLength(1);
    const [all] = await desk.db.rows<{ text: string }>('SELECT json_agg(s)::text AS text FROM session s');
    expect(all!.text).not.toContain(token);
  });

  it('says the same of a wrong password, an unknown account and a disabled one, and takes as long', async () => {
    const person = await editor();
    const disabled = await editor();
    await new DisableUser(desk.app.get(UnitOfWork)).run(CLI, { userId: disabled.id, disabled: true });
    const before = await desk.counts();
    const tries: [string, string][] = [
      [person.email, 'not the password'],
      ['nobody@desk.example', 'not the password'],
      [disabled.email, disabled.password],
    ];
    const took: number[][] = tries.map(() => []);
    for (let round = 0; round < 5; round += 1) {
      for (const [i, [email, password]] of tries.entries()) {
        const started = performance.now();
        const answer = await desk.browser().signIn(email, password);
        took[i]!.push(performance.now() - started);
        const { requestId, ...error } = answer.body.error;
        expect({ status: answer.status, ...error }).toEqual({
          status: 401,
          code: 'INVALID_CREDENTIALS',
          message: 'The e-mail address or the password is wrong.',
        });
        expect(requestId).toBe(answer.headers.get('x-request-id'));
        expect(answer.headers.get('set-cookie')).toBeNull();
      }
    }
    // Without the dummy hash, the unknown account would answer about ten times as fast
    const [wrong, unknown, shut] = took.map((times) => times.toSorted((a, b) => a - b)[2]!) as [number, number, number];
    expect(unknown).toBeGreaterThan(wrong / 3);
    expect(shut).toBeGreaterThan(wrong / 3);
    expect(await desk.counts()).toEqual(before);
  });

  it.each([
    ['nothing', undefined],
    ['no fields', {}],
    ['a list', '[]'],
    ['no JSON', '{"email":'],
    ['a NUL', { email: 'a\0@desk.example', password: 'not the password' }],
    ['a NUL in the password', { email: 'a@desk.example', password: 'not the\0password' }],
    ['half a surrogate pair', '{"email":"a@desk.example","password":"not the \\ud800 password"}'],
    ['a huge address', { email: `${'a'.repeat(100_000)}@desk.example`, password: 'not the password' }],
    ['a huge password', { email: 'a@desk.example', password: 'x'.repeat(1_000_000) }],
    ['another type', { email: { $ne: null }, password: ['x'] }],
    ['an unknown field', { email: 'a@desk.example', password: 'not the password', admin: true }],
  ])('answers 400 to %s', async (_what, body) => {
    const answer = await desk.browser().send('POST', '/auth/sign-in', body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toEqual(expect.any(String));
  });

  it('names the fields at fault', async () => {
    const answer = await desk.browser().send('POST', '/auth/sign-in', { email: '', password: 'x' });
    expect(answer.body.error).toMatchObject({ code: 'BAD_USER_INPUT', details: [{ path: ['email'] }] });
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data'])(
    'takes no %s, which a page elsewhere could send',
    async (type) => {
      const { email, password } = await editor();
      const body = type === 'text/plain' ? JSON.stringify({ email, password }) : `email=${email}&password=${password}`;
      const answer = await desk.browser().send('POST', '/auth/sign-in', body, { 'content-type': type });
      expect(answer.status).toBe(415);
      expect(answer.headers.get('set-cookie')).toBeNull();
    },
  );
});

describe('too many failures', () => {
  const refused = (answer: Answer) => {
    expect(errorOf(answer)).toEqual({ status: 429, code: 'TOO_MANY_ATTEMPTS' });
    const seconds = Number(answer.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(800);
    expect(seconds).toBeLessThanOrEqual(900);
  };

  it('shut an account, known or not, across processes; another account comes in', async () => {
    const person = await editor();
    const other = await editor();
    const second = await AuthApp.listen(desk.appUrl);
    try {
      for (const email of [person.email, 'unknown@desk.example']) {
        const answers = await Promise.all(
          Array.from({ length: 12 }, (_, i) =>
            (i % 2 === 0 ? desk.browser() : new Browser(second)).signIn(email, 'not the password'),
          ),
        );
        expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
          ...Array(10).fill(401),
          429,
          429,
        ]);
      }
      refused(await new Browser(second).signIn(person.email.toUpperCase(), person.password));
      refused(await desk.browser().signIn(person.email, person.password));
      expect((await desk.browser().signIn(other.email, other.password)).status).toBe(200);
    } finally {
      await second.close();
    }
  });

  it('are forgotten with the first success', async () => {
    const { email, password } = await editor();
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < 9; i += 1) expect((await desk.browser().signIn(email, 'wrong')).status).toBe(401);
      expect((await desk.browser().signIn(email, password)).status).toBe(200);
    }
  });

  it('shut an address, and the table holds no e-mail address', async () => {
    await desk.db.rows(`UPDATE sign_in_throttle SET points = 100 WHERE key = 'address:127.0.0.1'`);
    const { email, password } = await editor();
    refused(await desk.browser().signIn(email, password));
    const keys = await desk.db.rows<{ key: string }>('SELECT key FROM sign_in_throttle');
    for (const { key } of keys) expect(key).toMatch(/^(account:[0-9a-f]{64}|address:127\.0\.0\.1)$/);
    await desk.db.rows('DELETE FROM sign_in_throttle');
    expect((await desk.browser().signIn(email, password)).status).toBe(200);
  });
});

describe('a session', () => {
  it('ends when its time is over', async () => {
    const { browser, id } = await signedIn();
    await desk.db.rows(`UPDATE session SET expires_at = now() - interval '1 second' WHERE user_id = $1`, [id]);
    expect(errorOf(await browser.send('GET', '/auth/session'))).toEqual({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it('ends with sign-out, alone', async () => {
    const { browser, email, password } = await signedIn();
    const other = desk.browser();
    await other.signIn(email, password);
    const stolen = Object.assign(desk.browser(), { cookie: browser.cookie, csrfToken: browser.csrfToken });
    const answer = await browser.send('POST', '/auth/sign-out');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('set-cookie')).toBe('claimdesk_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict');
    expect((await stolen.send('GET', '/auth/session')).status).toBe(401);
    expect((await other.send('GET', '/auth/session')).status).toBe(200);
  });

  it('ends with sign-out everywhere, as all of the account do, and nobody else’s', async () => {
    const { browser, email, password } = await signedIn();
    const other = desk.browser();
    await other.signIn(email, password);
    const bystander = await signedIn();
    expect((await browser.send('POST', '/auth/sign-out-everywhere')).status).toBe(204);
    for (const each of [browser, other]) expect((await each.send('GET', '/auth/session')).status).toBe(401);
    expect((await bystander.browser.send('GET', '/auth/session')).status).toBe(200);
  });

  it('ends when the account is disabled or its password reset', async () => {
    const unitOfWork = desk.app.get(UnitOfWork);
    const first = await signedIn();
    await new DisableUser(unitOfWork).run(CLI, { userId: first.id, disabled: true });
    expect((await first.browser.graphql(query)).status).toBe(401);
    await new DisableUser(unitOfWork).run(CLI, { userId: first.id, disabled: false });
    expect((await first.browser.graphql(query)).status).toBe(401);
    const second = await signedIn();
    await new ResetPassword(unitOfWork).run(CLI, { userId: second.id });
    expect((await second.browser.graphql(query)).status).toBe(401);
  });

  it('loses a role at once when it is taken', async () => {
    const { browser, id } = await signedIn();
    await write('DELETE FROM role_grant WHERE user_id = $1', [id]);
    expect((await browser.send('GET', '/auth/session')).body.user.roles).toEqual([]);
  });
});

describe('the CSRF token', () => {
  it.each([
    ['missing', undefined],
    ['wrong', 'x'.repeat(43)],
    ['empty', ''],
  ])('is needed: %s', async (_what, token) => {
    const { browser } = await signedIn();
    const before = await desk.counts();
    const headers: Record<string, string> = token === undefined ? {} : { 'x-csrf-token': token };
    browser.csrfToken = '';
    expect(errorOf(await browser.send('POST', '/auth/sign-out', undefined, headers))).toEqual({
      status: 403,
      code: 'CSRF_TOKEN_INVALID',
    });
    const refused = await browser.graphql(query, {}, headers);
    expect(refused.status).toBe(403);
    expect(refused.body).toEqual({
      errors: [{ message: expect.any(String), extensions: { code: 'CSRF_TOKEN_INVALID' } }],
    });
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      expect((await browser.send(method, '/late', undefined, headers)).status).toBe(403);
    }
    expect((await browser.send('GET', '/late', undefined, headers)).status).toBe(200);
    expect(await desk.counts()).toEqual(before);
  });

  it('of another session does not do, not even of the same person', async () => {
    const { browser, email, password } = await signedIn();
    const other = desk.browser();
    await other.signIn(email, password);
    browser.csrfToken = other.csrfToken;
    expect(errorOf(await browser.send('POST', '/auth/sign-out'))).toEqual({ status: 403, code: 'CSRF_TOKEN_INVALID' });
    expect((await other.send('POST', '/auth/sign-out')).status).toBe(204);
  });
});
