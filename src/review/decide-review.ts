import { Injectable } from '@nestjs/common';
import { authorise, permittedDesks } from '../auth/policy.js';
import { Verdict } from '../claims/vocabulary.js';
import { sqlState, type Tx, UnitOfWork, violatedConstraint } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { futureProblem } from './future-problem.js';
import { claimLastChange } from './last-change.js';
import { getReview, leaseLost } from './refusals.js';

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
 * The whole decision is one statement, so it takes three round trips with BEGIN and COMMIT. It locks the claim,
 * then the review (the order of all transactions), and does nothing at all unless the lease is the caller's and in
 * force, the claim is at the version that was seen, and all evidence is the claim's own. It makes no BullMQ call:
 * a NOTIFY in it would serialise the commits of the whole database.
 */
const DECIDE = `
  WITH seen AS MATERIALIZED (
    SELECT c.id, c.decision_id FROM claim c JOIN review r ON r.claim_id = c.id
    WHERE r.id = $1 AND c.version = $5 FOR NO KEY UPDATE OF c),
  reviewed AS (
    UPDATE review r
    SET state = CASE WHEN d.sign_offs_required = 0 THEN 'DECIDED' ELSE 'AWAITING_SIGN_OFF' END,
        decision_id = $2, decided_at = CASE WHEN d.sign_offs_required = 0 THEN clock_timestamp() END,
        lease_holder_id = NULL, lease_token = NULL, lease_until = NULL, version = r.version + 1
    FROM seen, desk d
    WHERE r.id = $1 AND r.claim_id = seen.id AND d.id = r.desk_id AND r.state = 'IN_REVIEW'
      AND r.lease_holder_id = $3 AND r.lease_token = $4 AND r.lease_until > clock_timestamp()
      AND ($11::uuid[] IS NULL OR r.desk_id = ANY($11))
      AND cardinality($8::uuid[]) = (SELECT count(*) FROM evidence e WHERE e.claim_id = seen.id AND e.id = ANY($8))
    RETURNING r.claim_id, r.state, seen.decision_id AS previous_id),
  decided AS (
    INSERT INTO decision (id, claim_id, review_id, verdict, rationale, recheck_at, supersedes_id, idempotency_key, decided_by, decided_at)
    SELECT $2, claim_id, $1, $6, $7, $9, previous_id, $10, $3, clock_timestamp() FROM reviewed
    RETURNING id, claim_id, decided_at),
  cited AS (
    INSERT INTO decision_evidence (decision_id, evidence_id, claim_id)
    SELECT d.id, e.id, d.claim_id FROM decided d, unnest($8::uuid[]) AS e (id)),
  final AS (
    UPDATE claim c SET verdict = $6, decision_id = d.id, decided_at = d.decided_at, recheck_at = $9, version = c.version + 1
    FROM decided d, reviewed r WHERE c.id = d.claim_id AND r.state = 'DECIDED')
  SELECT id FROM decided`;

/** Ends a review with a decision; on a desk with sign-offs, proposes one. */
@Injectable()
export class DecideReview {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @returns the id of the decision; of the first one where the idempotency key repeats it
   * @throws DomainError LEASE_LOST, VERSION_CONFLICT, INVALID_INPUT, IDEMPOTENCY_KEY_REUSED, NOT_FOUND
   */
  async run(caller: Caller & { actor: UserActor }, input: DecisionInput): Promise<string> {
    try {
      return await this.unitOfWork.run(caller, 'decideReview', (tx) => decide(tx, caller, input));
    } catch (error) {
      if (sqlState(error) === '23505' && violatedConstraint(error) === 'decision_idempotency_key') throw keyReused();
      throw error;
    }
  }
}

async function decide(tx: Tx, caller: Caller & { actor: UserActor }, input: DecisionInput): Promise<string> {
  const evidenceIds = [...new Set(input.evidenceIds)];
  const problem = recheckProblem(input);
  if (problem !== null) {
    // A repeat that comes late, when the time is past, still answers what the first call did.
    const earlier = await repeated(tx, caller.actor, input, evidenceIds);
    if (earlier !== null) return earlier;
    throw problem;
  }
  const [decision] = await tx.rows<{ id: string }>(DECIDE, [
    input.reviewId,
    newId(),
    caller.actor.id,
    input.leaseToken,
    input.expectedVersion,
    input.verdict,
    input.rationale,
    evidenceIds,
    input.recheckAt ?? null,
    input.idempotencyKey,
    permittedDesks(caller.actor, 'review.decide'),
  ]);
  if (decision !== undefined) return decision.id;
  const earlier = await repeated(tx, caller.actor, input, evidenceIds);
  if (earlier !== null) return earlier;
  throw await whyNotDecided(tx, caller.actor, input, evidenceIds);
}

function recheckProblem({ recheckAt, verdict }: DecisionInput): DomainError | null {
  if (recheckAt == null) return null;
  const path = ['input', 'recheckAt'];
  if (verdict !== Verdict.UNCONFIRMED) {
    return new DomainError('INVALID_INPUT', 'Only an UNCONFIRMED claim is checked again.', { path });
  }
  return futureProblem(recheckAt, MAX_RECHECK_DAYS, path);
}

/**
 * @returns the id of this very decision if it was made before, else null
 * @throws DomainError IDEMPOTENCY_KEY_REUSED if the key was used for another one
 */
async function repeated(tx: Tx, actor: UserActor, input: DecisionInput, evidenceIds: string[]): Promise<string | null> {
  const [earlier] = await tx.rows<{ id: string; same: boolean }>(
    `SELECT id, review_id = $3 AND verdict = $4 AND rationale = $5 AND recheck_at IS NOT DISTINCT FROM $6::timestamptz
         AND ARRAY(SELECT evidence_id FROM decision_evidence WHERE decision_id = d.id ORDER BY 1)
           = ARRAY(SELECT * FROM unnest($7::uuid[]) ORDER BY 1) AS same
     FROM decision d WHERE decided_by = $1 AND idempotency_key = $2`,
    [
      actor.id,
      input.idempotencyKey,
      input.reviewId,
      input.verdict,
      input.rationale,
      input.recheckAt ?? null,
      evidenceIds,
    ],
  );
  if (earlier?.same === false) throw keyReused();
  return earlier?.id ?? null;
}

/** One of the conditions of the statement did not hold; looks for which. */
async function whyNotDecided(
  tx: Tx,
  actor: UserActor,
  input: DecisionInput,
  evidenceIds: string[],
): Promise<DomainError> {
  const review = await getReview(tx, input.reviewId, { path: ['input', 'reviewId'] });
  authorise(actor, 'review.decide', review);
  const lost = await leaseLost(tx, review, actor, input.leaseToken, ['input', 'leaseToken']);
  if (lost !== null) return lost;

  const [facts] = await tx.rows<{ version: number; found: string[] }>(
    `SELECT c.version, ARRAY(SELECT e.id FROM evidence e WHERE e.claim_id = c.id AND e.id = ANY($2)) AS found
     FROM claim c WHERE c.id = $1`,
    [review.claimId, evidenceIds],
  );
  const unknown = evidenceIds.filter((id) => !facts!.found.includes(id));
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

const keyReused = (): DomainError =>
  new DomainError('IDEMPOTENCY_KEY_REUSED', 'You used this idempotency key for another decision. Make a new one.', {
    path: ['input', 'idempotencyKey'],
  });
