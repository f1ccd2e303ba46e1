import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { lockEndpoint } from './lock-endpoint.js';
import { requestDelivery } from './request-delivery.js';
import type { WebhookDelivery } from './webhook.type.js';

const path = ['deliveryId'];

/** Has a worker send one message again, outside of the log's order and once. It has the id that it had. */
@Injectable()
export class RedeliverWebhook {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws ForbiddenError; DomainError NOT_FOUND, INVALID_INPUT */
  run(caller: Caller & { actor: UserActor }, deliveryId: string): Promise<WebhookDelivery> {
    authorise(caller.actor, 'webhook.manage');
    return this.unitOfWork.run(caller, 'redeliverWebhook', async (tx) => {
      const [delivery] = await tx.rows<{ endpointId: string; logIndex: number | null; type: string }>(
        `SELECT endpoint_id AS "endpointId", log_index::float8 AS "logIndex", type FROM webhook_delivery WHERE id = $1`,
        [deliveryId],
      );
      if (delivery === undefined) throw new DomainError('NOT_FOUND', 'There is no such delivery.', { path });
      const { endpointId, logIndex, type } = delivery;
      if (logIndex === null)
        throw new DomainError('INVALID_INPUT', 'This was a test. Send a new one: sendTestWebhook.', { path });
      const { disabledReason } = await lockEndpoint(tx, endpointId, path);
      if (disabledReason !== null)
        throw new DomainError('INVALID_INPUT', 'The webhook is disabled. Enable it first.', { path });
      return requestDelivery(tx, caller.actor, endpointId, { logIndex, type });
    });
  }
}
