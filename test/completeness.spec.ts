import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { auditedTables } from '../src/audit/audited-tables.js';
import { DeskApp } from './desk-app.js';

/** What is not in the log, and why. */
const NOT_AUDITED: Record<string, string> = {
  'public.session': 'says only who is signed in where, changes all the time and is gone in hours',
  'public.sign_in_throttle': 'counters of failed sign-ins, gone in minutes',
  'public.idempotency_key': 'repeats what the audited rows say, and is deleted after a time',
  'public.import_progress': 'which lines of a file need not be read again; the claims that came of them are audited',
  'public.saved_view': 'what somebody likes to look at, which is no part of the record; gone with the account',
  'public.webhook_cursor': 'moves with every event in the log; an event about that would move it again, without end',
  'public.webhook_delivery': 'how copies of audited events were sent; deleted after a time',
  'public.lease_expiry': 'repeats who held a review that was swept, which its events say; nobody decides by it',
  'public.migration': 'TypeORM’s record of the schema, written by the owner alone',
  'audit.head': 'counts each stream’s events, with which the state check compares it',
};
/** The log itself, to which is only ever added. */
const APPEND_ONLY = ['audit.checkpoint', 'audit.event', 'audit.leaf', 'audit.node'];

let app: DeskApp;
beforeAll(async () => {
  app = await DeskApp.start();
});
afterAll(() => app.stop());

interface Trigger {
  table: string;
  function: string;
  enabled: string;
  /** The definition from AFTER or BEFORE to ON, and the condition if it has one. */
  on: string;
}
const triggers = () =>
  app.sql<Trigger>(
    `SELECT format('%s.%s', n.nspname, c.relname) AS table, t.tgfoid::regproc::text AS function, t.tgenabled AS enabled,
       regexp_replace(pg_get_triggerdef(t.oid), '^.*? (AFTER|BEFORE|INSTEAD OF) (.*) ON \\S+ (FOR EACH \\w+)( WHEN .*)? EXECUTE .*$', '\\1 \\2 \\3\\4') AS on
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE NOT t.tgisinternal AND n.nspname IN ('public', 'audit') ORDER BY 1, 4`,
  );

describe('every table of public and audit', () => {
  it('has the audit trigger, is append-only, or has a reason not to', async () => {
    // Whatever can hold rows: tables, partitioned and foreign ones, materialized views
    const tables = await app.sql<{ name: string }>(
      `SELECT format('%s.%s', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname IN ('public', 'audit') AND c.relkind IN ('r', 'p', 'f', 'm') ORDER BY 1`,
    );
    const found = await triggers();
    const audited = found.filter((trigger) => trigger.function === 'audit.capture').map(({ table }) => table);
    const covered = [...audited, ...APPEND_ONLY, ...Object.keys(NOT_AUDITED)].toSorted();
    expect(tables.map(({ name }) => name)).toEqual(covered);
    expect(audited.length).toBeGreaterThan(10);

    const both = (table: string, row: string, functions: string[]) => [
      { table, function: functions[0], enabled: 'A', on: row },
      { table, function: functions[1], enabled: 'A', on: 'BEFORE TRUNCATE FOR EACH STATEMENT' },
    ];
    const guarded = [
      ...audited.flatMap((table) =>
        both(table, 'AFTER INSERT OR DELETE OR UPDATE FOR EACH ROW', ['audit.capture', 'audit.forbid']),
      ),
      ...APPEND_ONLY.flatMap((table) =>
        both(table, 'BEFORE DELETE OR UPDATE FOR EACH ROW', [
          table === 'audit.event' ? 'audit.guard_event' : 'audit.forbid',
          'audit.forbid',
        ]),
      ),
    ].toSorted((a, b) => (a.table < b.table ? -1 : a.table > b.table ? 1 : 0));
    // and no trigger else, which could change a row before it is written to the log
    expect(found).toEqual(guarded);
  });

  it('tells its rows apart by columns that its events hold', async () => {
    const tables = (await auditedTables(app.owner)).flatMap(({ name, key, stream, privateColumns, omittedColumns }) =>
      [...key, stream].map((column) => [name, column, [...privateColumns, ...omittedColumns].includes(column)]),
    );
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter(([, , isMissing]) => isMissing)).toEqual([]);
  });

  it('belongs to a role that cannot log in, as do the functions that run with its rights', async () => {
    const owners = await app.sql(
      `SELECT DISTINCT n.nspname AS schema, c.relowner::regrole::text AS owner FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname IN ('public', 'audit') AND c.relkind IN ('r', 'p', 'f', 'm', 'S') AND c.relname NOT LIKE 'migration%' ORDER BY 1`,
    );
    expect(owners).toEqual([
      { schema: 'audit', owner: 'claimdesk_audit_owner' },
      { schema: 'public', owner: 'claimdesk_app_owner' },
    ]);
    const definers = await app.sql(
      `SELECT oid::regprocedure::text AS name, proowner::regrole::text AS owner, array_to_string(proconfig, '; ') AS config
       FROM pg_proc WHERE pronamespace IN ('public'::regnamespace, 'audit'::regnamespace) AND prosecdef ORDER BY 1`,
    );
    const path = expect.stringContaining('search_path=pg_catalog, pg_temp');
    expect(definers).toEqual([
      { name: 'audit.capture()', owner: 'claimdesk_audit_owner', config: path },
      { name: 'audit.erase(uuid,text,uuid,jsonb)', owner: 'claimdesk_audit_owner', config: path },
      { name: 'audit.record(text,jsonb)', owner: 'claimdesk_audit_owner', config: path },
      { name: 'erase_claim(uuid,text,text)', owner: 'claimdesk_app_owner', config: path },
      { name: 'erase_user(uuid,text,text,text)', owner: 'claimdesk_app_owner', config: path },
    ]);
  });
});

