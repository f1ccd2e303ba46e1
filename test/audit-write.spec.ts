import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import pg from 'pg';
import { AddUser } from '../src/auth/add-user.js';
import { SetRoles } from '../src/auth/set-roles.js';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import type { RoleGrant } from '../src/kernel/actor.js';
import { DeskApp, type Person, SYSTEM } from './desk-app.js';
import { ADD_EVIDENCE, DECIDE, DEFER, RELATE, SIGN_OFF, TAKE } from './operations.js';

interface Event {
  id: string;
  stream: string;
  seq: string;
  leaf: string;
  salt: Buffer | null;
  body: string | null;
}

let app: DeskApp;
let editor: Person;
let audited: string[];

beforeAll(async () => {
  app = await DeskApp.start();
  const rows = await app.sql(
    `SELECT relname AS name FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
       AND EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND tgfoid = 'audit.capture'::regproc) ORDER BY 1`,
  );
  audited = rows.map(({ name }) => name);
  expect(audited.length).toBeGreaterThan(10);
  editor = await app.person('EDITOR');
  await oneOfEverything();
});
afterAll(() => app.stop());

/** A row in each audited table, by way of the API where it has one. */
async function oneOfEverything(): Promise<void> {
  const desk = await app.desk('audited', { signOffsRequired: 1 });
  const { claimId, reviewId } = await app.review(desk);
  const toClaimId = await app.claim(desk);
  const source = { claimId, url: 'https://a.example/', stance: 'SUPPORTS', excerpt: 'Words.' };
  const [evidence] = (await editor.data(ADD_EVIDENCE, { input: source })).answer.claim.evidence;
  await editor.data(RELATE, { input: { fromClaimId: claimId, toClaimId, kind: 'SIMILAR_TO', note: 'Alike.' } });
  const { review } = (await editor.data(TAKE, { id: reviewId })).answer;
  const decision = {
    reviewId,
    leaseToken: review.lease.token,
    verdict: 'DISPUTED',
    rationale: 'Reasons.',
    evidenceIds: [evidence.id],
    expectedVersion: review.claim.version,
    idempotencyKey: 'audited',
  };
  const { answer } = await editor.data(DECIDE, { input: decision });
  const second = await app.person('EDITOR');
  await second.data(SIGN_OFF, { input: { reviewId, decisionId: answer.decision.id, outcome: 'APPROVE' } });
  await app.sql(
    `INSERT INTO claimant_alias (id, alias_key, alias, claimant)
     VALUES (gen_random_uuid(), 'a c', 'A. C.', 'A claimant')`,
  );
  await app.sql(
    `INSERT INTO webhook_endpoint (id, url, event_types, secret, created_by)
     VALUES (gen_random_uuid(), 'https://receiver.example/', '{*}', sha256('x'), $1)`,
    [editor.id],
  );
}

const lastEventId = async (): Promise<string> =>
  (await app.sql('SELECT coalesce(max(id), 0) AS id FROM audit.event'))[0].id;
/** @returns the events that `work` caused, and nobody else: nothing else runs meanwhile */
async function eventsOf(work: () => Promise<unknown>): Promise<(Event & { doc: any })[]> {
  const before = await lastEventId();
  await work();
  const events = await app.sql<Event>('SELECT * FROM audit.event WHERE id > $1 ORDER BY id', [before]);
  return events.map((event) => Object.assign(event, { doc: JSON.parse(event.leaf) }));
}

/** Runs SQL in a connection of its own, and ends it. @returns the SQLSTATE, '' if it went well */
async function attempt(url: string, ...statements: string[]): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
    return '';
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await client.end();
  }
}
const ACTOR = `SELECT set_config('audit.actor', 'system:test', false)`;
/** Runs SQL as the application does. */
const asApp = (sql: string, values: unknown[] = []) =>
  app.app.get(UnitOfWork).run(SYSTEM, 'test', (tx) => tx.rows(sql, values));
