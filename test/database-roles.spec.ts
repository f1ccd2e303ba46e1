import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DeskApp } from './desk-app.js';
import { ADD_EVIDENCE, DECIDE, SIGN_OFF, TAKE } from './operations.js';

let app: DeskApp;
/** As what the API and the worker are. */
let connection: pg.Client;

beforeAll(async () => {
  app = await DeskApp.start();
  connection = new pg.Client({ connectionString: app.appUrl });
  await connection.connect();
  await oneOfEverything();
});
afterAll(async () => {
  await connection.end();
  await app.stop();
});

/** A refusal of a statement that would find no row proves nothing, so there is one in each table. */
async function oneOfEverything(): Promise<void> {
  const [author, second] = [await app.person('EDITOR'), await app.person('EDITOR')];
  const { claimId, reviewId } = await app.review(await app.desk('roles', { signOffsRequired: 1 }));
  const source = { claimId, url: 'https://a.example/', stance: 'SUPPORTS' };
  const { claim } = (await author.data(ADD_EVIDENCE, { input: source })).answer;
  const { review } = (await author.data(TAKE, { id: reviewId })).answer;
  const input = {
    reviewId,
    leaseToken: review.lease.token,
    verdict: 'VERIFIED',
    rationale: 'Reasons.',
    evidenceIds: [claim.evidence[0].id],
    expectedVersion: claim.version,
    idempotencyKey: 'roles',
  };
  const { decision } = (await author.data(DECIDE, { input })).answer;
  const { answer } = await second.data(SIGN_OFF, { input: { reviewId, decisionId: decision.id, outcome: 'APPROVE' } });
  expect(answer.review.state).toBe('DECIDED');
}

/** Runs SQL as the application's role, with an actor set. @returns the SQLSTATE, '' if it went well */
async function attempt(sql: string, end: 'COMMIT' | 'ROLLBACK' = 'COMMIT'): Promise<string> {
  await connection.query(`BEGIN; SELECT set_config('audit.actor', 'system:test', true)`);
  try {
    await connection.query(sql);
    return '';
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await connection.query(end);
  }
}

const INSUFFICIENT_PRIVILEGE = '42501';
const APPEND_ONLY = ['decision', 'sign_off', 'decision_evidence'];
const SEALED = [
  ['audit.event', 'leaf'],
  ['audit.leaf', 'hash'],
  ['audit.node', 'hash'],
  ['audit.checkpoint', 'note'],
];
const claimId = '(SELECT id FROM claim LIMIT 1)';

