import { Injectable } from '@nestjs/common';
import { permittedDesks } from '../auth/policy.js';
import { CLAIM } from '../claims/claim-queries.js';
import type { Claim } from '../claims/claim.type.js';
import { Verdict } from '../claims/vocabulary.js';
import { pick } from '../database/columns.js';
import type { Prepared } from '../database/queryable.js';
import { CONTEXT, sqlState, type Tx, UnitOfWork, violatedConstraint } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { ANSWER, DECISION } from './decision-queries.js';
import { futureProblem } from './future-problem.js';
import { keyReused, repeatedDecision, whyNotDecided } from './refused-decision.js';
import { REVIEW } from './review-queries.js';
import type { Decision, Review } from './review.type.js';

export interface DecisionInput {
  readonly reviewId: string;
  readonly leaseToken: string;
  readonly verdict: Verdict;
  readonly rationale: string;
  /** Ids of evidence of the same claim. */
  readonly evidenceIds: readonly string[];
  /** The claim's version that the editor saw. */
  readonly expectedVersion: number;
  readonly idempotencyKey: string;
  /** For UNCONFIRMED only: when to look again. */
  readonly recheckAt?: Date | null;
}

const MAX_RECHECK_DAYS = 5 * 366;

/**
 * The whole decision is one statement, and so one round trip. It locks the claim, then the review (the order of all
 * transactions), and does nothing at all unless the lease is the caller's and in force, the claim is at the version
 * that was seen, and all evidence is the claim's own. The clock is read once both locks are held: a lease that ends
 * while the statement waits for them cannot decide. It makes no BullMQ call: a NOTIFY in it would serialise the
 * commits of the whole database.
 */
export const DECIDE: Prepared = {
  name: 'decide-review',
  text: `
  WITH ${CONTEXT},
  locked AS MATERIALIZED (
    SELECT c.id, c.decision_id, r.lease_until FROM context, claim c JOIN review r ON r.claim_id = c.id
    WHERE r.id = $2 AND c.version = $6 AND r.state = 'IN_REVIEW' AND r.lease_holder_id = $4 AND r.lease_token = $5
      AND ($12::uuid[] IS NULL OR r.desk_id = ANY($12))
    FOR NO KEY UPDATE OF c, r),
  seen AS MATERIALIZED (SELECT id, decision_id, lease_until, clock_timestamp() AS at FROM locked),
  reviewed AS (
    UPDATE review r
    SET state = CASE WHEN d.sign_offs_required = 0 THEN 'DECIDED' ELSE 'AWAITING_SIGN_OFF' END,
        decision_id = $3, decided_at = CASE WHEN d.sign_offs_required = 0 THEN seen.at END,
        lease_holder_id = NULL, lease_token = NULL, lease_until = NULL, version = r.version + 1
    FROM seen, desk d
    WHERE r.id = $2 AND r.claim_id = seen.id AND d.id = r.desk_id AND seen.lease_until > seen.at
      AND cardinality($9::uuid[]) = (SELECT count(*) FROM evidence e WHERE e.claim_id = seen.id AND e.id = ANY($9))
    RETURNING r.*, seen.decision_id AS previous_id, seen.at),
  decided AS (
    INSERT INTO decision (id, claim_id, review_id, verdict, rationale, recheck_at, supersedes_id, idempotency_key, decided_by, decided_at)
    SELECT $3, claim_id, $2, $7, $8, $10, previous_id, $11, $4, at FROM reviewed
    RETURNING *),
  cited AS (
    INSERT INTO decision_evidence (decision_id, evidence_id, claim_id)
    SELECT d.id, e.id, d.claim_id FROM decided d, unnest($9::uuid[]) AS e (id)),
  final AS (
    UPDATE claim c SET verdict = $7, decision_id = d.id, decided_at = d.decided_at, recheck_at = $10, version = c.version + 1
    FROM decided d, reviewed r WHERE c.id = d.claim_id AND r.state = 'DECIDED' RETURNING c.*)
  SELECT ${ANSWER} FROM decided d, reviewed r LEFT JOIN final c ON true`,
};

/** A decision, what became of its review, and the claim if the decision is final. */
export interface DecidedReview {
  readonly decision: Decision;
  readonly review: Review;
  readonly claim: Claim | null;
}

/** Ends a review with a decision; on a desk with sign-offs, proposes one. */
@Injectable()
export class DecideReview {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @returns the decision; the first one where the idempotency key repeats it
   * @throws DomainError LEASE_LOST, VERSION_CONFLICT, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, NOT_FOUND
   */
  async run(caller: Caller & { actor: UserActor }, input: DecisionInput): Promise<DecidedReview> {
    const row = await this.decide(caller, { ...input, evidenceIds: [...new Set(input.evidenceIds)] });
    const claim: Claim = pick(CLAIM, 'claim.', row);
    return {
      decision: pick(DECISION, 'decision.', row),
      review: pick(REVIEW, 'review.', row),
      claim: claim.id === null ? null : claim,
    };
  }

  private async decide(caller: Caller & { actor: UserActor }, input: DecisionInput): Promise<object> {
    const { actor } = caller;
    const problem = recheckProblem(input);
    // A repeat that comes late, when the time to recheck is past, still answers what the first call did.
    const repeatOr = async (tx: Tx, why: () => Promise<DomainError>): Promise<object> => {
      const earlier = await repeatedDecision(tx, actor, input);
      if (earlier === null) throw await why();
      return earlier;
    };
    if (problem !== null) {
      return this.unitOfWork.run(caller, 'decideReview', (tx) => repeatOr(tx, async () => problem));
    }
    const values = [
      input.reviewId,
      newId(),
      actor.id,
      input.leaseToken,
      input.expectedVersion,
      input.verdict,
      input.rationale,
      input.evidenceIds,
      input.recheckAt ?? null,
      input.idempotencyKey,
      permittedDesks(actor, 'review.decide'),
    ];
    try {
      return await this.unitOfWork.runOne(caller, 'decideReview', DECIDE, values, (tx) =>
        repeatOr(tx, () => whyNotDecided(tx, actor, input)),
      );
    } catch (error) {
      if (sqlState(error) === '23505' && violatedConstraint(error) === 'decision_idempotency_key') throw keyReused();
      throw error;
    }
  }
}

function recheckProblem({ recheckAt, verdict }: DecisionInput): DomainError | null {
  if (recheckAt == null) return null;
  const path = ['input', 'recheckAt'];
  if (verdict !== Verdict.UNCONFIRMED) {
    return new DomainError('INVALID_INPUT', 'Only an UNCONFIRMED claim is checked again.', { path });
  }
  return futureProblem(recheckAt, MAX_RECHECK_DAYS, path);
}
