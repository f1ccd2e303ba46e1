import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AddUser } from '../src/auth/add-user.js';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import { LegalBasis } from '../src/erasure/vocabulary.js';
import { DeskApp, type Person, SYSTEM } from './desk-app.js';
import { leavesOf, tablesWith as tablesIn } from './erasure-traces.js';
import { ERASE_CLAIM, ERASE_USER, SUBMIT } from './operations.js';
import { SAVE as SAVE_VIEW } from './saved-view-operations.js';

/** Stands in every text that is to go, and in nothing else. */
const SECRET = 'Mumblethorpe';

let app: DeskApp;
let chief: Person;
let author: Person;
let deskId: string;

beforeAll(async () => {
  app = await DeskApp.start();
  [chief, author] = [await app.person('CHIEF_EDITOR'), await app.person('EDITOR')];
  deskId = await app.desk('erasure');
});
afterAll(() => app.stop());

const ground = { basis: 'CONSENT_WITHDRAWN', reference: 'DPO-2026/14' };
const tablesWith = (text: string) => tablesIn(app, text);
const leaves = (stream: string) => leavesOf(app, stream);

describe('an account that is erased', () => {
  const eraseUser = async (userId: string, who = chief) =>
    (await who.data(ERASE_USER, { input: { userId, ...ground } })).answer;
  const email = `ann@${SECRET.toLowerCase()}.example`;
  const add = (name: string) =>
    app.app.get(AddUser).run(SYSTEM, { email, name, roles: [{ role: 'EDITOR', deskId: null }] });

  it('is shut, with its address and names gone from every table; what it wrote stays, under its id', async () => {
    const leaver = await app.person('EDITOR');
    await app.sql('UPDATE app_user SET name = $2, email = $3 WHERE id = $1', [leaver.id, `Ann ${SECRET}`, email]);
    await app.sql('UPDATE api_token SET name = $2 WHERE user_id = $1', [leaver.id, `${SECRET}’s laptop`]);
    await app.sql(
      `INSERT INTO session (id, user_id, token_hash, user_agent, expires_at)
       VALUES (gen_random_uuid(), $1, sha256('x'), $2, now() + interval '1 hour')`,
      [leaver.id, `${SECRET}’s browser`],
    );
    const view = { name: `${SECRET}’s queue`, filter: { claimant: SECRET } };
    expect((await leaver.data(SAVE_VIEW, { input: view })).answer).toMatchObject({ __typename: 'SavedViewSuccess' });
    const input = { ...app.submission(deskId), idempotencyKey: `${SECRET} 1` };
    const { claim } = (await leaver.data(SUBMIT, { input })).answer;
    const tables = [
      'audit.event',
      'public.api_token',
      'public.app_user',
      'public.idempotency_key',
      'public.saved_view',
    ];
    expect(await tablesWith(SECRET)).toEqual([...tables, 'public.session']);
    const [{ hash }] = await app.sql('SELECT password_hash AS hash FROM app_user WHERE id = $1', [leaver.id]);
    const before = await leaves(leaver.id);

    const answer = await eraseUser(leaver.id);
    expect(answer).toEqual({
      __typename: 'EraseUserSuccess',
      erasedEvents: 4, // of two events each of account and token
      user: { id: leaver.id, name: '[erased]' },
    });
    for (const text of [SECRET, SECRET.toLowerCase(), hash]) expect([text, await tablesWith(text)]).toEqual([text, []]);
    expect((await leaver.ask('{ viewer { id } }')).status).toBe(401);
    const [row] = await app.sql('SELECT * FROM app_user WHERE id = $1', [leaver.id]);
    expect(row).toMatchObject({ email: `erased-${leaver.id}@erased.invalid`, disabled_at: row.erased_at });
    for (const table of ['role_grant', 'session', 'idempotency_key', 'saved_view']) {
      expect([table, await app.sql(`SELECT FROM ${table} WHERE user_id = $1`, [leaver.id])]).toEqual([table, []]);
    }
    expect(await app.sql('SELECT FROM api_token WHERE user_id = $1 AND revoked_at IS NULL', [leaver.id])).toEqual([]);
    expect((await app.sql('SELECT submitted_by FROM claim WHERE id = $1', [claim.id]))[0].submitted_by).toBe(leaver.id);
    expect((await leaves(leaver.id)).slice(0, before.length)).toEqual(before);
    const events = await app.events(leaver.id);
    expect(events.slice(before.length).map(({ op, table }) => `${op} ${table}`)).toEqual([
      'DELETE role_grant',
      'ERASE app_user',
      'UPDATE app_user',
    ]);
    expect(await app.gaps()).toBe(0);

    const between = await app.fingerprint();
    expect(await eraseUser(leaver.id)).toMatchObject({ __typename: 'EraseUserSuccess', erasedEvents: 0 });
    expect(await app.fingerprint()).toEqual(between);
    const { id } = await add('Ann again'); // the address is free
    expect(await eraseUser(id)).toMatchObject({ erasedEvents: 1 });
  });

  it.each(['eraseUser', 'eraseClaim'] as const)(
    'is refused where %s has no such thing, or no such case',
    async (name) => {
      const [query, field] = name === 'eraseUser' ? [ERASE_USER, 'userId'] : [ERASE_CLAIM, 'claimId'];
      const known = name === 'eraseUser' ? author.id : await app.claim(deskId);
      const unknown = '00000000-0000-7000-8000-000000000000';
      const before = await app.fingerprint();
      const answer = async (input: object) =>
        (await chief.data(query, { input: { basis: 'OBJECTION', ...input } })).answer;
      expect(await answer({ [field]: unknown })).toMatchObject({ __typename: 'NotFoundError', path: ['input', field] });
      const prose = { [field]: known, reference: 'At the wish of Ann Smith' };
      expect(await answer(prose)).toMatchObject({ __typename: 'InvalidInputError', path: ['input', 'reference'] });
      expect(await app.fingerprint()).toEqual(before);
    },
  );

  it('is not the one that somebody works with', async () => {
    const before = await app.fingerprint();
    expect(await eraseUser(chief.id)).toMatchObject({ __typename: 'InvalidInputError', path: ['input', 'userId'] });
    expect(await app.fingerprint()).toEqual(before);
  });
});

