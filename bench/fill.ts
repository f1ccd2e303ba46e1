import type pg from 'pg';
import type { BenchDatabase } from './database.js';
import { RARE_CLAIMANT, RARE_WORD, WORDS } from './words.js';

const TABLES = ['article', 'claim', 'appearance', 'review'] as const;

/**
 * Fills the database with claims that wait on their desks, set by set and past the API: of `queued` reviews 80 % are
 * on the main desk; 1 % are assigned, 1 % are deferred; beside them 50 are held and a tenth as many are withdrawn.
 * A claim has one appearance. Its audit events are left out: no list reads them, and they would take most of the time.
 *
 * @param queued reviews in state QUEUED
 */
export async function fill({ client, desks, editors }: BenchDatabase, queued: number): Promise<void> {
  const total = Math.ceil(queued * 1.1) + 50;
  await client.query(`SET synchronous_commit = off; SET maintenance_work_mem = '512MB'; SET work_mem = '256MB'`);
  await client.query('SET session_replication_role = replica'); // no foreign keys: the rows fit by how they are made
  for (const table of TABLES) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER audit_capture`);
  const known = (await client.query<{ n: number }>('SELECT count(*)::int AS n FROM claim')).rows[0]!.n;
  const indexes = known === 0 ? await dropIndexes(client, TABLES) : [];
  await client.query(CLAIMS, [
    known,
    total,
    [...Array<string>(16).fill(desks.main), ...desks.others],
    WORDS,
    RARE_WORD,
    RARE_CLAIMANT,
  ]);
  const articles = Math.ceil(total / 4);
  await client.query(ARTICLES, [known, articles]);
  await client.query('ANALYZE article, claim');
  await client.query(APPEARANCES, [articles]);
  await client.query(REVIEWS, [queued, editors.map(({ id }) => id)]);
  for (const definition of indexes) await client.query(definition);
  for (const table of TABLES) await client.query(`ALTER TABLE ${table} ENABLE ALWAYS TRIGGER audit_capture`);
  await client.query('RESET ALL');
  await client.query(
    `SELECT set_config('audit.actor', 'system:bench', false), set_config('audit.action', 'bench', false)`,
  );
  await client.query('VACUUM (ANALYZE)');
  await client.query('CHECKPOINT');
}

/** @returns what makes the indexes again that no constraint stands on: at the end, each is built in one go */
export async function dropIndexes(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index i
     WHERE i.indrelid = ANY($1::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)`,
    [tables],
  );
  for (const { name } of rows) await client.query(`DROP INDEX ${name}`);
  return rows.map(({ definition }) => definition);
}

/** $1 how many there are, $2 how many more, $3 desks to choose from, $4 words, $5 the rare word, $6 the rare claimant. The more common a word or name, the lower its number. */
const CLAIMS = `
  INSERT INTO claim (id, statement, claimant, claimed_at, language, topics, desk_id, fingerprint, created_at)
  SELECT uuidv7(), s.statement || CASE WHEN i % ($2 / 10) = 7 THEN ' ' || $5 ELSE '' END || ' (' || i || ').',
         CASE WHEN i % ($2 / 10) = 8 THEN $6 ELSE 'Claimant ' || floor(3000 * power(random(), 3)) END, date '2024-01-01' + i % 700,
         (ARRAY['en', 'en', 'de', 'fr'])[1 + i % 4], ARRAY['topic ' || i % 40],
         ($3::uuid[])[1 + i % cardinality($3::uuid[])], sha256(convert_to(i::text, 'UTF8')), now() - make_interval(secs => $1 + $2 - i)
  FROM generate_series($1::int + 1, $1::int + $2::int) i,
       LATERAL (SELECT string_agg(($4::text[])[1 + floor(cardinality($4::text[]) * power(random(), 2) + 0 * (i + word))::int], ' ') AS statement
                FROM generate_series(1, 12) word) s`;

const ARTICLES = `
  INSERT INTO article (id, outlet, url, published_at, language)
  SELECT uuidv7(), 'Outlet ' || i % 200, 'https://outlet-' || i % 200 || '.example/articles/' || $1 || '-' || i, date '2024-01-01' + i % 700, 'en'
  FROM generate_series(1, $2::int) i`;

const APPEARANCES = `
  WITH a AS (SELECT id, row_number() OVER () AS n FROM article),
       c AS (SELECT id, row_number() OVER () AS n FROM claim WHERE NOT EXISTS (SELECT FROM appearance WHERE claim_id = claim.id))
  INSERT INTO appearance (id, claim_id, article_id, stance)
  SELECT uuidv7(), c.id, a.id, 'REPORTS' FROM c JOIN a ON a.n = 1 + c.n % $1::bigint`;

/** $1 how many are queued, $2 people. Due times and priorities in no order, as desks and time make them. */
const REVIEWS = `
  INSERT INTO review (id, claim_id, desk_id, round, kind, state, priority, queued_at, due_at, assignee_id,
                      deferred_until, defer_reason, lease_holder_id, lease_token, lease_until)
  SELECT uuidv7(), id, desk_id, 1, 'INITIAL', state, 40 + floor(60 * power(random(), 2)), created_at,
         created_at + make_interval(hours => 24 * (1 + (n % 7)::int)),
         CASE WHEN state = 'QUEUED' AND n % 100 = 3 THEN person END,
         CASE WHEN state = 'QUEUED' AND n % 100 = 5 THEN now() + interval '3 days' END,
         CASE WHEN state = 'QUEUED' AND n % 100 = 5 THEN 'The agency answers on Monday.' END,
         CASE WHEN state = 'IN_REVIEW' THEN person END, CASE WHEN state = 'IN_REVIEW' THEN gen_random_uuid() END,
         CASE WHEN state = 'IN_REVIEW' THEN now() + interval '12 hours' END
  FROM (SELECT c.*, ($2::uuid[])[1 + n % cardinality($2::uuid[])] AS person,
               CASE WHEN n <= $1::int THEN 'QUEUED' WHEN n <= $1::int + 50 THEN 'IN_REVIEW' ELSE 'WITHDRAWN' END AS state
        FROM (SELECT id, desk_id, created_at, row_number() OVER (ORDER BY fingerprint) AS n FROM claim
              WHERE NOT EXISTS (SELECT FROM review WHERE claim_id = claim.id)) c) s`;

/** @returns reviews that wait on the main desk for anybody */
export async function queuedOn({ client, desks }: BenchDatabase): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM review
     WHERE desk_id = $1 AND state = 'QUEUED' AND deferred_until IS NULL AND assignee_id IS NULL`,
    [desks.main],
  );
  return rows[0]!.n;
}
