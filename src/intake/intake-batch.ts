import type { Tx } from '../database/unit-of-work.js';
import type { JobQueue } from '../jobs/job-queue.js';
import { DomainError } from '../kernel/domain-error.js';
import { appearanceKey, insertAppearances } from './insert-appearances.js';
import { insertArticles } from './insert-articles.js';
import { insertClaims } from './insert-claims.js';
import { type Item, prepare } from './prepare.js';
import { type Submission, SubmissionOutcome, type SubmissionResult } from './submission.js';

/**
 * Takes in many submissions with a fixed number of statements: claims that are new, appearances of those that are
 * known by their fingerprint, and a job `open-review` for each new claim. Rows are written in the order of their
 * fingerprints, so that two batches with the same claims cannot lock each other out.
 *
 * @param submittedBy id of the account, null for Claimdesk itself
 * @returns for each submission its result, or the DomainError for which it was left out
 */
export async function intakeBatch(
  tx: Tx,
  queue: JobQueue,
  submittedBy: string | null,
  submissions: readonly Submission[],
): Promise<(SubmissionResult | DomainError)[]> {
  const prepared = await prepare(tx, submissions);
  const items = prepared.filter((item): item is Item => !(item instanceof DomainError));
  if (items.length === 0) return prepared as DomainError[];

  const { ids, created } = await insertClaims(tx, submittedBy, items);
  const articleIds = await insertArticles(tx, items);
  const grew = await insertAppearances(tx, submittedBy, items, ids, created, articleIds);
  await queue.add(
    tx,
    [...created].map((claimId) => ({ name: 'open-review', key: claimId, data: { claimId } })),
  );

  // Of items that bring the same claim or appearance, the first one brought it.
  const announced = new Set<string>();
  return prepared.map((item) => {
    if (item instanceof DomainError) return item;
    const claimId = ids.get(item.fingerprint)!;
    const brought = item.submission.appearances.filter((appearance) =>
      grew.delete(appearanceKey(claimId, articleIds, appearance)),
    );
    const isFirst = created.has(claimId) && !announced.has(claimId);
    announced.add(claimId);
    if (isFirst) return { outcome: SubmissionOutcome.CREATED, claimId };
    const outcome = brought.length > 0 ? SubmissionOutcome.APPEARANCE_ADDED : SubmissionOutcome.ALREADY_KNOWN;
    return { outcome, claimId };
  });
}
