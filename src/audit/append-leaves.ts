import type { ClientBase } from 'pg';
import type { CompactRange } from '../../verifier/claimdesk-verify.mjs';
import { eventType } from './event-type.js';
import { appendHashes, copyOf, HASH_LENGTH, type TreeNode } from './log-tree.js';

/** Leaves that are appended in one transaction: about a second's work, so that none is open for long. */
export const BATCH_SIZE = 20_000;

/**
 * How far the log has come.
 *
 * Which events are still to be appended follows from a snapshot (`pg_current_snapshot()`): all that were visible in
 * it are in the log, so the others are those of transactions that were running then or began later. A transaction
 * that stays open holds up nobody else's events.
 *
 * The order is that of the events' ids, among those that one statement sees. Writers of one stream wait for each other
 * (audit.head), so whoever sees an event also sees those before it in its stream, and these have smaller ids: each
 * stream's events are in the log in their own order, whichever transaction began first.
 */
export interface Progress {
  readonly tree: CompactRange;
  /** Text of a snapshot whose events are all in the log; null where that is not known, and all are looked through. */
  readonly seen: string | null;
  /** Where looking through all has got to, when one batch was not enough for it. */
  readonly reached: Reached | null;
}

/**
 * All events up to this id that were visible in the snapshot are in the log. So only larger ids are still to be looked
 * through, and of smaller ones those that were not visible then: each batch of a long backlog costs the same. At the
 * end, all are looked through once more.
 */
interface Reached {
  readonly id: string;
  readonly snapshot: string;
}

/** By the index of transactions. What was visible in `seen` is left out by it, what has a number of another cluster too. */
const SINCE = `
  SELECT id, stream, leaf FROM audit.event
  WHERE xid >= pg_snapshot_xmax($1::pg_snapshot) AND xid < pg_snapshot_xmax(pg_current_snapshot())
  UNION ALL
  SELECT id, stream, leaf FROM audit.event WHERE xid = ANY(ARRAY(SELECT pg_snapshot_xip($1::pg_snapshot)))`;
const ALL = 'SELECT id, stream, leaf FROM audit.event WHERE $1::text IS NULL';
const BEYOND = 'SELECT id, stream, leaf FROM audit.event WHERE id > $4::bigint';

const unsealed = (events: string, also = ''): string =>
  `FROM (${events}) e WHERE NOT EXISTS (SELECT FROM audit.leaf l WHERE l.event_id = e.id ${also})`;
const batchOf = (events: string, also?: string): string =>
  `SELECT e.* ${unsealed(events, also)} ORDER BY e.id LIMIT $2`;

/** The second condition on the id says the same again: the planner does not infer it, and would read all leaves. */
const pending = ({ seen, reached }: Progress): string =>
  reached === null
    ? batchOf(seen === null ? ALL : SINCE)
    : `(${batchOf(BEYOND, 'AND l.event_id > $4::bigint')})
       UNION ALL (${batchOf(`SELECT * FROM (${SINCE}) s WHERE id <= $4::bigint`)})
       ORDER BY id LIMIT $2`;

/** What is asked several times a second while nothing happens. */
const LOOK = {
  name: 'sealer_look',
  text: `SELECT pg_current_snapshot()::text AS snapshot, EXISTS (SELECT ${unsealed(SINCE)}) AS found`,
};

/** OFFSET 0 keeps the leaf from being parsed once for each use of it. */
const append = (progress: Progress): string => `
  WITH pending AS MATERIALIZED (${pending(progress)}),
  appended AS (
    INSERT INTO audit.leaf (idx, event_id, hash, stream, at, actor, type)
    SELECT $3::bigint + row_number() OVER (ORDER BY id) - 1, id, sha256('\\x00'::bytea || convert_to(leaf, 'UTF8')), stream,
           (d ->> 'at')::timestamptz, d ->> 'actor', ${eventType('d')}
    FROM pending, LATERAL (SELECT leaf::jsonb AS d OFFSET 0) parsed
    RETURNING idx, hash)
  SELECT pg_current_snapshot()::text AS snapshot, (SELECT max(id) FROM pending) AS last,
         coalesce((SELECT string_agg(hash, ''::bytea ORDER BY idx) FROM appended), '') AS hashes`;

interface Batch {
  readonly snapshot: string;
  /** The largest id; null where there was nothing. */
  readonly last: string | null;
  /** In the order of the leaves. */
  readonly hashes: Buffer;
}

/**
 * Appends committed events as leaves, with the tree's nodes, in one transaction: BATCH_SIZE at most.
 *
 * @returns how far the log has come after that; the same tree where there was nothing to append
 */
export async function appendLeaves(client: ClientBase, progress: Progress): Promise<Progress> {
  const { tree, seen, reached } = progress;
  if (seen !== null) {
    const look = await client.query<{ snapshot: string; found: boolean }>({ ...LOOK, values: [seen] });
    if (!look.rows[0]!.found) return { tree, seen: look.rows[0]!.snapshot, reached: null };
  }
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
  try {
    const values = [reached?.snapshot ?? seen, BATCH_SIZE, tree.size, ...(reached === null ? [] : [reached.id])];
    const { rows } = await client.query<Batch>(append(progress), values);
    const { hashes } = rows[0]!;
    const grown = copyOf(tree);
    await insertNodes(client, appendHashes(grown, hashes));
    await client.query('COMMIT');
    return { tree: hashes.length === 0 ? tree : grown, ...after(progress, rows[0]!) };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the connection may be what failed
    throw error;
  }
}

/** What is known after a batch. */
function after({ seen, reached }: Progress, { snapshot, last, hashes }: Batch): Pick<Progress, 'seen' | 'reached'> {
  const isWhole = hashes.length < BATCH_SIZE * HASH_LENGTH;
  if (seen !== null) return { seen: isWhole ? snapshot : seen, reached: null };
  if (isWhole) return { seen: reached === null ? snapshot : null, reached: null };
  if (reached === null) return { seen, reached: { id: last!, snapshot } };
  // A batch of transactions that have committed since may end before what was reached
  return { seen, reached: { ...reached, id: BigInt(last!) > BigInt(reached.id) ? last! : reached.id } };
}

async function insertNodes(client: ClientBase, nodes: readonly TreeNode[]): Promise<void> {
  if (nodes.length === 0) return;
  await client.query(
    'INSERT INTO audit.node (level, idx, hash) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])',
    [nodes.map(({ level }) => level), nodes.map(({ idx }) => idx), nodes.map(({ hash }) => Buffer.from(hash))],
  );
}
