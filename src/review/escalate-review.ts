import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { HandlesJob, type JobHandler } from '../jobs/job-handler.js';
import type { Caller } from '../kernel/caller.js';
import { OVERDUE_PRIORITY } from './triage.js';

/** Moves a review that fell due to the front of its queue. Does nothing if it was decided by then. */
@Injectable()
@HandlesJob('escalate-review')
export class EscalateReview implements JobHandler<'escalate-review'> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async handle(caller: Caller, { reviewId }: { reviewId: string }): Promise<void> {
    await this.unitOfWork.run(caller, 'escalateReview', async (tx) => {
      const [review] = await tx.rows<{ isDue: boolean }>(
        `SELECT due_at <= clock_timestamp() AS "isDue" FROM review
         WHERE id = $1 AND escalated_at IS NULL AND state IN ('QUEUED', 'IN_REVIEW', 'AWAITING_SIGN_OFF') FOR UPDATE`,
        [reviewId],
      );
      if (review === undefined) return;
      // The clocks of worker and database differ a little: a job that is early is tried again.
      if (!review.isDue) throw new Error(`Review ${reviewId} is not due yet.`);
      await tx.rows(
        `UPDATE review SET priority = ${OVERDUE_PRIORITY}, escalated_at = clock_timestamp(), version = version + 1
         WHERE id = $1`,
        [reviewId],
      );
    });
  }
}
