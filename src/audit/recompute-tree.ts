import type { ClientBase } from 'pg';
import { CompactRange } from '../../verifier/claimdesk-verify.mjs';
import { LogRefusal } from './log-refusal.js';
import { appendHashes, copyOf, HASH_LENGTH, nodeCount, type TreeNode } from './log-tree.js';

/** Leaves that are read at once: 2 MB of hashes, and the 257 nodes of a whole subtree. */
const READ_SIZE = 65_536;

/**
 * Computes the tree anew from the hashes in audit.leaf, and compares audit.node with it.
 *
 * @param size leaves that there are
 * @param stops sizes at which the tree is wanted
 * @returns the tree at each of the stops, and at `size`
 * @throws LogRefusal HISTORY_REWRITTEN where a leaf is missing or a node is another
 */
export async function recomputeTree(
  client: ClientBase,
  size: number,
  stops: readonly number[],
): Promise<Map<number, CompactRange>> {
  const found = new Map<number, CompactRange>();
  const tree = new CompactRange();
  for (const stop of [...new Set([...stops, size])].toSorted((a, b) => a - b)) {
    while (tree.size < stop) {
      const to = Math.min(stop, (Math.floor(tree.size / READ_SIZE) + 1) * READ_SIZE);
      const hashes = await readHashes(client, tree.size, to);
      await compareNodes(client, appendHashes(tree, hashes));
    }
    found.set(stop, copyOf(tree));
  }
  const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM audit.node');
  if (Number(rows[0]!.count) !== nodeCount(size)) {
    throw new LogRefusal('HISTORY_REWRITTEN', `audit.node has other rows than those of a tree of ${size} leaves.`);
  }
  return found;
}

async function readHashes(client: ClientBase, from: number, to: number): Promise<Buffer> {
  const { rows } = await client.query<{ hashes: Buffer | null; first: string | null; last: string | null }>(
    `SELECT string_agg(hash, ''::bytea ORDER BY idx) AS hashes, min(idx) AS first, max(idx) AS last
     FROM audit.leaf WHERE idx >= $1 AND idx < $2`,
    [from, to],
  );
  const hashes = rows[0]!.hashes ?? Buffer.alloc(0);
  if (hashes.length !== (to - from) * HASH_LENGTH) {
    throw new LogRefusal('HISTORY_REWRITTEN', `Of the log's leaves ${from} to ${to - 1}, some are gone.`);
  }
  return hashes;
}

async function compareNodes(client: ClientBase, nodes: readonly TreeNode[]): Promise<void> {
  if (nodes.length === 0) return;
  const { rows } = await client.query<{ level: number; idx: string }>(
    `SELECT made.level, made.idx
     FROM unnest($1::smallint[], $2::bigint[], $3::bytea[]) AS made (level, idx, hash)
     LEFT JOIN audit.node n ON n.level = made.level AND n.idx = made.idx
     WHERE n.hash IS DISTINCT FROM made.hash ORDER BY 1, 2 LIMIT 1`,
    [nodes.map(({ level }) => level), nodes.map(({ idx }) => idx), nodes.map(({ hash }) => Buffer.from(hash))],
  );
  if (rows[0] === undefined) return;
  throw new LogRefusal(
    'HISTORY_REWRITTEN',
    `Node ${rows[0].idx} of level ${rows[0].level} of the tree is not what its leaves make it.`,
  );
}

/**
 * Compares leaves with the events that they are of.
 *
 * @param from the first leaf to look at
 * @throws LogRefusal HISTORY_REWRITTEN where a leaf's hash is not that of its event's text
 */
export async function compareLeaves(client: ClientBase, from: number): Promise<void> {
  const { rows } = await client.query<{ idx: string }>(
    `SELECT l.idx FROM audit.leaf l LEFT JOIN audit.event e ON e.id = l.event_id
     WHERE l.idx >= $1 AND l.hash IS DISTINCT FROM sha256('\\x00'::bytea || convert_to(e.leaf, 'UTF8'))
     ORDER BY l.idx LIMIT 1`,
    [from],
  );
  if (rows[0] === undefined) return;
  throw new LogRefusal('HISTORY_REWRITTEN', `Leaf ${rows[0].idx} of the log is not the hash of its event's text.`);
}
