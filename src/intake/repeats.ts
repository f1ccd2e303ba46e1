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

/**
 * Compares idempotency keys with those of earlier calls and with one another. A submission without a key is fresh.
 *
 * A key is reserved before anything else is done: of two calls with the same key at once the second waits here until
 * the first has ended, and then finds its answer. In the order of the keys, so that no two wait for each other.
 */
export async function planRepeats(tx: Tx, userId: string, submissions: readonly Submission[]): Promise<Plan[]> {
  const firstWith = new Map<string, number>();
  for (const [i, { idempotencyKey: key }] of submissions.entries()) {
    if (key != null && !firstWith.has(key)) firstWith.set(key, i);
  }
  if (firstWith.size === 0) return submissions.map(() => ({ kind: 'fresh' }));

  const hashes = [...firstWith].map(([key, i]) => ({ key, hash: hashOf(submissions[i]!) }));
  const reserved = await tx.rows<{ key: string }>(
    `INSERT INTO idempotency_key (user_id, operation, key, request_hash, response)
     SELECT $1, $2, key, decode(hash, 'hex'), 'null' FROM jsonb_to_recordset($3::jsonb) AS s (key text, hash text)
     ORDER BY key ON CONFLICT (user_id, operation, key) DO NOTHING RETURNING key`,
    [userId, OPERATION, JSON.stringify(hashes)],
  );
  const earlier = await answersBefore(tx, userId, firstWith, new Set(reserved.map(({ key }) => key)));
  return submissions.map((submission, i): Plan => {
    const key = submission.idempotencyKey;
    if (key == null) return { kind: 'fresh' };
    const before = earlier.get(key);
    if (before !== undefined) {
      return { kind: 'answered', answer: before.hash === hashOf(submission) ? before.response : keyReused() };
    }
    const index = firstWith.get(key)!;
    if (index === i) return { kind: 'fresh' };
    const same = hashOf(submissions[index]!) === hashOf(submission);
    return same ? { kind: 'repeats', index } : { kind: 'answered', answer: keyReused() };
  });
}

/** @returns what earlier calls were, and answered, by key; a statement of its own, as they may have ended only just now */
async function answersBefore(tx: Tx, userId: string, keys: ReadonlyMap<string, number>, reserved: ReadonlySet<string>) {
  const known = [...keys.keys()].filter((key) => !reserved.has(key));
  const rows =
    known.length === 0
      ? []
      : await tx.rows<{ key: string; hash: string; response: SubmissionResult }>(
          `SELECT key, encode(request_hash, 'hex') AS hash, response FROM idempotency_key
           WHERE user_id = $1 AND operation = $2 AND key = ANY($3)`,
          [userId, OPERATION, known],
        );
  return new Map(rows.map((row) => [row.key, row]));
}

/** Keeps the results in place of the reservations. A refused one is not kept: mended, it may come again. */
export async function rememberResults(
  tx: Tx,
  userId: string,
  results: readonly (readonly [Submission, SubmissionResult | DomainError])[],
): Promise<void> {
  const keyed = results.filter(([{ idempotencyKey }]) => idempotencyKey != null);
  if (keyed.length === 0) return;
  await tx.rows('DELETE FROM idempotency_key WHERE user_id = $1 AND operation = $2 AND key = ANY($3)', [
    userId,
    OPERATION,
    keyed.map(([{ idempotencyKey }]) => idempotencyKey),
  ]);
  const rows = keyed
    .filter(([, result]) => !(result instanceof DomainError))
    .map(([submission, response]) => ({ key: submission.idempotencyKey, hash: hashOf(submission), response }));
  await tx.rows(
    `INSERT INTO idempotency_key (user_id, operation, key, request_hash, response)
     SELECT $1, $2, key, decode(hash, 'hex'), response
     FROM jsonb_to_recordset($3::jsonb) AS s (key text, hash text, response jsonb)`,
    [userId, OPERATION, JSON.stringify(rows)],
  );
}
