import { authorise } from '../auth/policy.js';
import type { Tx } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import { DomainError } from '../kernel/domain-error.js';
import type { DecisionInput } from './decide-review.js';
import { ANSWER } from './decision-queries.js';
import { claimLastChange } from './last-change.js';
import { getReview, leaseLost } from './refusals.js';

/**
 * @returns the answer of this very decision if it was made before, else null
 * @throws DomainError IDEMPOTENCY_KEY_REUSED if the key was used for another one
 */
export async function repeatedDecision(tx: Tx, actor: UserActor, input: DecisionInput): Promise<object | null> {
  const [earlier] = await tx.rows<{ same: boolean }>(
    `SELECT ${ANSWER}, d.review_id = $3 AND d.verdict = $4 AND d.rationale = $5
         AND d.recheck_at IS NOT DISTINCT FROM $6::timestamptz
         AND ARRAY(SELECT evidence_id FROM decision_evidence WHERE decision_id = d.id ORDER BY 1)
           = ARRAY(SELECT * FROM unnest($7::uuid[]) ORDER BY 1) AS same
     FROM decision d JOIN review r ON r.id = d.review_id JOIN claim c ON c.id = d.claim_id
     WHERE d.decided_by = $1 AND d.idempotency_key = $2`,
    [
      actor.id,
      input.idempotencyKey,
      input.reviewId,
      input.verdict,
      input.rationale,
      input.recheckAt ?? null,
      input.evidenceIds,
    ],
  );
  if (earlier?.same === false) throw keyReused();
  return earlier ?? null;
}

/** One of the conditions of the statement that decides did not hold; looks for which. */
export async function whyNotDecided(tx: Tx, actor: UserActor, input: DecisionInput): Promise<DomainError> {
  const review = await getReview(tx, input.reviewId, { path: ['input', 'reviewId'] });
  authorise(actor, 'review.decide', review);
  const lost = await leaseLost(tx, review, actor, input.leaseToken, ['input', 'leaseToken']);
  if (lost !== null) return lost;

  const [facts] = await tx.rows<{ version: number; found: string[] }>(
    `SELECT c.version, ARRAY(SELECT e.id FROM evidence e WHERE e.claim_id = c.id AND e.id = ANY($2)) AS found
     FROM claim c WHERE c.id = $1`,
    [review.claimId, input.evidenceIds],
  );
  const unknown = input.evidenceIds.filter((id) => !facts!.found.includes(id));
  if (unknown.length > 0) {
    return new DomainError('INVALID_INPUT', `Not evidence of this claim: ${unknown.join(', ')}.`, {
      path: ['input', 'evidenceIds'],
    });
  }
  return new DomainError(
    'VERSION_CONFLICT',
    `The claim is at version ${facts!.version}, and you saw ${input.expectedVersion}. Look at what changed, then decide.`,
    {
      path: ['input', 'expectedVersion'],
      facts: {
        claimId: review.claimId,
        expectedVersion: input.expectedVersion,
        actualVersion: facts!.version,
        lastChange: await claimLastChange(tx, review.claimId),
      },
    },
  );
}

export const keyReused = (): DomainError =>
  new DomainError('IDEMPOTENCY_KEY_REUSED', 'You used this idempotency key for another decision. Make a new one.', {
    path: ['input', 'idempotencyKey'],
  });
