import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { HandlesJob, type JobHandler } from '../jobs/job-handler.js';
import { JobQueue } from '../jobs/job-queue.js';
import type { Caller } from '../kernel/caller.js';
import { openReview } from './open-review.js';
import { ReviewKind } from './vocabulary.js';

/** Opens a RECHECK round of an unconfirmed claim whose time has come, unless it was decided anew since. */
@Injectable()
@HandlesJob('recheck-claim')
export class RecheckClaim implements JobHandler<'recheck-claim'> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queue: JobQueue,
  ) {}

  async handle(caller: Caller, { claimId, decisionId }: { claimId: string; decisionId: string }): Promise<void> {
    await this.unitOfWork.run(caller, 'recheckClaim', async (tx) => {
      const [claim] = await tx.rows<{ isDue: boolean }>(
        `SELECT recheck_at <= clock_timestamp() AS "isDue" FROM claim
         WHERE id = $1 AND decision_id = $2 AND recheck_at IS NOT NULL FOR NO KEY UPDATE`,
        [claimId, decisionId],
      );
      if (claim === undefined) return;
      // The clocks of worker and database differ a little: a job that is early is tried again.
      if (!claim.isDue) throw new Error(`Claim ${claimId} is not to be checked again yet.`);
      await tx.rows('UPDATE claim SET recheck_at = NULL, version = version + 1 WHERE id = $1', [claimId]);
      await openReview(tx, this.queue, claimId, ReviewKind.RECHECK);
    });
  }
}
