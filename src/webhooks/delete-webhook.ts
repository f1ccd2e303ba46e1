import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { lockEndpoint } from './lock-endpoint.js';

/** Takes a webhook away, with its secrets and the record of what was sent to it. The audit log keeps that it was there. */
@Injectable()
export class DeleteWebhook {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws ForbiddenError; DomainError NOT_FOUND */
  run(caller: Caller, id: string): Promise<void> {
    authorise(caller.actor, 'webhook.manage');
    return this.unitOfWork.run(caller, 'deleteWebhook', async (tx) => {
      await lockEndpoint(tx, id);
      await tx.rows('DELETE FROM webhook_endpoint WHERE id = $1', [id]);
    });
  }
}
