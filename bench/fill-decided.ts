import type { BenchDatabase } from './database.js';
import { dropIndexes, fill } from './fill.js';

/** Years over which the decisions are spread. */
const YEARS = 3;
/** Reviews on which work remains: what a newsroom has on hand. */
const OPEN = 2000;

/**
 * Fills the database with reviews that were decided evenly over three years, until now: each some hours or days after it
 * came in, one in ten late, one in five signed off by somebody else, one in fifty after a lease had run out. Beside them
 * are 2,000 that wait, and what `fill` adds else.
 *
 * @param decided reviews in state DECIDED
 */
export async function fillDecided(database: BenchDatabase, decided: number): Promise<void> {
  const { client, editors } = database;
  await fill(database, decided + OPEN);
  await client.query(`SET synchronous_commit = off; SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'`);
  await client.query('SET session_replication_role = replica');
  for (const table of ['review', 'decision', 'sign_off'])
    await client.query(`ALTER TABLE ${table} DISABLE TRIGGER audit_capture`);
  const indexes = await dropIndexes(client, ['review', 'decision', 'sign_off']);
  const people = editors.map(({ id }) => id);
  await client.query(REVIEWS, [decided]);
  await client.query(DECISIONS, [people]);
  await client.query(SIGN_OFFS, [people]);
  await client.query(EXPIRIES, [people]);
  for (const definition of indexes) await client.query(definition);
  for (const table of ['review', 'decision', 'sign_off'])
    await client.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER audit_capture`);
  await client.query('RESET ALL');
  await client.query('VACUUM (ANALYZE) review, decision, sign_off, lease_expiry');
  await client.query('CHECKPOINT');
}

/** $1 how many. The oldest are decided; half of them within seven hours, a few after weeks. */
const REVIEWS = `
  WITH old AS (
    SELECT id, now() - make_interval(secs => ${YEARS} * 365 * 86400.0 * (1 - (row_number() OVER (ORDER BY id)) / $1::float8)) AS at,
           make_interval(secs => -10 * 3600 * ln(1 - random() * 0.9999)) AS took
    FROM review WHERE state = 'QUEUED' ORDER BY id LIMIT $1)
  UPDATE review r SET state = 'DECIDED', decision_id = uuidv7(old.at - now()), decided_at = old.at, queued_at = old.at - old.took,
    due_at = old.at - old.took + interval '24 hours', assignee_id = NULL, deferred_until = NULL, defer_reason = NULL
  FROM old WHERE r.id = old.id`;

/** $1 people. Ids grow with time, as the application's do. */
const DECISIONS = `
  WITH made AS MATERIALIZED (
    SELECT decision_id, claim_id, id, decided_at, row_number() OVER (ORDER BY decided_at) AS n FROM review WHERE state = 'DECIDED')
  INSERT INTO decision (id, claim_id, review_id, verdict, rationale, idempotency_key, decided_by, decided_at)
  SELECT decision_id, claim_id, id, (ARRAY['VERIFIED', 'VERIFIED', 'DISPUTED', 'UNCONFIRMED'])[1 + n % 4],
         'The source says so, and a second one that does not know of it. ' || n, n::text,
         ($1::uuid[])[1 + n % cardinality($1::uuid[])], decided_at FROM made ORDER BY n`;

const SIGN_OFFS = `
  INSERT INTO sign_off (id, claim_id, decision_id, decided_by, outcome, signed_by, signed_at)
  SELECT gen_random_uuid(), claim_id, id, decided_by, 'APPROVE', signer, decided_at
  FROM (SELECT *, ($1::uuid[])[1 + (7 * n) % cardinality($1::uuid[])] AS signer
        FROM (SELECT *, row_number() OVER (ORDER BY decided_at) AS n FROM decision) d WHERE n % 5 = 0) s
  WHERE signer <> decided_by`;

const EXPIRIES = `
  INSERT INTO lease_expiry (review_id, ended_at, desk_id, holder_id)
  SELECT id, decided_at - interval '1 hour', desk_id, ($1::uuid[])[1 + n % cardinality($1::uuid[])]
  FROM (SELECT *, row_number() OVER (ORDER BY decided_at) AS n FROM review WHERE state = 'DECIDED') r WHERE n % 50 = 0`;
