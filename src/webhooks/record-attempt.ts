import type { Queryable } from '../database/queryable.js';
import { newId } from '../kernel/ids.js';
import { type ClaimedEndpoint, LEASED_UNTIL } from './claim-endpoints.js';
import type { Answer } from './send-webhook.js';
import type { SealedEvent } from './webhook-message.js';
import { WebhookOutcome } from './webhook-vocabulary.js';

type Lease = Pick<ClaimedEndpoint, 'id' | 'token'>;

/** When the attempt began, by the database's clock. $7 is how long it took. */
const STARTED = `clock_timestamp() - make_interval(secs => $7 / 1000.0)`;
const NEXT_MESSAGE = `next_index = $3 + 1, attempt = 0, first_attempt_at = NULL, next_attempt_at = clock_timestamp()`;
const RELEASED = `lease_token = NULL, leased_until = NULL`;

/** How each outcome moves the cursor. What failed ends the lease: the next attempt is anybody's. $11 is the pause. */
const MOVES = {
  [WebhookOutcome.DELIVERED]: `${NEXT_MESSAGE}, failing_since = NULL, leased_until = ${LEASED_UNTIL}`,
  [WebhookOutcome.FAILED]: `attempt = attempt + 1, first_attempt_at = coalesce(first_attempt_at, ${STARTED}),
    failing_since = coalesce(failing_since, ${STARTED}),
    next_attempt_at = clock_timestamp() + make_interval(secs => $11::float8 / 1000), ${RELEASED}`,
  [WebhookOutcome.DEAD]: `${NEXT_MESSAGE}, failing_since = coalesce(failing_since, ${STARTED}), ${RELEASED}`,
} as const;

export interface Attempt {
  readonly event: SealedEvent;
  /** From 1. */
  readonly attempt: number;
  readonly answer: Answer;
  readonly outcome: keyof typeof MOVES;
  /** Until the next one; null where there is none. */
  readonly delayMs: number | null;
}

export interface Recorded {
  /** Since when nothing was delivered; 0 where the last one was. */
  readonly failingMs: number;
}

/**
 * Moves the cursor and writes down the attempt, in one statement: neither is ever there without the other.
 *
 * @returns undefined, and nothing is written, where the lease is not the caller's any more: the endpoint was changed, or
 *   another worker has taken it. The message may then be delivered again.
 */
export async function recordAttempt(
  db: Queryable,
  { id, token }: Lease,
  { event, attempt, answer, outcome, delayMs }: Attempt,
): Promise<Recorded | undefined> {
  const [recorded] = await db.rows<Recorded>(
    `WITH moved AS (
       UPDATE webhook_cursor SET ${MOVES[outcome]} WHERE endpoint_id = $1 AND lease_token = $2
       RETURNING endpoint_id, failing_since),
     written AS (
       INSERT INTO webhook_delivery (id, endpoint_id, log_index, type, attempt, outcome, started_at, duration_ms,
         http_status, error, response)
       SELECT $4, endpoint_id, $3::bigint, $5, $6, '${outcome}', ${STARTED}, $7::integer, $8, $9, $10 FROM moved)
     SELECT coalesce(extract(epoch FROM clock_timestamp() - failing_since) * 1000, 0)::float8 AS "failingMs"
     FROM moved`,
    [
      id,
      token,
      event.index,
      newId(),
      event.type,
      attempt,
      answer.durationMs,
      answer.status,
      answer.error,
      answer.response,
      ...(outcome === WebhookOutcome.FAILED ? [delayMs] : []), // no other statement has an $11
    ],
  );
  return recorded;
}

/** What somebody asked for: a test, or a repeat of one message. */
export interface PendingDelivery {
  readonly id: string;
  /** Null for a test. */
  readonly logIndex: string | null;
  readonly createdAt: Date;
}

/** Requested messages sent in one go, before the log's turn comes. */
const PENDING_BATCH = 10;

export const pendingDeliveries = (db: Queryable, endpointId: string): Promise<PendingDelivery[]> =>
  db.rows<PendingDelivery>(
    `SELECT id, log_index AS "logIndex", created_at AS "createdAt" FROM webhook_delivery
     WHERE endpoint_id = $1 AND outcome = 'PENDING' ORDER BY id LIMIT ${PENDING_BATCH}`,
    [endpointId],
  );

/**
 * Writes down how a requested delivery ended. It has one attempt and moves no cursor.
 *
 * @returns whether the lease was still the caller's; where not, the delivery stays to be made
 */
export async function recordRequested(
  db: Queryable,
  { id, token }: Lease,
  deliveryId: string,
  outcome: WebhookOutcome.DELIVERED | WebhookOutcome.FAILED,
  { durationMs, status, error, response }: Omit<Answer, 'retryAfterMs'>,
): Promise<boolean> {
  const written = await db.rows(
    `WITH held AS (
       UPDATE webhook_cursor SET leased_until = ${LEASED_UNTIL} WHERE endpoint_id = $1 AND lease_token = $2
       RETURNING endpoint_id)
     UPDATE webhook_delivery d SET outcome = '${outcome}', http_status = $4, error = $5, response = $6,
       duration_ms = $7::integer, started_at = ${STARTED}
     FROM held WHERE d.id = $3 AND d.endpoint_id = held.endpoint_id AND d.outcome = 'PENDING' RETURNING d.id`,
    [id, token, deliveryId, status, error, response, durationMs],
  );
  return written.length > 0;
}
