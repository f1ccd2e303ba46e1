import { newId } from '../src/kernel/ids.js';
import type { DeskApp, Person } from './desk-app.js';

/** What the page asks for. */
export const BOARD = `query ($slug: String, $days: Int! = 30, $timeZone: String! = "UTC") {
  board: deskBoard(slug: $slug, days: $days, timeZone: $timeZone) {
    at timeZone desk { id slug }
    counts { queued { ...T } deferred { ...T } inReview { ...T } awaitingSignOff { ...T } overdue { ...T } }
    ages { fromHours toHours count { ...T } }
    total { queued withdrawn leaseExpiries decided { ...D } }
    days { day backlog queued withdrawn leaseExpiries decided { ...D } }
    people { user { id name } mayTake holding assigned { ...T } decided medianSeconds signOffs leaseExpiries } } }
  fragment T on Total { count isCapped }
  fragment D on DecidedFigures { count verified disputed unconfirmed late p50Seconds p90Seconds }`;

const HOUR = 3_600_000;

/** A review whose times are set by hand: what no part of the application may do. */
export async function reviewAt(app: DeskApp, deskId: string, queuedAt: Date, dueAt?: Date): Promise<string> {
  const { reviewId } = await app.review(deskId);
  await app.sql('UPDATE review SET queued_at = $2, due_at = $3 WHERE id = $1', [
    reviewId,
    queuedAt,
    dueAt ?? new Date(+queuedAt + 24 * HOUR),
  ]);
  return reviewId;
}

/** Ends a review with a decision of somebody's at an instant. */
export async function decidedAt(
  app: DeskApp,
  reviewId: string,
  author: Person,
  at: Date,
  verdict = 'VERIFIED',
): Promise<string> {
  const id = newId();
  await app.sql(
    `INSERT INTO decision (id, claim_id, review_id, verdict, rationale, idempotency_key, decided_by, decided_at)
     SELECT $1, claim_id, id, $3, 'Reasons.', gen_random_uuid()::text, $4, $5 FROM review WHERE id = $2`,
    [id, reviewId, verdict, author.id, at],
  );
  await app.sql(`UPDATE review SET state = 'DECIDED', decision_id = $2, decided_at = $3 WHERE id = $1`, [
    reviewId,
    id,
    at,
  ]);
  return id;
}
