import { authorise } from '../auth/policy.js';
import type { Tx } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { getReview, leaseLost } from './refusals.js';

/** A review, and the token of the lease by which the caller holds it. */
export interface HeldReview {
  readonly id: string;
  readonly leaseToken: string;
}

/**
 * Changes a review if, and only if, the caller holds it at this moment: the lease is compared in the write itself.
 *
 * @param set the SET list; its parameters begin at $4
 * @throws DomainError LEASE_LOST with who did what, NOT_FOUND
 */
export async function changeHeldReview(
  tx: Tx,
  { actor }: Caller & { actor: UserActor },
  { id, leaseToken }: HeldReview,
  set: string,
  values: readonly unknown[] = [],
): Promise<void> {
  // Locked before the clock is read below: a lease that ends while this waits for the row is over
  const review = await getReview(tx, id, { lock: true });
  authorise(actor, 'review.take', review);
  const changed = await tx.rows(
    `UPDATE review r SET ${set} FROM desk d
     WHERE r.id = $1 AND d.id = r.desk_id AND r.state = 'IN_REVIEW'
       AND r.lease_holder_id = $2 AND r.lease_token = $3 AND r.lease_until > clock_timestamp()
     RETURNING r.id`,
    [id, actor.id, leaseToken, ...values],
  );
  if (changed.length === 1) return;
  throw (
    (await leaseLost(tx, await getReview(tx, id), actor, leaseToken)) ??
    new Error('A lease in force was not found by the statement that needed it.')
  );
}

/** SET list that gives a review back to its queue. */
export const BACK_TO_QUEUE = `state = 'QUEUED', lease_holder_id = NULL, lease_token = NULL, lease_until = NULL,
  version = r.version + 1`;
