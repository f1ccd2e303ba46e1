import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { type Tx, UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { endTurn, lockEndpoint } from './lock-endpoint.js';
import { WebhookDisabledReason } from './webhook-vocabulary.js';

/** Stops sending to an endpoint. Where it stands in the log is kept. Disabling it again changes nothing. */
@Injectable()
export class DisableWebhook {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws ForbiddenError; DomainError NOT_FOUND */
  run(caller: Caller, id: string): Promise<void> {
    authorise(caller.actor, 'webhook.manage');
    return this.unitOfWork.run(caller, 'disableWebhook', async (tx) => {
      const { url } = await lockEndpoint(tx, id);
      await disable(tx, id, url, WebhookDisabledReason.BY_HAND);
    });
  }

  /**
   * Stops sending because of how the receiver behaves. The event in the log is what tells people, and other webhooks.
   *
   * @param url to which it was sent; an endpoint that has got another one since is left alone
   */
  byWorker(caller: Caller, id: string, url: string, reason: WebhookDisabledReason): Promise<boolean> {
    return this.unitOfWork.run(caller, 'disableWebhook', (tx) => disable(tx, id, url, reason));
  }
}

async function disable(tx: Tx, id: string, url: string, reason: WebhookDisabledReason): Promise<boolean> {
  const disabled = await tx.rows(
    `UPDATE webhook_endpoint SET disabled_at = now(), disabled_reason = $3
     WHERE id = $1 AND url = $2 AND disabled_at IS NULL RETURNING id`,
    [id, url, reason],
  );
  if (disabled.length > 0) await endTurn(tx, id);
  return disabled.length > 0;
}
