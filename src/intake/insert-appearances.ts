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
            article_id: articleIds.get(articleKey(appearance)),
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
  const knownBefore = [...claimIds.values()].filter((id) => !created.has(id));
  for (const key of await knownKeys(tx, knownBefore)) rows.delete(key);
  const growing = (): string[] =>
    [...new Set([...rows.values()].map((row) => row.claim_id))].filter((id) => !created.has(id));
  const locked = growing();
  if (locked.length > 0) {
    // Somebody else may add the same one right now: so we look again once nobody else can.
    await tx.rows('SELECT FROM claim WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [locked]);
    for (const key of await knownKeys(tx, locked)) rows.delete(key);
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

async function knownKeys(tx: Tx, claimIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows<{ key: string }>(
    `SELECT concat_ws(' ', claim_id, article_id, stance) AS key FROM appearance WHERE claim_id = ANY($1)`,
    [claimIds],
  );
  return rows.map(({ key }) => key);
}
