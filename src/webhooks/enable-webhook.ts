import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { lockEndpoint } from './lock-endpoint.js';

/** Sends to an endpoint again, from where it stopped. Enabling it again changes nothing. */
@Injectable()
export class EnableWebhook {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws ForbiddenError; DomainError NOT_FOUND */
  run(caller: Caller, id: string): Promise<void> {
    authorise(caller.actor, 'webhook.manage');
    return this.unitOfWork.run(caller, 'enableWebhook', async (tx) => {
      const { disabledReason } = await lockEndpoint(tx, id);
      if (disabledReason === null) return;
      await tx.rows('UPDATE webhook_endpoint SET disabled_at = NULL, disabled_reason = NULL WHERE id = $1', [id]);
      // With all its time: else the first message that fails might disable it again
      await tx.rows(
        `UPDATE webhook_cursor SET attempt = 0, first_attempt_at = NULL, failing_since = NULL,
           next_attempt_at = clock_timestamp() WHERE endpoint_id = $1`,
        [id],
      );
    });
  }
}
