import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { checkDesk, validEventTypes, validUrl } from './check-endpoint.js';
import type { NewWebhook } from './create-webhook.js';
import { lockEndpoint } from './lock-endpoint.js';
import { WebhookEndpointEntity } from './webhook-endpoint.entity.js';
import { WebhookSettings } from './webhook-settings.js';

/** What is left out stays as it is. */
export type WebhookChange = { readonly id: string } & {
  readonly [Key in keyof NewWebhook]?: NewWebhook[Key] | undefined;
};

/** Changes where events are sent, and which. Where it stands in the log is kept. */
@Injectable()
export class UpdateWebhook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: WebhookSettings,
  ) {}

  /** @throws ForbiddenError; DomainError INVALID_INPUT, NOT_FOUND */
  run(caller: Caller, { id, url, description, eventTypes, deskId }: WebhookChange): Promise<void> {
    authorise(caller.actor, 'webhook.manage');
    const change = {
      ...(url === undefined ? {} : { url: validUrl(url, this.settings.allowPrivate) }),
      ...(description === undefined ? {} : { description }),
      ...(eventTypes === undefined ? {} : { eventTypes: validEventTypes(eventTypes) }),
      ...(deskId === undefined ? {} : { deskId }),
    };
    return this.unitOfWork.run(caller, 'updateWebhook', async (tx) => {
      await lockEndpoint(tx, id, ['input', 'id']);
      if (Object.keys(change).length === 0) return;
      await checkDesk(tx, deskId ?? null);
      await tx.manager.update(WebhookEndpointEntity, { id }, change);
      // Whoever sends now does so by what it was; and the attempts that failed were made there, and of those types
      await tx.rows(
        `UPDATE webhook_cursor SET attempt = 0, first_attempt_at = NULL, next_attempt_at = clock_timestamp(),
           lease_token = NULL, leased_until = NULL WHERE endpoint_id = $1`,
        [id],
      );
    });
  }
}
