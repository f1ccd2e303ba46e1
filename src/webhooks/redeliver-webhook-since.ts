import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { lockEndpoint } from './lock-endpoint.js';

/**
 * Puts a webhook to another place in the log: before events that it shall get again, or behind those that it shall not
 * get any more. From there it goes on in the log's order. Who did it, and from where to where, is in the audit log.
 */
@Injectable()
export class RedeliverWebhookSince {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @param index number of the next event, from 0 to the size of the sealed log
   * @throws ForbiddenError; DomainError NOT_FOUND, INVALID_INPUT
   */
  run(caller: Caller, id: string, index: number): Promise<void> {
    authorise(caller.actor, 'webhook.manage');
    return this.unitOfWork.run(caller, 'redeliverWebhookSince', async (tx) => {
      await lockEndpoint(tx, id);
      const [cursor] = await tx.rows<{ from: string }>(
        'SELECT next_index AS "from" FROM webhook_cursor WHERE endpoint_id = $1 FOR UPDATE',
        [id],
      );
      // The worker that sends now loses its lease, or it would move the cursor on from where it was
      const moved = await tx.rows(
        `UPDATE webhook_cursor SET next_index = $2, attempt = 0, first_attempt_at = NULL,
           next_attempt_at = clock_timestamp(), lease_token = NULL, leased_until = NULL
         WHERE endpoint_id = $1 AND $2 BETWEEN 0 AND (SELECT coalesce(max(size), 0) FROM audit.checkpoint)
         RETURNING endpoint_id`,
        [id, index],
      );
      if (moved.length === 0) {
        throw new DomainError('INVALID_INPUT', 'The index must be from 0 to the size of the sealed log.', {
          path: ['index'],
        });
      }
      // What the audit log sees: an event for each move of the cursor would be one for each event that is sent
      await tx.rows(
        'UPDATE webhook_endpoint SET moved_at = clock_timestamp(), moved_from = $2, moved_to = $3 WHERE id = $1',
        [id, cursor!.from, index],
      );
    });
  }
}
