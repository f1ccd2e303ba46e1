import type { Tx } from '../database/unit-of-work.js';
import { newId } from '../kernel/ids.js';
import type { Item } from './prepare.js';

/**
 * Inserts the claims that are new. Those of equal fingerprint are one claim: the first of them counts.
 *
 * @returns the claim's id by fingerprint, for all items; and the ids of those that were created
 */
export async function insertClaims(tx: Tx, submittedBy: string | null, items: readonly Item[]) {
  const rows = [...new Map(items.map((item) => [item.fingerprint, item])).values()].map((item) => ({
    id: newId(),
    statement: item.submission.statement.trim(),
    claimant: item.claimant,
    claimed_at: item.submission.claimedAt ?? null,
    language: item.submission.language,
    topics: item.submission.topics ?? [],
    desk_id: item.deskId,
    fingerprint: item.fingerprint,
  }));
  const inserted = await tx.rows<{ id: string; fingerprint: string }>(
    `INSERT INTO claim (id, statement, claimant, claimed_at, language, topics, desk_id, fingerprint, submitted_by)
     SELECT id, statement, claimant, claimed_at, language, topics, desk_id, decode(fingerprint, 'hex'), $2
     FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, statement text, claimant text, claimed_at date, language text,
       topics text[], desk_id uuid, fingerprint text)
     ORDER BY fingerprint
     ON CONFLICT (fingerprint) DO NOTHING RETURNING id, encode(fingerprint, 'hex') AS fingerprint`,
    [JSON.stringify(rows), submittedBy],
  );
  const ids = new Map(inserted.map((row) => [row.fingerprint, row.id]));
  const created = new Set(ids.values());
  const others = rows.map((row) => row.fingerprint).filter((print) => !ids.has(print));
  if (others.length > 0) {
    // A statement of its own: the row that stood in the way may have been committed only just now.
    const known = await tx.rows<{ id: string; fingerprint: string }>(
      `SELECT id, encode(fingerprint, 'hex') AS fingerprint FROM claim
       WHERE fingerprint = ANY(SELECT decode(f, 'hex') FROM unnest($1::text[]) AS f)`,
      [others],
    );
    for (const row of known) ids.set(row.fingerprint, row.id);
  }
  return { ids, created };
}
