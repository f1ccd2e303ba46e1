import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { getReview, reviewConflict } from './refusals.js';
import { MAX_LEASES, ReviewState } from './vocabulary.js';

/** Gives the caller one certain review, under a lease. A deferred one may be taken before its time. */
@Injectable()
export class TakeReview {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError NOT_FOUND, REVIEW_CONFLICT (taken, assigned to another, decided) or LEASE_LIMIT_REACHED */
  run(caller: Caller & { actor: UserActor }, reviewId: string): Promise<void> {
    return this.unitOfWork.run(caller, 'takeReview', async (tx) => {
      const review = await getReview(tx, reviewId);
      authorise(caller.actor, 'review.take', review);
      const taken = await tx.rows(
        `UPDATE review r
         SET state = 'IN_REVIEW', lease_holder_id = $2, lease_token = gen_random_uuid(),
             lease_until = clock_timestamp() + make_interval(secs => d.lease_seconds),
             deferred_until = NULL, defer_reason = NULL, version = r.version + 1
         FROM desk d
         WHERE r.id = $1 AND d.id = r.desk_id AND r.state = 'QUEUED' AND coalesce(r.assignee_id, $2) = $2
           AND (SELECT count(*) FROM review h WHERE h.lease_holder_id = $2 AND h.state = 'IN_REVIEW') < ${MAX_LEASES}
         RETURNING r.id`,
        [reviewId, caller.actor.id],
      );
      if (taken.length === 1) return;
      const now = await getReview(tx, reviewId);
      if (now.state !== ReviewState.QUEUED) throw await reviewConflict(tx, now, 'This review cannot be taken now.');
      if (now.assigneeId !== null && now.assigneeId !== caller.actor.id) {
        throw await reviewConflict(tx, now, 'This review is assigned to somebody else.');
      }
      throw new DomainError(
        'LEASE_LIMIT_REACHED',
        `You hold ${MAX_LEASES} reviews, which is the most. Decide or release one first.`,
        { facts: { held: MAX_LEASES, limit: MAX_LEASES } },
      );
    });
  }
}
