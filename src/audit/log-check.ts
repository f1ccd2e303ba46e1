import type { ClientBase } from 'pg';
import { CompactRange } from '../../verifier/claimdesk-verify.mjs';
import { appendHashes, HASH_LENGTH, nodeCount, type TreeNode } from './log-tree.js';
import { finding, type Finding } from './state-findings.js';

/** Leaves read at a time: 640 kB of hashes. */
const BATCH = 20_000;

interface LeafBatch {
  leaves: number;
  last: string | null;
  hashes: Buffer | null;
}

/**
 * The sealed log against itself: leaves without a gap, each with its event, up to the newest checkpoint; and over them
 * the tree's nodes and every checkpoint's root. Signatures are the verifier's, which needs no database.
 *
 * @param onFinding is told each
 * @returns how many leaves there are
 */
export async function checkLog(client: ClientBase, onFinding: (found: Finding) => void): Promise<number> {
  // Null once a leaf is missing: of what stands above it nothing can be said.
  let tree: CompactRange | null = new CompactRange();
  let next = 0;
  let leaves = 0;
  for (;;) {
    const { rows } = await client.query<LeafBatch>(
      `SELECT count(*)::int AS leaves, max(idx) AS last, string_agg(hash, ''::bytea ORDER BY idx) AS hashes
       FROM (SELECT idx, hash FROM audit.leaf WHERE idx >= $1 ORDER BY idx LIMIT ${BATCH}) l`,
      [next],
    );
    const batch = rows[0]!;
    if (batch.last === null) break;
    const end = Number(batch.last) + 1;
    for (const lost of await lostEvents(client, next, end)) onFinding(lost);
    const gaps = end - next === batch.leaves ? [] : await missingLeaves(client, next, end);
    for (const gap of gaps) onFinding(gap);
    if (gaps.length > 0) tree = null;
    if (tree !== null && !(await checkTree(client, tree, batch.hashes!, onFinding))) tree = null;
    [next, leaves] = [end, leaves + batch.leaves];
  }
  const { rows } = await client.query<{ size: string | null; nodes: string }>(
    'SELECT (SELECT max(size) FROM audit.checkpoint) AS size, (SELECT count(*) FROM audit.node) AS nodes',
  );
  const size = Number(rows[0]!.size ?? 0);
  if (size > next) onFinding(finding({ problem: 'leaves-missing', index: next, last: size - 1 }));
  else if (tree !== null && Number(rows[0]!.nodes) !== nodeCount(next)) {
    onFinding(finding({ problem: 'node-altered', index: nodeCount(next), seq: 1 }));
  }
  return leaves;
}

/** @returns whether the roots and nodes above the leaves are right; false after the first root that is not */
async function checkTree(
  client: ClientBase,
  tree: CompactRange,
  hashes: Buffer,
  onFinding: (found: Finding) => void,
): Promise<boolean> {
  const from = tree.size;
  const { rows: checkpoints } = await client.query<{ size: string; root: Buffer }>(
    'SELECT size, root FROM audit.checkpoint WHERE size > $1 AND size <= $2 ORDER BY size',
    [from, from + hashes.length / HASH_LENGTH],
  );
  const nodes: TreeNode[] = [];
  const appendUpTo = (size: number): void => {
    const slice = hashes.subarray((tree.size - from) * HASH_LENGTH, (size - from) * HASH_LENGTH);
    nodes.push(...appendHashes(tree, slice));
  };
  for (const { size, root } of checkpoints) {
    appendUpTo(Number(size));
    if (root.equals(tree.root())) continue;
    onFinding(finding({ problem: 'root-differs', index: Number(size) }));
    return false;
  }
  appendUpTo(from + hashes.length / HASH_LENGTH);
  const { rows: wrong } = await client.query<{ level: number; idx: string }>(
    `SELECT level, idx FROM unnest($1::smallint[], $2::bigint[], $3::bytea[]) AS due (level, idx, hash)
     LEFT JOIN audit.node n USING (level, idx) WHERE n.hash IS DISTINCT FROM due.hash ORDER BY level, idx`,
    [nodes.map(({ level }) => level), nodes.map(({ idx }) => idx), nodes.map(({ hash }) => Buffer.from(hash))],
  );
  for (const { level, idx } of wrong) onFinding(finding({ problem: 'node-altered', index: Number(idx), seq: level }));
  return true;
}

async function lostEvents(client: ClientBase, from: number, end: number): Promise<Finding[]> {
  const { rows } = await client.query<{ idx: string; stream: string }>(
    `SELECT idx, stream FROM audit.leaf l WHERE idx >= $1 AND idx < $2
       AND NOT EXISTS (SELECT FROM audit.event e WHERE e.id = l.event_id) ORDER BY idx`,
    [from, end],
  );
  return rows.map(({ idx, stream }) => finding({ problem: 'event-lost', index: Number(idx), stream }));
}

async function missingLeaves(client: ClientBase, from: number, end: number): Promise<Finding[]> {
  const { rows } = await client.query<{ first: string; last: string }>(
    `SELECT before + 1 AS first, idx - 1 AS last
     FROM (SELECT idx, lag(idx, 1, $1::bigint - 1) OVER (ORDER BY idx) AS before FROM audit.leaf
           WHERE idx >= $1 AND idx < $2) l WHERE idx > before + 1 ORDER BY idx`,
    [from, end],
  );
  return rows.map(({ first, last }) =>
    finding({ problem: 'leaves-missing', index: Number(first), last: Number(last) }),
  );
}
