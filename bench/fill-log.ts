import pg from 'pg';
import { newId } from '../src/kernel/ids.js';
import type { BenchDatabase } from './database.js';
import { WORDS } from './words.js';

/** Of a claim with an article, an appearance and a review, which is taken and then decided: so many are its events. */
const EVENTS_OF_CLAIM = 8;
/** Claims of one transaction, so that the log is mixed as work mixes it, and not table by table. */
const CHUNK = 250;

/** Connections that write. */
const LANES = 2;

/**
 * Writes an audit log as work writes it: claims come in, are taken and decided, by the application's role, and the
 * tables' triggers write the events. Past the API, a chunk of claims at a time.
 *
 * @param events at least so many
 */
export async function fillLog({ appUrl, client, desks, editors }: BenchDatabase, events: number): Promise<void> {
  const deskIds = [...Array<string>(16).fill(desks.main), ...desks.others];
  const chunks = Math.ceil(events / EVENTS_OF_CLAIM / CHUNK);
  let chunk = 0;
  const lane = async (): Promise<void> => {
    const writer = new pg.Client({ connectionString: appUrl, options: '-c jit=off -c synchronous_commit=off' });
    await writer.connect();
    try {
      while (chunk < chunks) {
        const first = chunk * CHUNK;
        await writeChunk(writer, first, deskIds, editors[chunk++ % editors.length]!.id);
      }
    } finally {
      await writer.end();
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  await client.query('VACUUM (ANALYZE)');
  await client.query('CHECKPOINT');
}

async function writeChunk(writer: pg.Client, first: number, deskIds: readonly string[], editor: string): Promise<void> {
  await writer.query('BEGIN');
  await writer.query(CONTEXT, [`user:${editor}`, newId()]);
  const { rows } = await writer.query<{ id: string }>(SUBMIT, [first, CHUNK, deskIds, WORDS]);
  const reviews = rows.map(({ id }) => id);
  await writer.query(TAKE, [reviews, editor]);
  await writer.query(DECIDE, [reviews, editor]);
  await writer.query('COMMIT');
}

const CONTEXT = `
  SELECT set_config('audit.actor', $1, true), set_config('audit.action', 'bench', true),
         set_config('audit.request', $2, true), set_config('audit.client', 'bench', true)`;

/** $1 how many there are, $2 how many more, $3 desks to choose from, $4 words. */
const SUBMIT = `
  WITH numbered AS MATERIALIZED (
    SELECT i, uuidv7() AS article, uuidv7() AS claim, ($3::uuid[])[1 + i % cardinality($3::uuid[])] AS desk,
           (SELECT string_agg(($4::text[])[1 + floor(cardinality($4::text[]) * random() + 0 * (i + word))::int], ' ')
            FROM generate_series(1, 12) word) AS statement
    FROM generate_series($1::int + 1, $1::int + $2::int) i),
  articles AS (
    INSERT INTO article (id, outlet, url, published_at, language)
    SELECT article, 'Outlet ' || i % 200, 'https://outlet-' || i % 200 || '.example/articles/' || i, date '2024-01-01' + i % 700, 'en'
    FROM numbered),
  claims AS (
    INSERT INTO claim (id, statement, claimant, claimed_at, language, topics, desk_id, fingerprint)
    SELECT claim, statement || ' (' || i || ').', 'Claimant ' || i % 3000, date '2024-01-01' + i % 700, 'en',
           ARRAY['topic ' || i % 40], desk, sha256(convert_to(i::text, 'UTF8'))
    FROM numbered),
  appearances AS (
    INSERT INTO appearance (id, claim_id, article_id, stance, attribution)
    SELECT uuidv7(), claim, article, 'REPORTS', ARRAY['A spokesman'] FROM numbered)
  INSERT INTO review (id, claim_id, desk_id, round, kind, state, priority, queued_at, due_at)
  SELECT uuidv7(), claim, desk, 1, 'INITIAL', 'QUEUED', 40 + i % 60, now(), now() + interval '2 days' FROM numbered
  RETURNING id`;

const TAKE = `
  UPDATE review SET state = 'IN_REVIEW', lease_holder_id = $2, lease_token = gen_random_uuid(),
         lease_until = now() + interval '1 hour', version = version + 1
  WHERE id = ANY($1)`;

/** In the order of decide-review. */
const DECIDE = `
  WITH reviewed AS (
    UPDATE review SET state = 'DECIDED', decision_id = uuidv7(), decided_at = now(),
           lease_holder_id = NULL, lease_token = NULL, lease_until = NULL, version = version + 1
    WHERE id = ANY($1) RETURNING *),
  decided AS (
    INSERT INTO decision (id, claim_id, review_id, verdict, rationale, idempotency_key, decided_by, decided_at)
    SELECT decision_id, claim_id, id, 'VERIFIED', 'The transcript of the briefing says so in as many words.', id, $2, decided_at
    FROM reviewed RETURNING *)
  UPDATE claim c SET verdict = d.verdict, decision_id = d.id, decided_at = d.decided_at, version = c.version + 1
  FROM decided d WHERE c.id = d.claim_id`;