const sha256 = (...parts: (Buffer | string)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

describe('every audited table', () => {
  it('refuses a write without an actor, and keeps nothing of it', async () => {
    const before = await app.fingerprint();
    for (const table of audited) {
      const [column] = await app.sql(
        `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum = 1`,
        [table],
      );
      expect(await app.sql(`SELECT FROM ${table} LIMIT 1`)).toHaveLength(1); // or the UPDATE would prove nothing
      const update = `UPDATE ${table} SET ${column.name} = ${column.name}`;
      expect([table, await attempt(app.databaseUrl, update)]).toEqual([table, '42501']);
      expect([table, await attempt(app.databaseUrl, `SET audit.actor = ''`, update)]).toEqual([table, '42501']);
    }
    const insert = `INSERT INTO desk (id, slug, name, review_hours, lease_seconds, base_priority)
      VALUES (gen_random_uuid(), 'nobodys', 'x', 1, 1, 1)`;
    expect(await attempt(app.appUrl, insert)).toBe('42501');
    expect(await attempt(app.appUrl, 'DELETE FROM role_grant')).toBe('42501');
    expect(await app.fingerprint()).toEqual(before);
  });

  it('cannot be truncated, not even by the superuser or as a replica', async () => {
    const before = await app.fingerprint();
    for (const table of [...audited, 'audit.event']) {
      const truncate = `TRUNCATE ${table} CASCADE`;
      expect([table, await attempt(app.databaseUrl, ACTOR, truncate)]).toEqual([table, '42501']);
      const replica = await attempt(app.databaseUrl, ACTOR, 'SET session_replication_role = replica', truncate);
      expect([table, replica]).toEqual([table, '42501']);
    }
    expect(await app.fingerprint()).toEqual(before);
  });

  it('has events that stay, whoever asks', async () => {
    const before = await app.fingerprint();
    for (const sql of [
      `UPDATE audit.event SET leaf = '{}'`,
      'UPDATE audit.event SET body = NULL, salt = NULL',
      'DELETE FROM audit.event',
    ]) {
      expect(await attempt(app.databaseUrl, ACTOR, sql)).toBe('42501');
      expect(await attempt(app.databaseUrl, ACTOR, 'SET session_replication_role = replica', sql)).toBe('42501');
    }
    expect(await app.fingerprint()).toEqual(before);
  });

  it('keeps a row in the stream that it began in', async () => {
    const streams = await app.sql<{ table: string; column: string }>(
      `SELECT tgrelid::regclass::text AS table, substring(pg_get_triggerdef(oid) FROM $$capture\\('(\\w+)'$$) AS column
       FROM pg_trigger WHERE tgfoid = 'audit.capture'::regproc ORDER BY 1`,
    );
    expect(streams.map(({ table }) => table)).toEqual(audited);
    const before = await app.fingerprint();
    // As a replica, so that no foreign key is what refuses it
    const replica = 'SET session_replication_role = replica';
    for (const { table, column } of streams) {
      const move = `UPDATE ${table} SET ${column} = gen_random_uuid() WHERE ctid = (SELECT min(ctid) FROM ${table})`;
      expect([table, await attempt(app.databaseUrl, ACTOR, replica, move)]).toEqual([table, '42501']);
    }
    expect(await app.fingerprint()).toEqual(before);
  });
});

describe('an event', () => {
  it('of an INSERT holds the row, its private part in the body, and a hash that binds the two', async () => {
    const claimId = await app.claim(await app.desk('insert'));
    const input = { claimId, url: 'https://a.example/1', stance: 'REFUTES', excerpt: 'Worte – “ü”.', publisher: null };
    const events = await eventsOf(() => editor.ask(ADD_EVIDENCE, { input }, { 'x-request-id': 'insert-0001' }));
    expect(events.map(({ doc }) => [doc.op, doc.table])).toEqual([
      ['UPDATE', 'claim'],
      ['INSERT', 'evidence'],
    ]);
    const { doc, leaf, salt, body, stream, seq } = events[1]!;
    const [row] = await app.sql('SELECT id, added_at FROM evidence WHERE claim_id = $1', [claimId]);
    const [token] = await app.sql('SELECT id FROM api_token WHERE user_id = $1', [editor.id]);
    expect(doc).toEqual({
      v: 1,
      op: 'INSERT',
      table: 'evidence',
      stream: claimId,
      seq: Number(seq),
      actor: `user:${editor.id}`,
      action: 'addEvidence',
      request: 'insert-0001',
      client: `token:${token.id}`,
      db: 'claimdesk_app',
      tx: expect.stringMatching(/^\d+$/),
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      c: sha256(salt!, body!),
      row: {
        id: row.id,
        claim_id: claimId,
        stance: 'REFUTES',
        added_by: editor.id,
        added_at: row.added_at
          .toISOString()
          .replace('Z', '+00:00')
          .replace(/\.?0+\+/, '+'),
      },
    });
    expect(stream).toBe(claimId);
    expect(salt).toHaveLength(32);
    expect(JSON.parse(body!)).toEqual({ url: 'https://a.example/1', excerpt: 'Worte – “ü”.' });
    expect(leaf).not.toContain('Worte');
  });

  it('of an UPDATE holds the new row, without what is private or omitted', async () => {
    const { reviewId, claimId } = await app.review(await app.desk('update'));
    const { review } = (await editor.data(TAKE, { id: reviewId })).answer;
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const [event, ...more] = await eventsOf(() =>
      editor.data(DEFER, { id: reviewId, leaseToken: review.lease.token, until, reason: 'A secret source.' }),
    );
    expect(more).toEqual([]);
    const [row] = await app.sql(
      `SELECT to_jsonb(r) - 'defer_reason' - 'lease_token' AS doc FROM review r WHERE id = $1`,
      [reviewId],
    );
    const withoutNulls = Object.fromEntries(Object.entries(row.doc).filter(([, value]) => value !== null));
    expect(event!.doc).toMatchObject({ op: 'UPDATE', table: 'review', action: 'deferReview', stream: claimId });
    expect(Object.keys(event!.doc.row)).toEqual(Object.keys(withoutNulls));
    expect(event!.doc.row).toMatchObject({ id: reviewId, state: 'QUEUED', version: 3 });
    expect(event!.body).toBe('{"defer_reason": "A secret source."}');
    expect(event!.doc.c).toBe(sha256(event!.salt!, event!.body!));
  });

  it('of a DELETE holds the row that went', async () => {
    const { id } = await app.app.get(AddUser).run(SYSTEM, { email: 'gone@test.example', name: 'Gone', roles: [] });
    const auditor: RoleGrant = { role: 'AUDITOR', deskId: null };
    const setRoles = (grant: RoleGrant[], revoke: RoleGrant[]) =>
      new SetRoles(app.app.get(UnitOfWork)).run(SYSTEM, { userId: id, grant, revoke });
    await setRoles([auditor, { role: 'CHECKER', deskId: null }], []);
    const [event, ...more] = await eventsOf(() => setRoles([], [auditor]));
    expect(more).toEqual([]);
    expect(event!.doc).toMatchObject({
      op: 'DELETE',
      table: 'role_grant',
      stream: id,
      action: 'setRoles',
      actor: 'system:test',
    });
    expect(event!.doc.row).toMatchObject({ user_id: id, role: 'AUDITOR' });
    expect(event!).toMatchObject({ salt: null, body: null });
    expect(event!.doc).not.toHaveProperty('c');
    expect(event!.doc).not.toHaveProperty('client'); // no request came in
  });

  it('is not written where nothing changed, or only what is omitted', async () => {
    const { reviewId } = await app.review(await app.desk('unchanged'));
    await editor.data(TAKE, { id: reviewId });
    expect(await eventsOf(() => asApp('UPDATE review SET priority = priority'))).toEqual([]);
    const renewed = () => asApp('UPDATE review SET lease_token = gen_random_uuid() WHERE id = $1', [reviewId]);
    expect(await eventsOf(renewed)).toEqual([]);
    expect(await eventsOf(() => asApp('UPDATE review SET priority = 3 WHERE id = $1', [reviewId]))).toHaveLength(1);
  });

  it('is written for each row of a bulk change, also by a replica session of the superuser', async () => {
    const desk = await app.desk('bulk');
    await app.reviews(desk, 3);
    const update = `UPDATE review SET priority = 9 WHERE desk_id = '${desk}'`;
    const events = await eventsOf(() =>
      attempt(app.databaseUrl, ACTOR, 'SET session_replication_role = replica', update),
    );
    expect(events.map(({ doc }) => [doc.table, doc.row.priority, doc.db])).toEqual(
      Array.from({ length: 3 }, () => ['review', 9, 'postgres']),
    );
  });

  it('is at the time that it is in UTC, whatever the session’s time zone and style', async () => {
    const style = `SET timezone = 'Asia/Tokyo'; SET datestyle = 'German, DMY'; SET intervalstyle = 'sql_standard'`;
    const started = Date.now();
    const [event] = await eventsOf(() =>
      attempt(
        app.databaseUrl,
        ACTOR,
        style,
        `UPDATE desk SET created_at = '2026-07-01 12:00:00+09' WHERE slug = 'bulk'`,
      ),
    );
    expect(event!.doc.row.created_at).toBe('2026-07-01T03:00:00+00:00');
    const at = Date.parse(event!.doc.at);
    expect(at).toBeGreaterThan(started - 5000);
    expect(at).toBeLessThan(Date.now() + 5000);
  });

  it('never holds a password’s hash, a token’s hash or a lease token', async () => {
    const secrets = await app.sql<{ secret: string }>(
      `SELECT password_hash AS secret FROM app_user UNION ALL SELECT encode(token_hash, 'hex') FROM api_token
       UNION ALL SELECT lease_token::text FROM review WHERE lease_token IS NOT NULL`,
    );
    expect(secrets.length).toBeGreaterThan(4);
    const [log] = await app.sql(`SELECT string_agg(leaf || coalesce(body, ''), E'\\n') AS text FROM audit.event`);
    for (const { secret } of secrets) expect(log.text).not.toContain(secret);
    expect(log.text).not.toMatch(/password_hash|token_hash|lease_token/);
    expect(log.text).toMatch(/lease_holder_id/); // the events of leases are among them
  });
});
