import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { endTurn, lockEndpoint } from './lock-endpoint.js';
import { formatSecret, newWebhookSecret } from './sign-webhook.js';

/** Gives a webhook a new secret. The one that it had signs, too, for a day; one that was rotated before does not any more. */
@Injectable()
export class RotateWebhookSecret {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @returns the new secret, which is shown this once
   * @throws ForbiddenError; DomainError NOT_FOUND
   */
  run(caller: Caller, id: string): Promise<string> {
    authorise(caller.actor, 'webhook.manage');
    const secret = newWebhookSecret();
    return this.unitOfWork.run(caller, 'rotateWebhookSecret', async (tx) => {
      await lockEndpoint(tx, id);
      await tx.rows(
        `UPDATE webhook_endpoint SET previous_secret = secret, secret = $2, secret_rotated_at = clock_timestamp()
         WHERE id = $1`,
        [id, secret],
      );
      await endTurn(tx, id);
      return formatSecret(secret);
    });
  }
}