describe('the database', () => {
  const asApp = (sql: string, values: unknown[]) =>
    app.app.get(UnitOfWork).run(SYSTEM, 'test', (tx) => tx.rows(sql, values));

  it('takes the legal bases that the code has, and no other', async () => {
    const erase = 'SELECT public.erase_claim($1, $2, NULL)';
    for (const basis of Object.values(LegalBasis)) await asApp(erase, [await app.claim(deskId), basis]);
    const claimId = await app.claim(deskId);
    const before = await app.fingerprint();
    for (const basis of ['BECAUSE', null])
      await expect(asApp(erase, [claimId, basis])).rejects.toMatchObject({ code: '22023' });
    // and no erasure by nobody
    await app.sql(`SELECT set_config('audit.actor', '', false)`);
    await expect(app.sql(erase, [claimId, 'OBJECTION'])).rejects.toMatchObject({ code: '42501' });
    await app.sql(`SELECT set_config('audit.actor', 'system:test', false)`);
    expect(await app.fingerprint()).toEqual(before);
  });

  it('lets nothing but an erasure take a text from an event, and an erasure nothing but that', async () => {
    const claimId = await app.claim(deskId);
    const before = await app.fingerprint();
    const changes = [
      'UPDATE audit.event SET salt = NULL, body = NULL WHERE stream = $1',
      'SET LOCAL ROLE claimdesk_audit_owner; UPDATE audit.event SET salt = NULL, body = NULL, seq = seq + 9 WHERE stream = $1',
      `SET LOCAL ROLE claimdesk_audit_owner; UPDATE audit.event SET body = '{}' WHERE stream = $1 AND body IS NOT NULL`,
      `SET LOCAL ROLE claimdesk_audit_owner; UPDATE audit.event SET salt = NULL, body = NULL, leaf = '{}' WHERE stream = $1`,
      'SET LOCAL ROLE claimdesk_audit_owner; DELETE FROM audit.event WHERE stream = $1',
    ];
    for (const sql of changes) {
      const change = app.sql(sql.replace('$1', `'${claimId}'`));
      await expect(change).rejects.toMatchObject({ code: '42501', message: expect.stringContaining('is forbidden') });
    }
    expect(await app.fingerprint()).toEqual(before);
  });
});
