import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import { AccountQueries } from '../src/auth/account-queries.js';
import { UserQueries } from '../src/auth/user-queries.js';
import { AuthApp, bearer, type Browser, everywhere } from './auth-app.js';

const desk = await AuthApp.start();
afterAll(() => desk.stop());

const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

const CREATE = `mutation ($input: CreateApiTokenInput!) {
  createApiToken(input: $input) {
    __typename
    ... on CreateApiTokenSuccess { secret apiToken { id name scopes createdAt expiresAt revokedAt } }
    ... on UserError { code message path }
  }
}`;
const REVOKE = `mutation ($id: ID!) {
  revokeApiToken(id: $id) {
    __typename
    ... on RevokeApiTokenSuccess { apiToken { id revokedAt } }
    ... on UserError { code path }
  }
}`;
const VIEWER = '{ viewer { id email name client scopes roles { role deskId } apiTokens { id name } } }';

const create = async (browser: Browser, input: Record<string, unknown>, headers = {}) => {
  const full = { name: 'script', scopes: ['CLAIMS_READ'], expiresAt: inHours(24), ...input };
  const { body } = await browser.graphql(CREATE, { input: full }, headers);
  return body.data?.createApiToken ?? { topLevel: body.errors[0].extensions.code };
};
const revoke = async (browser: Browser, id: string, headers = {}) =>
  (await browser.graphql(REVOKE, { id }, headers)).body.data.revokeApiToken;

let next = 0;
const person = async (role: 'EDITOR' | 'CHIEF_EDITOR' | 'AUDITOR' = 'EDITOR') => {
  next += 1;
  const email = `person${next}@desk.example`;
  const { id, password } = await desk.addUser(email, [everywhere(role)]);
  const browser = desk.browser();
  await browser.signIn(email, password);
  return { id, email, browser };
};
const service = async () => {
  next += 1;
  return desk.addUser(`service${next}@desk.example`, [everywhere('SERVICE')]);
};

