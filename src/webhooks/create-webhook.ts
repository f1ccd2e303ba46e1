import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { type Tx, UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { checkDesk, validEventTypes, validUrl } from './check-endpoint.js';
import { formatSecret, newWebhookSecret } from './sign-webhook.js';
import { WebhookSettings } from './webhook-settings.js';
import { WebhookEndpointEntity } from './webhook-endpoint.entity.js';
import { MAX_WEBHOOKS } from './webhook-vocabulary.js';

/** Key of the advisory lock under which webhooks are counted and added: "webh" in ASCII. */
const LOCK_KEY = 0x77656268;

export interface NewWebhook {
  readonly url: string;
  readonly description: string;
  readonly eventTypes: readonly string[];
  /** Null for events of all desks. */
  readonly deskId: string | null;
}

/** Makes a webhook, to which events are sent that are sealed from now on. */
@Injectable()
export class CreateWebhook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: WebhookSettings,
  ) {}

  /**
   * @returns its id, and the secret, which is shown this once
   * @throws ForbiddenError; DomainError INVALID_INPUT
   */
  run(caller: Caller & { actor: UserActor }, input: NewWebhook): Promise<{ id: string; secret: string }> {
    authorise(caller.actor, 'webhook.manage');
    const url = validUrl(input.url, this.settings.allowPrivate);
    const eventTypes = validEventTypes(input.eventTypes);
    const { description, deskId } = input;
    const endpoint = { id: newId(), url, description, eventTypes, deskId, createdBy: caller.actor.id };
    const secret = newWebhookSecret();
    return this.unitOfWork.run(caller, 'createWebhook', async (tx) => {
      await checkRoom(tx);
      await checkDesk(tx, deskId);
      await tx.manager.insert(WebhookEndpointEntity, { ...endpoint, secret });
      await tx.rows(
        `INSERT INTO webhook_cursor (endpoint_id, next_index)
         SELECT $1, coalesce(max(size), 0) FROM audit.checkpoint`,
        [endpoint.id],
      );
      return { id: endpoint.id, secret: formatSecret(secret) };
    });
  }
}

/** Under a lock, so that two at once do not both take the last place. */
async function checkRoom(tx: Tx): Promise<void> {
  await tx.rows('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY]);
  const [found] = await tx.rows<{ count: number }>('SELECT count(*)::int AS count FROM webhook_endpoint');
  if (found!.count < MAX_WEBHOOKS) return;
  throw new DomainError('INVALID_INPUT', `There may be ${MAX_WEBHOOKS} webhooks. Delete one first.`, {
    path: ['input'],
  });
}
