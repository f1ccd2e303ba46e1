import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { CLAIM } from '../claims/claim-queries.js';
import type { Claim } from '../claims/claim.type.js';
import { pick, select } from '../database/columns.js';
import type { Prepared } from '../database/queryable.js';
import { CONTEXT, type Tx, UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { REVIEW } from './review-queries.js';
import type { Review } from './review.type.js';
import { MAX_LEASES } from './vocabulary.js';

const QUEUE_ORDER = 'ORDER BY priority DESC, due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED';

/**
 * One statement, and the lock and the lease are one: SKIP LOCKED gives every caller another row, however many call
 * at once. What is assigned to the caller comes first; what is assigned to others is not theirs to take.
 */
export const TAKE_NEXT: Prepared = {
  name: 'take-next-review',
  text: `
  WITH ${CONTEXT},
  mine AS MATERIALIZED (
    SELECT id FROM review
    WHERE assignee_id = $3 AND desk_id = $2 AND state = 'QUEUED' AND deferred_until IS NULL ${QUEUE_ORDER}),
  anyones AS MATERIALIZED (
    SELECT id FROM review
    WHERE desk_id = $2 AND state = 'QUEUED' AND deferred_until IS NULL AND assignee_id IS NULL
      AND NOT EXISTS (SELECT FROM mine) ${QUEUE_ORDER})
  UPDATE review r
  SET state = 'IN_REVIEW', lease_holder_id = $3, lease_token = gen_random_uuid(),
      lease_until = clock_timestamp() + make_interval(secs => d.lease_seconds), version = r.version + 1
  FROM context, desk d, claim c
  WHERE r.id = (SELECT id FROM mine UNION ALL SELECT id FROM anyones) AND d.id = r.desk_id AND c.id = r.claim_id
    AND (SELECT count(*) FROM review h WHERE h.lease_holder_id = $3 AND h.state = 'IN_REVIEW') < ${MAX_LEASES}
  RETURNING ${select(REVIEW, 'review.')}, ${select(CLAIM, 'claim.')}`,
};

/** A review that was taken, and its claim. */
export interface TakenReview {
  readonly review: Review;
  readonly claim: Claim;
}

/** Gives the caller the most pressing review of a desk, under a lease. */
@Injectable()
export class TakeNextReview {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError NOTHING_TO_TAKE, LEASE_LIMIT_REACHED, or NOT_FOUND for an unknown desk */
  async run(caller: Caller & { actor: UserActor }, deskId: string): Promise<TakenReview> {
    authorise(caller.actor, 'review.take', { deskId });
    const userId = caller.actor.id;
    const row = await this.unitOfWork.runOne(caller, 'takeNextReview', TAKE_NEXT, [deskId, userId], async (tx) => {
      throw await whyNothing(tx, deskId, userId);
    });
    return { review: pick(REVIEW, 'review.', row), claim: pick(CLAIM, 'claim.', row) };
  }
}

async function whyNothing(tx: Tx, deskId: string, userId: string): Promise<DomainError> {
  const [desk] = await tx.rows<{ name: string; held: number; next: Date | null }>(
    `SELECT d.name,
            (SELECT count(*)::int FROM review WHERE lease_holder_id = $2 AND state = 'IN_REVIEW') AS held,
            (SELECT min(deferred_until) FROM review WHERE desk_id = d.id AND deferred_until IS NOT NULL) AS next
     FROM desk d WHERE d.id = $1`,
    [deskId, userId],
  );
  if (desk === undefined) return new DomainError('NOT_FOUND', 'There is no such desk.', { path: ['deskId'] });
  if (desk.held >= MAX_LEASES) {
    return new DomainError(
      'LEASE_LIMIT_REACHED',
      `You hold ${desk.held} reviews, and ${MAX_LEASES} is the most. Decide or release one first.`,
      { facts: { held: desk.held, limit: MAX_LEASES } },
    );
  }
  const later = desk.next === null ? '' : ` The next deferred one comes back at ${desk.next.toISOString()}.`;
  return new DomainError('NOTHING_TO_TAKE', `Nothing waits on the desk ${desk.name} that you could take.${later}`, {
    path: ['deskId'],
    facts: { nextDeferredUntil: desk.next },
  });
}
