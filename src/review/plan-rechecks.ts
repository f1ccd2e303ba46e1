import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { HandlesJob, type JobHandler } from '../jobs/job-handler.js';
import { JobQueue } from '../jobs/job-queue.js';
import type { Caller } from '../kernel/caller.js';

/** Looks ahead further than the time between two runs, so that no recheck is late. */
const HORIZON_SECONDS = 120;
const BATCH = 500;

/**
 * Adds a delayed `recheck-claim` for each claim that soon falls due for one. The decision itself adds no job,
 * because it must not NOTIFY; here it costs one statement a minute. A repeat finds the job's key taken; a claim that is
 * still not rechecked after an hour, since its job was given up, gets another job with a key of its own.
 */
@Injectable()
@HandlesJob('plan-rechecks')
export class PlanRechecks implements JobHandler<'plan-rechecks'> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queue: JobQueue,
  ) {}

  async handle(caller: Caller): Promise<void> {
    await this.unitOfWork.run(caller, 'planRechecks', async (tx) => {
      const claims = await tx.rows<{ claimId: string; decisionId: string; recheckAt: Date; hoursLate: number }>(
        `SELECT id AS "claimId", decision_id AS "decisionId", recheck_at AS "recheckAt",
           greatest(0, floor(extract(epoch FROM clock_timestamp() - recheck_at) / 3600))::int AS "hoursLate" FROM claim
         WHERE recheck_at <= clock_timestamp() + make_interval(secs => ${HORIZON_SECONDS})
         ORDER BY recheck_at LIMIT ${BATCH}`,
      );
      await this.queue.add(
        tx,
        claims.map(({ claimId, decisionId, recheckAt, hoursLate }) => ({
          name: 'recheck-claim',
          key: hoursLate === 0 ? decisionId : `${decisionId}-${hoursLate}`,
          data: { claimId, decisionId },
          at: recheckAt,
        })),
      );
    });
  }
}