const REFUSED: Record<string, string> = {
  ...Object.fromEntries(
    [...APPEND_ONLY.map((table) => [table, 'claim_id']), ...SEALED].flatMap(([table, column]) => [
      [`UPDATE of ${table}`, `UPDATE ${table} SET ${column} = ${column}`],
      [`DELETE from ${table}`, `DELETE FROM ${table}`],
      [`TRUNCATE of ${table}`, `TRUNCATE ${table} CASCADE`],
      [`a row lock on ${table}`, `SELECT FROM ${table} FOR UPDATE`],
    ]),
  ),
  'DELETE of a claim': 'DELETE FROM claim',
  'DELETE of a review': 'DELETE FROM review',
  'DELETE hidden in a query': 'WITH gone AS (DELETE FROM sign_off RETURNING id) SELECT id FROM gone',
  'an upsert of a decision': `INSERT INTO decision SELECT * FROM decision LIMIT 1
    ON CONFLICT (id) DO UPDATE SET rationale = 'x'`,
  'MERGE into decision': `MERGE INTO decision d USING claim c ON c.id = d.claim_id
    WHEN MATCHED THEN UPDATE SET rationale = 'x'`,
  'MERGE that deletes': 'MERGE INTO decision d USING claim c ON c.id = d.claim_id WHEN MATCHED THEN DELETE',
  'a change of what a claim states': `UPDATE claim SET statement = 'x'`,
  'a change of who says it': `UPDATE claim SET claimant = 'x'`,
  'a change of a claim’s identity': `UPDATE claim SET fingerprint = sha256('x')`,
  'a move of a review to another claim': 'UPDATE review SET claim_id = claim_id',
  'a change of evidence': `UPDATE evidence SET excerpt = 'x'`,
  'a change of an appearance': `UPDATE appearance SET stance = 'DENIES'`,
  'a change of somebody’s address': `UPDATE app_user SET email = 'x@test.example'`,
  'a change of a role in place': `UPDATE role_grant SET role = 'CHIEF_EDITOR'`,
  'wider scopes of a token': `UPDATE api_token SET scopes = ARRAY['admin']`,

  'INSERT into audit.event': `INSERT INTO audit.event (stream, seq, leaf) VALUES (${claimId}, 999, '{}')`,
  'INSERT into audit.head': `INSERT INTO audit.head (stream, seq) VALUES (gen_random_uuid(), 1)`,
  'UPDATE of audit.head': 'UPDATE audit.head SET seq = seq + 1',
  'INSERT into audit.leaf': `INSERT INTO audit.leaf VALUES (0, 0, sha256(''), gen_random_uuid(), now(), 'x', 'x')`,
  'INSERT into audit.node': `INSERT INTO audit.node VALUES (1, 0, sha256(''))`,
  'INSERT into audit.checkpoint': `INSERT INTO audit.checkpoint VALUES (0, sha256(''), 'x', '1', 0)`,
  'audit.record()': `SELECT audit.record('KEY', '{}')`,
  'COPY into audit.event': 'COPY audit.event (stream, seq, leaf) FROM STDIN',
  'a jump of the log’s numbers': `SELECT setval('audit.event_id_seq', 1000000)`,
  'audit.append()': `SELECT audit.append(${claimId}, '{}', NULL)`,
  'audit.capture()': 'SELECT audit.capture()',
  'audit.capture() on a table of its own': `CREATE TEMP TABLE forged (id uuid);
    CREATE TRIGGER forge AFTER INSERT ON forged FOR EACH ROW EXECUTE FUNCTION audit.capture('id', '', '')`,

  'DISABLE TRIGGER': 'ALTER TABLE decision DISABLE TRIGGER audit_capture',
  'DISABLE TRIGGER ALL': 'ALTER TABLE review DISABLE TRIGGER ALL',
  'ENABLE REPLICA TRIGGER': 'ALTER TABLE review ENABLE REPLICA TRIGGER audit_capture',
  'DROP TRIGGER': 'DROP TRIGGER audit_capture ON decision',
  'a trigger of its own': `CREATE TRIGGER mine BEFORE INSERT ON decision
    FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
  'a rule': 'CREATE RULE nothing AS ON INSERT TO evidence DO INSTEAD NOTHING',
  'another owner': 'ALTER TABLE decision OWNER TO claimdesk_app',
  'DROP TABLE': 'DROP TABLE sign_off',
  'a changed column': 'ALTER TABLE claim ALTER COLUMN statement DROP NOT NULL',
  session_replication_role: 'SET session_replication_role = replica',
  'session_replication_role from the next connection on':
    'ALTER ROLE claimdesk_app SET session_replication_role = replica',
  'session_replication_role of the database': `DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I SET session_replication_role = replica', current_database()); END $$`,

  'SET ROLE claimdesk_app_owner': 'SET ROLE claimdesk_app_owner',
  'SET ROLE claimdesk_audit_owner': 'SET ROLE claimdesk_audit_owner',
  'SET ROLE claimdesk_sealer': 'SET ROLE claimdesk_sealer',
  'SET SESSION AUTHORIZATION': 'SET SESSION AUTHORIZATION claimdesk_app_owner',
  'membership in the owners': 'GRANT claimdesk_app_owner TO claimdesk_app',
  'a role of its own': 'CREATE ROLE claimdesk_test_forged LOGIN',
  'more rights for itself': 'ALTER ROLE claimdesk_app CREATEROLE',

  'a function in public': 'CREATE FUNCTION public.forged() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
  'a function in audit': 'CREATE FUNCTION audit.forged() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
  'another body for a function of audit': `CREATE OR REPLACE FUNCTION audit.forbid() RETURNS trigger
    LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`,
  'a table in public': 'CREATE TABLE public.forged (id int)',
  'a schema': 'CREATE SCHEMA forged',
  'an extension': 'CREATE EXTENSION btree_gin',
};

describe('the application’s role', () => {
  it.each(Object.entries(REFUSED))('is refused %s', async (_, sql) => {
    const before = await app.fingerprint();
    expect(await attempt(sql)).toBe(INSUFFICIENT_PRIVILEGE);
    expect(await app.fingerprint()).toEqual(before);
  });

  it('is not refused what it is for, by the same means', async () => {
    expect(await attempt('UPDATE review SET priority = 7', 'ROLLBACK')).toBe('');
    expect(await attempt('SELECT FROM claim FOR NO KEY UPDATE', 'ROLLBACK')).toBe('');
    expect(await attempt('CREATE TEMP TABLE own (id uuid)', 'ROLLBACK')).toBe('');
    expect(await attempt('DELETE FROM role_grant', 'ROLLBACK')).toBe('');
  });

  it('owns nothing but what BullMQ makes at run time', async () => {
    const owned = await app.sql(
      `SELECT d.classid::regclass AS kind, coalesce(c.oid::regclass::text, d.objid::text) AS name, c.relkind
       FROM pg_shdepend d JOIN pg_database b ON b.oid = d.dbid
       LEFT JOIN pg_class c ON d.classid = 'pg_class'::regclass AND c.oid = d.objid
       WHERE b.datname = current_database() AND d.deptype = 'o' AND d.refobjid = 'claimdesk_app'::regrole`,
    );
    expect(owned.filter(({ name, relkind }) => !(relkind === 'S' && name.startsWith('bullmq.')))).toEqual([]);
  });

  it('and the other roles have no attribute and no membership that would widen this', async () => {
    const roles = await app.sql(
      `SELECT rolname AS name, rolcanlogin AS login,
         rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls AS more,
         ARRAY(SELECT m.roleid::regrole::text FROM pg_auth_members m WHERE m.member = r.oid) AS member
       FROM pg_roles r WHERE rolname ~ '^claimdesk_(app|sealer|app_owner|audit_owner)$' ORDER BY 1`,
    );
    expect(roles).toEqual([
      { name: 'claimdesk_app', login: true, more: false, member: [] },
      { name: 'claimdesk_app_owner', login: false, more: false, member: [] },
      { name: 'claimdesk_audit_owner', login: false, more: false, member: [] },
      { name: 'claimdesk_sealer', login: true, more: false, member: [] },
    ]);
  });
});

