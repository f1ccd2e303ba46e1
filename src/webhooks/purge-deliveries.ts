import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { HandlesJob, type JobHandler } from '../jobs/job-handler.js';
import type { Caller } from '../kernel/caller.js';

/** Long enough to look into what went wrong over a holiday; the events themselves stay in the log. */
export const KEEP_DAYS = 30;
/** Of each webhook, newest first: some megabytes. A receiver of all events of a large import has as many in minutes. */
export const KEEP_DELIVERIES = 10_000;
/** Rows deleted in one transaction. */
const BATCH = 10_000;

const TOO_OLD = `SELECT id FROM webhook_delivery
  WHERE created_at < now() - make_interval(days => ${KEEP_DAYS}) LIMIT ${BATCH}`;
const TOO_MANY = `SELECT d.id FROM webhook_endpoint e
  CROSS JOIN LATERAL (SELECT id FROM webhook_delivery WHERE endpoint_id = e.id
                      ORDER BY id DESC OFFSET ${KEEP_DELIVERIES} LIMIT ${BATCH}) d
  LIMIT ${BATCH}`;

/** Deletes the record of deliveries beyond what is kept. */
@Injectable()
@HandlesJob('purge-webhook-deliveries')
export class PurgeDeliveries implements JobHandler<'purge-webhook-deliveries'> {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async handle(caller: Caller): Promise<void> {
    for (const surplus of [TOO_OLD, TOO_MANY]) {
      let deleted: object[];
      do {
        deleted = await this.unitOfWork.run(caller, 'purgeWebhookDeliveries', (tx) =>
          tx.rows(`DELETE FROM webhook_delivery WHERE id IN (${surplus}) RETURNING id`),
        );
      } while (deleted.length === BATCH);
    }
  }
}