/** Runs SQL in one transaction of a role's own connection. @returns the SQLSTATE, '' if it went well */
async function attempt(url: string, sql: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`BEGIN; SELECT set_config('audit.actor', 'system:test', true)`);
    await client.query(sql);
    await client.query('COMMIT');
    return '';
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await client.end();
  }
}

const FORGED = `(idx, event_id, hash, stream, at, actor, type) VALUES (0, 0, sha256(''), gen_random_uuid(), now(), 'x', 'x')`;
/** For whom it is not: neither the application nor the sealer may do any of these. */
const FOR_NOBODY: Record<string, string> = {
  'MERGE into the events': `MERGE INTO audit.event e USING claim c ON c.id = e.stream WHEN MATCHED THEN UPDATE SET body = NULL`,
  'MERGE into the leaves': `MERGE INTO audit.leaf l USING audit.event e ON e.id = l.event_id WHEN MATCHED THEN DELETE`,
  'an upsert of a leaf': `INSERT INTO audit.leaf ${FORGED} ON CONFLICT (idx) DO UPDATE SET hash = excluded.hash`,
  'COPY into the counters': 'COPY audit.head FROM STDIN',
  'COPY of a program’s output': `COPY audit.leaf FROM PROGRAM 'true'`,
  'TRUNCATE of the counters': 'TRUNCATE audit.head',
  'an event of its own': `INSERT INTO audit.event (stream, seq, leaf) VALUES (gen_random_uuid(), 1, '{}')`,
  'audit.append()': `SELECT audit.append(gen_random_uuid(), '{}', NULL)`,
  'audit.erase()': `SELECT audit.erase(gen_random_uuid(), 'claim', gen_random_uuid(), '{"basis": "OBJECTION"}')`,
  'audit.guard_event()': 'SELECT audit.guard_event()',
  'DISABLE TRIGGER of the log': 'ALTER TABLE audit.event DISABLE TRIGGER append_only',
  'DROP TRIGGER of the log': 'DROP TRIGGER no_truncate ON audit.leaf',
  'row security': 'ALTER TABLE audit.leaf ENABLE ROW LEVEL SECURITY',
  'a policy': 'CREATE POLICY none ON audit.event USING (false)',
  'a trigger on the log': `CREATE TRIGGER mine BEFORE INSERT ON audit.leaf FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
  'an event trigger': 'CREATE EVENT TRIGGER mine ON ddl_command_start EXECUTE FUNCTION audit.forbid()',
  'another function for an erasure': `CREATE OR REPLACE FUNCTION public.erase_claim(p_claim uuid, p_basis text, p_reference text) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'`,
  'another owner of a function': 'ALTER FUNCTION audit.capture() OWNER TO CURRENT_USER',
  'another search_path of a function': 'ALTER FUNCTION audit.capture() SET search_path = public',
  'another schema': 'ALTER TABLE audit.event SET SCHEMA public',
  'an index on the log': 'CREATE INDEX ON audit.event (leaf)',
  'a lock that keeps everybody from the log': 'LOCK TABLE audit.event IN ACCESS EXCLUSIVE MODE',
  session_replication_role: 'SET session_replication_role = replica',
  'the owners’ rights': 'SET ROLE claimdesk_audit_owner',
  'the tables’ owner’s rights': 'SET ROLE claimdesk_app_owner',
};
const FOR_THE_SEALER: Record<string, string> = {
  'a look at the claims': 'SELECT FROM claim',
  'a look at the accounts': 'SELECT FROM app_user',
  'a change of a claim': 'UPDATE claim SET version = version',
  'a claim of its own': `INSERT INTO claim (id, statement) VALUES (gen_random_uuid(), 'x')`,
  'DELETE of a decision': 'DELETE FROM decision',
  'an erasure': `SELECT public.erase_claim(gen_random_uuid(), 'OBJECTION', NULL)`,
  'the application’s rights': 'SET ROLE claimdesk_app',
  ...Object.fromEntries(
    ['event', 'leaf', 'node', 'checkpoint'].flatMap((table) => [
      [
        `UPDATE of audit.${table}`,
        `UPDATE audit.${table} SET ${table === 'event' ? 'body = NULL' : 'hash = NULL'}`.replace(
          'audit.checkpoint SET hash',
          'audit.checkpoint SET note',
        ),
      ],
      [`DELETE from audit.${table}`, `DELETE FROM audit.${table}`],
      [`TRUNCATE of audit.${table}`, `TRUNCATE audit.${table}`],
      [`a row lock on audit.${table}`, `SELECT FROM audit.${table} FOR UPDATE`],
    ]),
  ),
  'UPDATE of audit.head': 'UPDATE audit.head SET seq = 1',
  'a table of its own in public': 'CREATE TABLE public.mine (id int)',
  'a schema of its own': 'CREATE SCHEMA mine',
};