/** What each role may, by table; `U(…)` is UPDATE of these columns only. */
const grantsOf = async (role: string): Promise<Record<string, string>> => {
  const rows = await app.sql<{ name: string; rights: string }>(
    `SELECT c.oid::regclass::text AS name, concat_ws(' ',
        (SELECT string_agg(p, ' ' ORDER BY p)
         FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p
         WHERE has_table_privilege($1, c.oid, p)),
        (SELECT 'U(' || string_agg(attname, ' ' ORDER BY attname) || ')' FROM pg_attribute a
         WHERE a.attrelid = c.oid AND attnum > 0 AND has_column_privilege($1, c.oid, attname, 'UPDATE')
           AND NOT has_table_privilege($1, c.oid, 'UPDATE'))) AS rights
     FROM pg_class c WHERE relkind = 'r' AND relnamespace::regnamespace::text IN ('public', 'audit') ORDER BY 1`,
    [role],
  );
  return Object.fromEntries(rows.map(({ name, rights }) => [name, rights]));
};

describe('the grants', () => {
  it('of the application’s role are these and no more', async () => {
    expect(await grantsOf('claimdesk_app')).toEqual({
      api_token: 'INSERT SELECT U(revoked_at)',
      app_user: 'INSERT SELECT U(disabled_at must_change_password name password_changed_at password_hash)',
      appearance: 'INSERT SELECT',
      article: 'INSERT SELECT',
      'audit.checkpoint': 'SELECT',
      'audit.event': 'SELECT',
      'audit.head': 'SELECT',
      'audit.leaf': 'SELECT',
      'audit.node': 'SELECT',
      claim: 'INSERT SELECT U(decided_at decision_id recheck_at verdict version)',
      claim_relation: 'INSERT SELECT U(state)',
      claimant_alias: 'INSERT SELECT',
      decision: 'INSERT SELECT',
      decision_evidence: 'INSERT SELECT',
      desk: 'INSERT SELECT UPDATE',
      evidence: 'INSERT SELECT',
      idempotency_key: 'DELETE INSERT SELECT',
      import_progress: 'INSERT SELECT UPDATE',
      lease_expiry: 'INSERT SELECT',
      migration: 'SELECT',
      review:
        'INSERT SELECT U(assignee_id decided_at decision_id defer_reason deferred_until due_at escalated_at ' +
        'lease_holder_id lease_token lease_until priority queued_at state version)',
      role_grant: 'DELETE INSERT SELECT',
      saved_view: 'DELETE INSERT SELECT UPDATE',
      session: 'DELETE INSERT SELECT UPDATE',
      sign_in_throttle: 'DELETE INSERT SELECT UPDATE',
      sign_off: 'INSERT SELECT',
      webhook_cursor: 'DELETE INSERT SELECT UPDATE',
      webhook_delivery: 'DELETE INSERT SELECT UPDATE',
      webhook_endpoint:
        'DELETE INSERT SELECT U(description desk_id disabled_at disabled_reason event_types moved_at moved_from moved_to ' +
        'previous_secret secret secret_rotated_at url)',
    });
  });

  it('of the sealer are to read the events and to append to the log, and no more', async () => {
    const grants = await grantsOf('claimdesk_sealer');
    expect(Object.fromEntries(Object.entries(grants).filter(([, rights]) => rights !== ''))).toEqual({
      'audit.checkpoint': 'INSERT SELECT',
      'audit.event': 'SELECT',
      'audit.leaf': 'INSERT SELECT',
      'audit.node': 'INSERT SELECT',
    });
  });

  it('let nobody else run the log’s functions', async () => {
    const functions = await app.sql(
      `SELECT p.oid::regprocedure::text AS name, ARRAY(
         SELECT r FROM unnest(ARRAY['claimdesk_app', 'claimdesk_sealer', 'claimdesk_app_owner']) r
         WHERE has_function_privilege(r, p.oid, 'EXECUTE')) AS may
       FROM pg_proc p WHERE pronamespace = 'audit'::regnamespace ORDER BY 1`,
    );
    expect(functions).toEqual([
      { name: 'audit.append(uuid,jsonb,text)', may: [] },
      { name: 'audit.capture()', may: ['claimdesk_app_owner'] },
      { name: 'audit.erase(uuid,text,uuid,jsonb)', may: ['claimdesk_app_owner'] },
      { name: 'audit.forbid()', may: ['claimdesk_app_owner'] },
      { name: 'audit.guard_event()', may: [] },
      { name: 'audit.json_or_null(text)', may: ['claimdesk_app'] },
      { name: 'audit.record(text,jsonb)', may: ['claimdesk_sealer'] },
    ]);
  });
});
