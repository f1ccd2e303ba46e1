import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { HandlesJob, type JobHandler } from '../jobs/job-handler.js';
import type { Caller } from '../kernel/caller.js';
import { leaseExpiries } from '../telemetry/instruments.js';

/** Reviews given back in one transaction; many enough for a newsroom, few enough to lock briefly. */
const BATCH = 500;

/** Gives reviews whose lease ran out back to their desk. An expired lease cannot decide, swept or not. */
@Injectable()
@HandlesJob('expire-leases')
export class ExpireLeases implements JobHandler<'expire-leases'> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async handle(caller: Caller): Promise<void> {
    let expired: object[];
    do {
      expired = await this.unitOfWork.run(caller, 'expireLeases', (tx) =>
        tx.rows(
          `WITH ended AS MATERIALIZED (
             SELECT id, lease_until, desk_id, lease_holder_id FROM review
             WHERE state = 'IN_REVIEW' AND lease_until <= clock_timestamp()
             ORDER BY claim_id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED),
           noted AS (
             INSERT INTO lease_expiry (review_id, ended_at, desk_id, holder_id)
             SELECT id, lease_until, desk_id, lease_holder_id FROM ended)
           UPDATE review r SET state = 'QUEUED', lease_holder_id = NULL, lease_token = NULL, lease_until = NULL,
             version = r.version + 1
           FROM ended WHERE r.id = ended.id RETURNING r.id`,
        ),
      );
      leaseExpiries.inc(expired.length);
    } while (expired.length === BATCH);
  }
}