describe('createApiToken', () => {
  it('shows the secret once, keeps its hash, and logs neither', async () => {
    const { id, email, browser } = await person();
    const created = await create(browser, {
      name: ' my script ',
      scopes: ['REVIEWS_READ', 'CLAIMS_READ', 'CLAIMS_READ'],
    });
    expect(created).toEqual({
      __typename: 'CreateApiTokenSuccess',
      secret: expect.stringMatching(/^cdk_[\w-]{43}$/),
      apiToken: {
        id: expect.any(String),
        name: 'my script',
        scopes: ['CLAIMS_READ', 'REVIEWS_READ'],
        createdAt: expect.any(String),
        expiresAt: expect.any(String),
        revokedAt: null,
      },
    });
    const { secret, apiToken } = created;
    expect((await browser.graphql(VIEWER)).body.data.viewer).toEqual({
      id,
      email,
      name: email.split('@')[0],
      client: 'SESSION',
      scopes: null,
      roles: [{ role: 'EDITOR', deskId: null }],
      apiTokens: [{ id: apiToken.id, name: 'my script' }],
    });
    const hash = createHash('sha256').update(secret).digest();
    const [row] = await desk.db.rows<{ text: string; hash: Buffer }>(
      'SELECT to_jsonb(t)::text AS text, token_hash AS hash FROM api_token t WHERE id = $1',
      [apiToken.id],
    );
    expect(row!.hash.equals(hash)).toBe(true);
    expect(row!.text).not.toContain(secret);
    const [event] = await desk.db.rows<{ leaf: string; body: string }>(
      'SELECT leaf, body FROM audit.event WHERE stream = $1',
      [apiToken.id],
    );
    expect(JSON.parse(event!.leaf)).toMatchObject({
      op: 'INSERT',
      table: 'api_token',
      action: 'createApiToken',
      actor: `user:${id}`,
      row: { id: apiToken.id, user_id: id, scopes: ['claims:read', 'reviews:read'] },
    });
    expect(JSON.parse(event!.body)).toEqual({ name: 'my script' });
    const log = await desk.auditText();
    for (const text of [secret, secret.slice(4), hash.toString('hex'), hash.toString('base64'), 'token_hash']) {
      expect(log).not.toContain(text);
    }
  });

  it.each([
    ['a blank name', { name: '  ' }, ['input', 'name']],
    ['a long name', { name: 'x'.repeat(101) }, ['input', 'name']],
    ['a NUL in the name', { name: 'a\0b' }, ['input', 'name']],
    ['half a surrogate pair in the name', { name: 'a\ud800b' }, ['input', 'name']],
    ['no scope', { scopes: [] }, ['input', 'scopes']],
    ['the past', { expiresAt: inHours(-1) }, ['input', 'expiresAt']],
    ['half an hour', { expiresAt: inHours(0.5) }, ['input', 'expiresAt']],
    ['more than 366 days', { expiresAt: inHours(366 * 24 + 1) }, ['input', 'expiresAt']],
  ])('refuses %s, and changes nothing', async (_what, input, path) => {
    const { browser } = await person();
    const before = await desk.counts();
    expect(await create(browser, input)).toMatchObject({
      __typename: 'InvalidInputError',
      code: 'INVALID_INPUT',
      path,
    });
    expect(await desk.counts()).toEqual(before);
  });

  it.each([
    ['one hour', 1],
    ['366 days', 366 * 24],
  ])('allows %s', async (_what, hours) => {
    const { browser } = await person();
    expect((await create(browser, { expiresAt: inHours(hours) })).__typename).toBe('CreateApiTokenSuccess');
  });

  it('lets a chief editor make them for service accounts, and for nobody else', async () => {
    const chief = await person('CHIEF_EDITOR');
    const editor = await person();
    const machine = await service();
    const made = await create(chief.browser, { userId: machine.id, scopes: ['CLAIMS_WRITE'] });
    expect(made.__typename).toBe('CreateApiTokenSuccess');
    const viewer = await desk
      .browser()
      .graphql('{ viewer { id client scopes roles { role } } }', {}, bearer(made.secret));
    expect(viewer.body.data.viewer).toEqual({
      id: machine.id,
      client: 'TOKEN',
      scopes: ['CLAIMS_WRITE'],
      roles: [{ role: 'SERVICE' }],
    });
    const before = await desk.counts();
    expect(await create(chief.browser, { userId: editor.id })).toMatchObject({
      __typename: 'InvalidInputError',
      path: ['input', 'userId'],
    });
    for (const userId of ['019abc00-0000-7000-8000-000000000000', 'nobody']) {
      expect((await create(chief.browser, { userId })).__typename).toBe('NotFoundError');
    }
    for (const role of ['EDITOR', 'AUDITOR'] as const) {
      const { browser } = await person(role);
      const now = await desk.counts();
      expect(await create(browser, { userId: machine.id })).toEqual({ topLevel: 'FORBIDDEN' });
      expect(await desk.counts()).toEqual(now);
    }
    expect((await desk.counts())['tokens']).toBe(before['tokens']);
  });

  it('needs the scope ADMIN where it is asked with a token, which passes on only its own scopes', async () => {
    const { browser } = await person();
    const reader = await create(browser, { scopes: ['CLAIMS_READ'] });
    const admin = await create(browser, { scopes: ['ADMIN', 'CLAIMS_READ'] });
    const before = await desk.counts();
    const script = desk.browser();
    expect(await create(script, {}, bearer(reader.secret))).toEqual({ topLevel: 'FORBIDDEN' });
    const tokens = await script.graphql('{ viewer { apiTokens { id } } }', {}, bearer(reader.secret));
    expect(tokens.body.errors[0].extensions.code).toBe('FORBIDDEN');
    expect(await create(script, { scopes: ['REVIEWS_WRITE'] }, bearer(admin.secret))).toMatchObject({
      __typename: 'InvalidInputError',
      path: ['input', 'scopes'],
    });
    expect(await desk.counts()).toEqual(before);
    expect((await create(script, {}, bearer(admin.secret))).__typename).toBe('CreateApiTokenSuccess');
  });

  it('stops at 50 in use, also where they are made at the same time', async () => {
    const { id, browser } = await person();
    for (let i = 0; i < 48; i += 1) await create(browser, {});
    const answers = await desk.race('SELECT 1 FROM app_user WHERE id = $1 FOR UPDATE', [id], 6, () =>
      Promise.all(Array.from({ length: 6 }, () => create(browser, {}))),
    );
    expect(answers.filter(({ __typename }) => __typename === 'CreateApiTokenSuccess')).toHaveLength(2);
    expect((await desk.app.get(AccountQueries).tokensByAccount([id]))[0]).toHaveLength(50);
  });
});

