import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { HandlesJob, type JobHandler } from '../jobs/job-handler.js';
import type { Caller } from '../kernel/caller.js';

/** A client that retries after a month is not retrying. */
const KEEP_KEYS_DAYS = 30;
/** Rows of a kind deleted in one run; the next run is within the hour. */
const BATCH = 10_000;

/** Deletes what only mattered for a time: sessions that ended, throttles that ran out, old idempotency keys. */
@Injectable()
@HandlesJob('purge-expired')
export class PurgeExpired implements JobHandler<'purge-expired'> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async handle(caller: Caller): Promise<void> {
    await this.unitOfWork.run(caller, 'purgeExpired', async (tx) => {
      await tx.rows(
        `DELETE FROM session WHERE id IN (SELECT id FROM session WHERE expires_at <= now() LIMIT ${BATCH})`,
      );
      await tx.rows(
        `DELETE FROM sign_in_throttle WHERE key IN (
           SELECT key FROM sign_in_throttle WHERE expire < extract(epoch FROM now()) * 1000 LIMIT ${BATCH})`,
      );
      await tx.rows(
        `DELETE FROM idempotency_key WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM idempotency_key WHERE created_at < now() - make_interval(days => ${KEEP_KEYS_DAYS}) LIMIT ${BATCH}))`,
      );
    });
  }
}
