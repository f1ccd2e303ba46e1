import { createHash } from 'node:crypto';
import type { Tx } from '../database/unit-of-work.js';
import { DomainError } from '../kernel/domain-error.js';
import type { Submission, SubmissionResult } from './submission.js';

/** Name of the use-case, under which its keys are kept. */
const OPERATION = 'submitClaim';

/** What to do with a submission: take it in, answer as before, or answer as another one of the same call. */
export type Plan =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'answered'; readonly answer: SubmissionResult | DomainError }
  | { readonly kind: 'repeats'; readonly index: number };

const hashOf = (submission: Submission): string =>
  createHash('sha256')
    .update(JSON.stringify({ ...submission, idempotencyKey: undefined }))
    .digest('hex');

const keyReused = (): DomainError =>
  new DomainError('IDEMPOTENCY_KEY_REUSED', 'You used this idempotency key for another submission. Make a new one.', {
    path: ['idempotencyKey'],
  });

/** Compares idempotency keys with those of earlier calls and with one another. A submission without a key is fresh. */
export async function planRepeats(tx: Tx, userId: string, submissions: readonly Submission[]): Promise<Plan[]> {
  const keys = submissions.map(({ idempotencyKey }) => idempotencyKey).filter((key) => key != null);
  const earlier = new Map(
    (keys.length === 0
      ? []
      : await tx.rows<{ key: string; hash: string; response: SubmissionResult }>(
          `SELECT key, encode(request_hash, 'hex') AS hash, response FROM idempotency_key
           WHERE user_id = $1 AND operation = $2 AND key = ANY($3)`,
          [userId, OPERATION, keys],
        )
    ).map((row) => [row.key, row]),
  );
  const firstWith = new Map<string, number>();
  return submissions.map((submission, i): Plan => {
    const key = submission.idempotencyKey;
    if (key == null) return { kind: 'fresh' };
    const before = earlier.get(key);
    if (before !== undefined) {
      return { kind: 'answered', answer: before.hash === hashOf(submission) ? before.response : keyReused() };
    }
    const index = firstWith.get(key);
    if (index === undefined) {
      firstWith.set(key, i);
      return { kind: 'fresh' };
    }
    const same = hashOf(submissions[index]!) === hashOf(submission);
    return same ? { kind: 'repeats', index } : { kind: 'answered', answer: keyReused() };
  });
}

/** Keeps the results of submissions with a key. A refused one is not kept: mended, it may come again. */
export async function rememberResults(
  tx: Tx,
  userId: string,
  results: readonly (readonly [Submission, SubmissionResult | DomainError])[],
): Promise<void> {
  const rows = results
    .filter(([{ idempotencyKey }, result]) => idempotencyKey != null && !(result instanceof DomainError))
    .map(([submission, response]) => ({ key: submission.idempotencyKey, hash: hashOf(submission), response }));
  if (rows.length === 0) return;
  await tx.rows(
    `INSERT INTO idempotency_key (user_id, operation, key, request_hash, response)
     SELECT $1, $2, key, decode(hash, 'hex'), response
     FROM jsonb_to_recordset($3::jsonb) AS s (key text, hash text, response jsonb) ORDER BY key`,
    [userId, OPERATION, JSON.stringify(rows)],
  );
}
