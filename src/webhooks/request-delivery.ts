import type { Tx } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { deliveryById } from './webhook-queries.js';
import type { WebhookDelivery } from './webhook.type.js';
import { MAX_PENDING } from './webhook-vocabulary.js';

/**
 * Writes down that somebody wants a message sent, for a worker to do. The caller holds the endpoint's row, so that the
 * limit holds, too.
 *
 * @param logIndex number of the event; null for a test
 * @throws DomainError INVALID_INPUT where too many wait
 */
export async function requestDelivery(
  tx: Tx,
  actor: UserActor,
  endpointId: string,
  { logIndex, type }: { logIndex: number | null; type: string },
): Promise<WebhookDelivery> {
  const id = newId();
  const added = await tx.rows(
    `INSERT INTO webhook_delivery (id, endpoint_id, log_index, type, outcome, requested_by)
     SELECT $1, $2, $3, $4, 'PENDING', $5
     WHERE (SELECT count(*) FROM webhook_delivery WHERE endpoint_id = $2 AND outcome = 'PENDING') < ${MAX_PENDING}
     RETURNING id`,
    [id, endpointId, logIndex, type, actor.id],
  );
  if (added.length > 0) return (await deliveryById(tx, id))!;
  throw new DomainError('INVALID_INPUT', `${MAX_PENDING} deliveries wait already. Try again when they are made.`);
}
