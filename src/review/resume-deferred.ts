import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { HandlesJob, type JobHandler } from '../jobs/job-handler.js';
import type { Caller } from '../kernel/caller.js';

const BATCH = 500;

/** Puts deferred reviews whose time has come back among those that takeNextReview gives out. */
@Injectable()
@HandlesJob('resume-deferred')
export class ResumeDeferred implements JobHandler<'resume-deferred'> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async handle(caller: Caller): Promise<void> {
    let resumed: object[];
    do {
      resumed = await this.unitOfWork.run(caller, 'resumeDeferred', (tx) =>
        tx.rows(
          `WITH due AS MATERIALIZED (
             SELECT id FROM review WHERE deferred_until <= clock_timestamp()
             ORDER BY claim_id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
           UPDATE review r SET deferred_until = NULL, defer_reason = NULL, version = r.version + 1
           FROM due WHERE r.id = due.id RETURNING r.id`,
        ),
      );
    } while (resumed.length === BATCH);
  }
}