describe('an API token', () => {
  it('works until it is revoked, for good', async () => {
    const { browser, id: userId } = await person();
    const { secret, apiToken } = await create(browser, {});
    const script = () => desk.browser().graphql('{ viewer { id } }', {}, bearer(secret));
    expect((await script()).body.data.viewer.id).toBe(userId);
    const revoked = await revoke(browser, apiToken.id);
    expect(revoked).toMatchObject({ __typename: 'RevokeApiTokenSuccess', apiToken: { revokedAt: expect.any(String) } });
    expect((await script()).status).toBe(401);
    const before = await desk.counts();
    expect(await revoke(browser, apiToken.id)).toEqual(revoked);
    expect(await desk.counts()).toEqual(before);
    const events = await desk.db.rows<{ action: string }>(
      `SELECT leaf::jsonb ->> 'action' AS action FROM audit.event WHERE stream = $1 ORDER BY seq`,
      [apiToken.id],
    );
    expect(events.map(({ action }) => action)).toEqual(['createApiToken', 'revokeApiToken']);
  });

  it('stops when it expires, and when its owner is disabled', async () => {
    const { browser, id: userId } = await person();
    const { secret, apiToken } = await create(browser, { expiresAt: inHours(1) });
    const status = async () => (await desk.browser().graphql('{ viewer { id } }', {}, bearer(secret))).status;
    const set = (sql: string, id: string) => desk.asOwner(sql, [id]);
    expect(await status()).toBe(200);
    await set(
      `UPDATE api_token SET created_at = now() - interval '2 h', expires_at = now() - interval '1 ms' WHERE id = $1`,
      apiToken.id,
    );
    expect(await status()).toBe(401);
    await set(`UPDATE api_token SET expires_at = now() + interval '1 h' WHERE id = $1`, apiToken.id);
    expect(await status()).toBe(200);
    await set('UPDATE app_user SET disabled_at = now() WHERE id = $1', userId);
    expect(await status()).toBe(401);
  });

  it('is revoked by its owner or a chief editor; others learn nothing of it', async () => {
    const owner = await person();
    const { apiToken, secret } = await create(owner.browser, {});
    const stranger = await person();
    const unknown = { __typename: 'NotFoundError', code: 'NOT_FOUND', path: ['id'] };
    const before = await desk.counts();
    expect(await revoke(stranger.browser, apiToken.id)).toEqual(unknown);
    expect(await revoke(desk.browser(), apiToken.id, bearer(secret))).toEqual(unknown);
    expect(await revoke(stranger.browser, '019abc00-0000-7000-8000-000000000000')).toEqual(unknown);
    expect(await revoke(stranger.browser, 'x'.repeat(1000))).toEqual(unknown);
    expect(await desk.counts()).toEqual(before);
    const chief = await person('CHIEF_EDITOR');
    expect((await revoke(chief.browser, apiToken.id)).__typename).toBe('RevokeApiTokenSuccess');
  });
});

it('loadUsers keeps the order of the ids', async () => {
  const [a, b] = [await person(), await person()];
  const load = desk.app.get(UserQueries).byIds;
  expect(await load([b.id, a.id, b.id])).toEqual([b, a, b].map(({ id, email }) => ({ id, name: email.split('@')[0] })));
});
