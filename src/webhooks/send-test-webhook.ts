import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { TEST_TYPE } from './event-types.js';
import { lockEndpoint } from './lock-endpoint.js';
import { requestDelivery } from './request-delivery.js';
import type { WebhookDelivery } from './webhook.type.js';

/** Has a worker send a signed test message, also to a webhook that is disabled. */
@Injectable()
export class SendTestWebhook {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws ForbiddenError; DomainError NOT_FOUND, INVALID_INPUT */
  run(caller: Caller & { actor: UserActor }, id: string): Promise<WebhookDelivery> {
    authorise(caller.actor, 'webhook.manage');
    return this.unitOfWork.run(caller, 'sendTestWebhook', async (tx) => {
      await lockEndpoint(tx, id);
      return requestDelivery(tx, caller.actor, id, { logIndex: null, type: TEST_TYPE });
    });
  }
}
