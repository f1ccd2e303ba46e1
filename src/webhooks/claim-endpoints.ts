import type { Queryable } from '../database/queryable.js';

/**
 * Longer than an attempt can take, with its statement, so that a worker that lives never loses it. When one dies, others
 * go on after so many seconds.
 */
export const LEASE_SECONDS = 30;
export const LEASED_UNTIL = `clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})`;

/** An endpoint that this worker, and no other one, sends to now; as it was when it was claimed. */
export interface ClaimedEndpoint {
  readonly id: string;
  /** Proof of the lease; each write says it. Whoever changes the endpoint takes it away. */
  readonly token: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly deskId: string | null;
  /** The current one, and for a day after a rotation the previous one. */
  readonly secrets: readonly Buffer[];
  /** Whether it is time for the log, and not only for tests and repeats. */
  readonly isDue: boolean;
  readonly nextIndex: number;
  /** Attempts at the message at hand that failed. */
  readonly attempt: number;
  /** Since the first of them; 0 where there was none. */
  readonly ageMs: number;
  /** Of the log, as far as it is sealed. */
  readonly size: number;
}

/** Numbers in the log are far from 2^53, up to which a float8 is exact. */
const LOG_SIZE = `SELECT coalesce(max(size), 0)::float8 AS size FROM audit.checkpoint`;

/**
 * Takes endpoints that have something to send and are free, those that waited longest first. No transaction stays open:
 * it would hold the horizon up to which the log can be sealed, for as long as a receiver takes to answer.
 *
 * @param hours for which a previous secret signs
 */
export const claimEndpoints = (db: Queryable, limit: number, hours: number): Promise<ClaimedEndpoint[]> =>
  db.rows<ClaimedEndpoint>(
    `WITH log AS MATERIALIZED (${LOG_SIZE}),
     due AS MATERIALIZED (
       SELECT c.endpoint_id, e.disabled_at IS NULL AND c.next_index < log.size AND c.next_attempt_at <= clock_timestamp() AS is_due
       FROM webhook_cursor c JOIN webhook_endpoint e ON e.id = c.endpoint_id CROSS JOIN log
       WHERE (c.leased_until IS NULL OR c.leased_until < clock_timestamp())
         AND (e.disabled_at IS NULL AND c.next_index < log.size AND c.next_attempt_at <= clock_timestamp()
           OR EXISTS (SELECT FROM webhook_delivery d WHERE d.endpoint_id = c.endpoint_id AND d.outcome = 'PENDING'))
       ORDER BY c.next_attempt_at LIMIT $1
       FOR UPDATE OF c SKIP LOCKED)
     UPDATE webhook_cursor c SET lease_token = gen_random_uuid(), leased_until = ${LEASED_UNTIL}
     FROM due, webhook_endpoint e, log
     WHERE c.endpoint_id = due.endpoint_id AND e.id = due.endpoint_id
     RETURNING c.endpoint_id AS id, c.lease_token AS token, e.url, e.event_types AS "eventTypes", e.desk_id AS "deskId",
       CASE WHEN e.secret_rotated_at > clock_timestamp() - make_interval(hours => $2)
            THEN ARRAY[e.secret, e.previous_secret] ELSE ARRAY[e.secret] END AS secrets,
       due.is_due AS "isDue", c.next_index::float8 AS "nextIndex", c.attempt,
       coalesce(extract(epoch FROM clock_timestamp() - c.first_attempt_at) * 1000, 0)::float8 AS "ageMs", log.size`,
    [limit, hours],
  );

/**
 * Gives an endpoint back. One that is not waiting for its next attempt goes to the end of the queue.
 *
 * @param nextIndex up to which no event of the log concerns it
 */
export async function releaseEndpoint(
  db: Queryable,
  { id, token }: Pick<ClaimedEndpoint, 'id' | 'token'>,
  nextIndex: number,
): Promise<void> {
  await db.rows(
    `UPDATE webhook_cursor SET lease_token = NULL, leased_until = NULL, next_index = greatest(next_index, $3),
       next_attempt_at = CASE WHEN attempt = 0 THEN clock_timestamp() ELSE next_attempt_at END
     WHERE endpoint_id = $1 AND lease_token = $2`,
    [id, token, nextIndex],
  );
}
