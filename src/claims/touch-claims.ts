import type { Tx } from '../database/unit-of-work.js';

/**
 * Locks claims in the order of their ids and raises their version, because something about them changed that an
 * editor should see. Comes before the change itself: the claim's row is locked before its review's and before its
 * audit stream, everywhere, so that no two transactions wait for each other.
 *
 * @returns the ids of those that exist and are not erased: to these nothing is added any more
 */
export async function touchClaims(tx: Tx, claimIds: readonly string[]): Promise<string[]> {
  if (claimIds.length === 0) return [];
  const rows = await tx.rows<{ id: string }>(
    `WITH locked AS MATERIALIZED (SELECT id FROM claim WHERE id = ANY($1) AND erased_at IS NULL ORDER BY id FOR NO KEY UPDATE)
     UPDATE claim c SET version = c.version + 1 FROM locked WHERE c.id = locked.id RETURNING c.id`,
    [claimIds],
  );
  return rows.map((row) => row.id);
}
