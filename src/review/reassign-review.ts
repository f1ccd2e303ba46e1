import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { mayTakeOn } from './assignees.js';
import { BACK_TO_QUEUE } from './held-review.js';
import { getReview, reviewConflict } from './refusals.js';
import { TRANSITIONS } from './review-states.js';

/** Sets who alone may take a review, or frees it for all. A lease that is held ends at once. */
@Injectable()
export class ReassignReview {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @param assigneeId null to let anyone of the desk take it
   * @throws DomainError NOT_FOUND, INVALID_INPUT for a person who could not take it, REVIEW_CONFLICT when no work is left
   */
  run(caller: Caller, reviewId: string, assigneeId: string | null): Promise<void> {
    return this.unitOfWork.run(caller, 'reassignReview', async (tx) => {
      const review = await getReview(tx, reviewId);
      authorise(caller.actor, 'review.reassign', review);
      if (assigneeId !== null) {
        const eligible = await tx.rows(`SELECT FROM app_user u WHERE u.id = $1 AND ${mayTakeOn('g.desk_id = $2')}`, [
          assigneeId,
          review.deskId,
        ]);
        if (eligible.length === 0) {
          throw new DomainError('INVALID_INPUT', 'Only somebody who may take reviews on this desk can be assigned.', {
            path: ['assigneeId'],
          });
        }
      }
      const changed = await tx.rows(
        `UPDATE review r SET ${BACK_TO_QUEUE}, assignee_id = $2
         WHERE r.id = $1 AND r.state = ANY($3) RETURNING r.id`,
        [reviewId, assigneeId, TRANSITIONS.reassignReview.from],
      );
      if (changed.length === 0) {
        throw await reviewConflict(
          tx,
          await getReview(tx, reviewId),
          'There is no work left on this review to assign.',
        );
      }
    });
  }
}