describe('no role that logs in', () => {
  beforeAll(async () => {
    await app.review(await app.desk('attacked'));
    await app.seal();
  });
  const cases = [
    ...Object.entries(FOR_NOBODY).flatMap(([name, sql]) => [
      ['the application', name, sql] as const,
      ['the sealer', name, sql] as const,
    ]),
    ...Object.entries(FOR_THE_SEALER).map(([name, sql]) => ['the sealer', name, sql] as const),
  ];

  it.each(cases)('as %s does is allowed %s', async (role, _, sql) => {
    const before = await app.fingerprint();
    expect(await attempt(role === 'the sealer' ? app.sealerUrl : app.appUrl, sql)).toBe('42501');
    expect(await app.fingerprint()).toEqual(before);
  });

  it('but the sealer is allowed what it is for', async () => {
    const { size } = await app.seal();
    const leaf = `INSERT INTO audit.leaf ${FORGED.replace('(0, 0', `(${size}, -1`)}`;
    expect(await attempt(app.sealerUrl, `${leaf}; ROLLBACK; BEGIN`)).toBe('');
    // and once a leaf is there, it is there
    const twice = `INSERT INTO audit.leaf ${FORGED}`;
    const before = await app.fingerprint();
    expect(await attempt(app.sealerUrl, twice)).toBe('23505');
    expect(await app.fingerprint()).toEqual(before);
  });
});

describe('names that a session makes for itself', () => {
  /** As many names as can be made of those that the log's functions use, in front of all others. */
  const SHADOWS = `
    CREATE TEMP TABLE event (LIKE audit.event INCLUDING ALL); CREATE TEMP TABLE head (LIKE audit.head INCLUDING ALL);
    CREATE TEMP TABLE claim (LIKE public.claim); CREATE TEMP TABLE review (LIKE public.review);
    CREATE TEMP TABLE appearance (LIKE public.appearance); CREATE TEMP TABLE evidence (LIKE public.evidence);
    CREATE DOMAIN pg_temp.uuid AS text DEFAULT 'x'; CREATE DOMAIN pg_temp.jsonb AS text; CREATE DOMAIN pg_temp.bigint AS text;
    CREATE FUNCTION pg_temp.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT 'epoch'::timestamptz $$;
    CREATE FUNCTION pg_temp.current_setting(text, boolean) RETURNS text LANGUAGE sql AS $$ SELECT 'user:forged' $$;
    CREATE FUNCTION pg_temp.gen_random_uuid() RETURNS pg_catalog.uuid LANGUAGE sql AS $$ SELECT '00000000-0000-4000-8000-000000000000'::pg_catalog.uuid $$;
    CREATE FUNCTION pg_temp.to_jsonb(anyelement) RETURNS pg_catalog.jsonb LANGUAGE sql AS $$ SELECT '{"forged": 1}'::pg_catalog.jsonb $$;
    CREATE FUNCTION pg_temp.sha256(bytea) RETURNS bytea LANGUAGE sql AS $$ SELECT '\\x00'::bytea $$;
    CREATE FUNCTION pg_temp.equal(pg_catalog.jsonb, pg_catalog.jsonb) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$;
    CREATE OPERATOR pg_temp.= (LEFTARG = pg_catalog.jsonb, RIGHTARG = pg_catalog.jsonb, FUNCTION = pg_temp.equal);
    SET LOCAL search_path = pg_temp, pg_catalog, public; SET LOCAL timezone = 'Asia/Tokyo'; SET LOCAL bytea_output = 'escape';`;

  it('do not reach the functions that write the log', async () => {
    const { claimId, reviewId } = await app.review(await app.desk('shadowed'));
    const [before] = await app.sql('SELECT max(seq)::int AS seq FROM audit.event WHERE stream = $1', [claimId]);
    expect(
      await attempt(app.appUrl, `${SHADOWS} UPDATE public.review SET priority = 41 WHERE id = '${reviewId}'`),
    ).toBe('');
    expect(await attempt(app.appUrl, `${SHADOWS} SELECT public.erase_claim('${claimId}', 'OBJECTION', NULL)`)).toBe('');
    const events = await app.sql(
      `SELECT leaf::jsonb AS leaf, body, encode(sha256(salt || convert_to(body, 'UTF8')), 'hex') AS c, clock_timestamp() AS now
       FROM audit.event WHERE stream = $1 AND seq > $2 ORDER BY seq`,
      [claimId, before.seq],
    );
    expect(events.map(({ leaf }) => `${leaf.op} ${leaf.table}`)).toEqual([
      'UPDATE review',
      'ERASE claim',
      'UPDATE claim',
      'UPDATE review',
    ]);
    for (const { leaf, body, c, now } of events) {
      expect(leaf).toMatchObject({ actor: 'system:test', stream: claimId, db: 'claimdesk_app' });
      expect(leaf.row).not.toHaveProperty('forged');
      expect(Math.abs(Date.parse(leaf.at) - now)).toBeLessThan(60_000);
      expect([body, leaf.c ?? null]).toEqual([body, c]);
    }
    expect(events[0]!.leaf.row).toMatchObject({ id: reviewId, priority: 41 });
    expect((await app.sql('SELECT statement FROM public.claim WHERE id = $1', [claimId]))[0].statement).toBe(
      '[erased]',
    );
  });
});
