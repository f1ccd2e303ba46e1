import type { Tx } from '../database/unit-of-work.js';
import type { LastChange } from '../graphql/user-error.js';
import type { UserActor } from '../kernel/actor.js';
import { DomainError } from '../kernel/domain-error.js';
import { lastChange } from './last-change.js';
import type { ReviewState } from './vocabulary.js';

/** What is looked at to say why something could not be done to a review. */
export interface ReviewFacts {
  readonly id: string;
  readonly claimId: string;
  readonly deskId: string;
  readonly state: ReviewState;
  readonly assigneeId: string | null;
  readonly leaseHolderId: string | null;
  readonly leaseToken: string | null;
  readonly leaseUntil: Date | null;
  /** Whether the lease is in force by the database's clock. */
  readonly leaseInForce: boolean;
  readonly decisionId: string | null;
}

/**
 * @param lock whether to hold the row until the transaction ends
 * @param path of the input field that holds the id
 * @throws DomainError NOT_FOUND
 */
export async function getReview(
  tx: Tx,
  id: string,
  { lock = false, path = ['id'] }: { lock?: boolean; path?: readonly string[] } = {},
): Promise<ReviewFacts> {
  const [review] = await tx.rows<ReviewFacts>(
    `SELECT id, claim_id AS "claimId", desk_id AS "deskId", state, assignee_id AS "assigneeId",
            lease_holder_id AS "leaseHolderId", lease_token AS "leaseToken", lease_until AS "leaseUntil",
            coalesce(lease_until > clock_timestamp(), false) AS "leaseInForce", decision_id AS "decisionId"
     FROM review WHERE id = $1 ${lock ? 'FOR UPDATE' : ''}`,
    [id],
  );
  if (review === undefined) throw new DomainError('NOT_FOUND', 'There is no such review.', { path });
  return review;
}

const sentence = (change: LastChange | null): string =>
  change === null ? '' : ` Last: ${change.action} by ${change.by} at ${change.at.toISOString()}.`;

/** The review's state does not allow it; says what happened to it last. @param path of the input field at fault */
export async function reviewConflict(
  tx: Tx,
  review: ReviewFacts,
  message: string,
  path: readonly string[] = ['id'],
): Promise<DomainError> {
  const change = await lastChange(tx, review.claimId, review.id);
  return new DomainError('REVIEW_CONFLICT', message + sentence(change), {
    path,
    facts: { reviewId: review.id, state: review.state, lastChange: change },
  });
}

/**
 * @param path of the input field that holds the token
 * @returns the error for an actor whose lease token does not (or no longer) hold the review, with who did what;
 *   null if the lease is theirs and in force
 */
export async function leaseLost(
  tx: Tx,
  review: ReviewFacts,
  actor: UserActor,
  leaseToken: string,
  path: readonly string[] = ['leaseToken'],
): Promise<DomainError | null> {
  const theirs = review.leaseHolderId === actor.id && review.leaseToken === leaseToken;
  if (theirs && review.leaseInForce) return null;
  const change: LastChange | null = theirs
    ? { action: 'leaseEnded', by: 'the clock', at: review.leaseUntil! }
    : await lastChange(tx, review.claimId, review.id);
  return new DomainError('LEASE_LOST', `You do not hold this review any more.${sentence(change)}`, {
    path,
    facts: { reviewId: review.id, state: review.state, lastChange: change },
  });
}
