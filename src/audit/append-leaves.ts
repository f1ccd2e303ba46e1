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
}

/** By the index of transactions. What was visible in `seen` is left out by it, what has a number of another cluster too. */
const SINCE = `
  SELECT id, stream, leaf FROM audit.event
  WHERE xid >= pg_snapshot_xmax($1::pg_snapshot) AND xid < pg_snapshot_xmax(pg_current_snapshot())
  UNION ALL
  SELECT id, stream, leaf FROM audit.event WHERE xid = ANY(ARRAY(SELECT pg_snapshot_xip($1::pg_snapshot)))`;
const ALL = 'SELECT id, stream, leaf FROM audit.event WHERE $1::text IS NULL';

/**
 * A scalar subquery is looked up for each event by the index; NOT EXISTS may be joined by reading all leaves, which is
 * right for all events, and is not for the few that are new.
 */
const unsealed = (seen: string | null): string =>
  seen === null
    ? `FROM (${ALL}) e WHERE NOT EXISTS (SELECT FROM audit.leaf l WHERE l.event_id = e.id)`
    : `FROM (${SINCE}) e WHERE (SELECT l.idx FROM audit.leaf l WHERE l.event_id = e.id) IS NULL`;

/** What is asked several times a second while nothing happens. */
const LOOK = {
  name: 'sealer_look',
  text: `SELECT pg_current_snapshot()::text AS snapshot, EXISTS (SELECT ${unsealed('')}) AS found`,
};

/** OFFSET 0 keeps the leaf from being parsed once for each use of it. */
const append = (seen: string | null): string => `
  WITH pending AS MATERIALIZED (SELECT e.* ${unsealed(seen)} ORDER BY e.id LIMIT $2),
  appended AS (
    INSERT INTO audit.leaf (idx, event_id, hash, stream, at, actor, type)
    SELECT $3::bigint + row_number() OVER (ORDER BY id) - 1, id, sha256('\\x00'::bytea || convert_to(leaf, 'UTF8')), stream,
           (d ->> 'at')::timestamptz, d ->> 'actor', ${eventType('d')}
    FROM pending, LATERAL (SELECT leaf::jsonb AS d OFFSET 0) parsed
    RETURNING idx, hash)
  SELECT pg_current_snapshot()::text AS snapshot,
         coalesce((SELECT string_agg(hash, ''::bytea ORDER BY idx) FROM appended), '') AS hashes`;

/**
 * Appends committed events as leaves, with the tree's nodes, in one transaction: BATCH_SIZE at most.
 *
 * @returns how far the log has come after that; the same tree where there was nothing to append
 */
export async function appendLeaves(client: ClientBase, { tree, seen }: Progress): Promise<Progress> {
  if (seen !== null) {
    const look = await client.query<{ snapshot: string; found: boolean }>({ ...LOOK, values: [seen] });
    if (!look.rows[0]!.found) return { tree, seen: look.rows[0]!.snapshot };
  }
  await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
  try {
    const values = [seen, BATCH_SIZE, tree.size];
    const { rows } = await client.query<{ snapshot: string; hashes: Buffer }>(append(seen), values);
    const { snapshot, hashes } = rows[0]!;
    const grown = copyOf(tree);
    await insertNodes(client, appendHashes(grown, hashes));
    await client.query('COMMIT');
    const isWhole = hashes.length < BATCH_SIZE * HASH_LENGTH;
    return { tree: hashes.length === 0 ? tree : grown, seen: isWhole ? snapshot : seen };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the connection may be what failed
    throw error;
  }
}

async function insertNodes(client: ClientBase, nodes: readonly TreeNode[]): Promise<void> {
  if (nodes.length === 0) return;
  await client.query(
    'INSERT INTO audit.node (level, idx, hash) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])',
    [nodes.map(({ level }) => level), nodes.map(({ idx }) => idx), nodes.map(({ hash }) => Buffer.from(hash))],
  );
}
