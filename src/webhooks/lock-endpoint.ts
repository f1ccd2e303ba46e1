import type { Tx } from '../database/unit-of-work.js';
import { DomainError } from '../kernel/domain-error.js';
import type { WebhookDisabledReason } from './webhook-vocabulary.js';

export interface LockedEndpoint {
  readonly url: string;
  readonly disabledReason: WebhookDisabledReason | null;
}

/**
 * Locks an endpoint's row until the transaction ends, so that changes to it come one after another. Deliveries do not
 * wait for it.
 *
 * @throws DomainError NOT_FOUND
 */
export async function lockEndpoint(tx: Tx, id: string, path: readonly string[] = ['id']): Promise<LockedEndpoint> {
  const [endpoint] = await tx.rows<LockedEndpoint>(
    `SELECT url, disabled_reason AS "disabledReason" FROM webhook_endpoint WHERE id = $1 FOR NO KEY UPDATE`,
    [id],
  );
  if (endpoint === undefined) throw new DomainError('NOT_FOUND', 'There is no such webhook.', { path });
  return endpoint;
}

/**
 * Takes the lease from the worker that sends to the endpoint, which works by what it read when it began. What is on its
 * way arrives; its result is not recorded, so that message is sent again.
 */
export async function endTurn(tx: Tx, id: string): Promise<void> {
  await tx.rows('UPDATE webhook_cursor SET lease_token = NULL, leased_until = NULL WHERE endpoint_id = $1', [id]);
}
