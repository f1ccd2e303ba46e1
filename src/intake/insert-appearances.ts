import { touchClaims } from '../claims/touch-claims.js';
import type { Tx } from '../database/unit-of-work.js';
import { newId } from '../kernel/ids.js';
import { articleKey } from './insert-articles.js';
import type { Item } from './prepare.js';
import type { SubmittedAppearance } from './submission.js';

/** By what an appearance is known: its claim, its article and what the article does with the claim. */
export const appearanceKey = (
  claimId: string,
  articleIds: Map<string, string>,
  appearance: SubmittedAppearance,
): string => [claimId, articleIds.get(articleKey(appearance)), appearance.stance].join(' ');

/**
 * Inserts the appearances that are new, and raises the version of claims that were known before and gained one.
 *
 * @param claimIds by fingerprint
 * @param created ids of the claims that came with this batch
 * @returns the keys of the appearances that were added
 */
export async function insertAppearances(
  tx: Tx,
  submittedBy: string | null,
  items: readonly Item[],
  claimIds: Map<string, string>,
  created: ReadonlySet<string>,
  articleIds: Map<string, string>,
): Promise<Set<string>> {
  const rows = new Map(
    items.flatMap(({ submission, fingerprint, claimant }) =>
      submission.appearances.map((appearance) => {
        const claimId = claimIds.get(fingerprint)!;
        return [
          appearanceKey(claimId, articleIds, appearance),
          {
            id: newId(),
            claim_id: claimId,
            article_id: articleIds.get(articleKey(appearance))!,
            stance: appearance.stance,
            attribution: appearance.attribution ?? [],
            // the name as it stands in the article, where that is not the canonical one
            claimant_as_written:
              appearance.claimantAsWritten ??
              (submission.claimant.trim() === claimant ? null : submission.claimant.trim()),
          },
        ] as const;
      }),
    ),
  );
  const ofKnownClaims = () => [...rows.values()].filter((row) => !created.has(row.claim_id));
  for (const key of await knownKeys(tx, ofKnownClaims())) rows.delete(key);
  const growing = (): string[] => [...new Set(ofKnownClaims().map((row) => row.claim_id))];
  const locked = growing();
  if (locked.length > 0) {
    // Somebody else may add the same one right now: so we look again once nobody else can. Or erase the claim, and then
    // nothing more is taken in for it.
    const kept = await tx.rows<{ id: string }>(
      'SELECT id FROM claim WHERE id = ANY($1) AND erased_at IS NULL ORDER BY id FOR NO KEY UPDATE',
      [locked],
    );
    const known = new Set([...created, ...kept.map(({ id }) => id)]);
    for (const [key, row] of rows) if (!known.has(row.claim_id)) rows.delete(key);
    for (const key of await knownKeys(tx, ofKnownClaims())) rows.delete(key);
  }
  if (rows.size === 0) return new Set();
  await touchClaims(tx, growing());
  await tx.rows(
    `INSERT INTO appearance (id, claim_id, article_id, stance, attribution, claimant_as_written, submitted_by)
     SELECT id, claim_id, article_id, stance, attribution, claimant_as_written, $2
     FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, claim_id uuid, article_id uuid, stance text, attribution text[], claimant_as_written text)
     ORDER BY id`,
    [JSON.stringify([...rows.values()]), submittedBy],
  );
  return new Set(rows.keys());
}

/** Of the appearances, the keys of those that are there; not of all that their claims have, which may be thousands. */
async function knownKeys(
  tx: Tx,
  appearances: readonly { claim_id: string; article_id: string; stance: string }[],
): Promise<string[]> {
  if (appearances.length === 0) return [];
  const rows = await tx.rows<{ key: string }>(
    `SELECT concat_ws(' ', claim_id, article_id, stance) AS key FROM appearance
     JOIN unnest($1::uuid[], $2::uuid[], $3::text[]) AS given (claim_id, article_id, stance) USING (claim_id, article_id, stance)`,
    [
      appearances.map((row) => row.claim_id),
      appearances.map((row) => row.article_id),
      appearances.map((row) => row.stance),
    ],
  );
  return rows.map(({ key }) => key);
}
