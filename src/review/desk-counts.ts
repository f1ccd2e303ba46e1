import { COUNT_LIMIT, total } from '../graphql/connection.js';
import { OPEN_STATES } from './review-states.js';
import type { DeskCounts } from './review.type.js';

const OPEN = `state IN (${OPEN_STATES.map((state) => `'${state}'`).join(', ')})`;

/** Of which reviews each number of DeskCounts is. */
const CONDITIONS: Readonly<Record<keyof DeskCounts, string>> = {
  queued: `state = 'QUEUED' AND deferred_until IS NULL`,
  deferred: `state = 'QUEUED' AND deferred_until IS NOT NULL`,
  inReview: `state = 'IN_REVIEW'`,
  awaitingSignOff: `state = 'AWAITING_SIGN_OFF'`,
  overdue: `${OPEN} AND due_at <= now()`,
};

/** @returns SQL that counts reviews to one more than the limit and no further */
export const counted = (condition: string, limit: number = COUNT_LIMIT): string =>
  `(SELECT count(*)::int FROM (SELECT FROM review WHERE ${condition} LIMIT ${limit + 1}) s)`;

/** @param ofDesk condition on `desk_id`. @returns a SELECT list of all numbers, each from an index */
export const deskCountColumns = (ofDesk: string): string =>
  Object.entries(CONDITIONS)
    .map(([name, condition]) => `${counted(`${ofDesk} AND ${condition}`)} AS "${name}"`)
    .join(', ');

/** @param row what the columns answered */
export const toDeskCounts = (row: Readonly<Record<keyof DeskCounts, number>>): DeskCounts => ({
  queued: total(row.queued),
  deferred: total(row.deferred),
  inReview: total(row.inReview),
  awaitingSignOff: total(row.awaitingSignOff),
  overdue: total(row.overdue),
});
