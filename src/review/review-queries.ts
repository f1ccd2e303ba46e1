import { Injectable } from '@nestjs/common';
import { spellingsOf } from '../claims/claimants.js';
import { type Columns, select } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Prepared } from '../database/queryable.js';
import { containing, Where } from '../database/where.js';
import { COUNT_LIMIT, decodeCursor, type PageArgs, toConnection } from '../graphql/connection.js';
import { groupBy } from '../graphql/context.js';
import { parseInstant } from '../graphql/scalars.js';
import { isId } from '../kernel/ids.js';
import { deskCountColumns, toDeskCounts } from './desk-counts.js';
import { type ReviewFilter, ReviewOrder } from './review-filter.js';
import { OPEN_STATES } from './review-states.js';
import type { DeskCounts, Review, ReviewConnection } from './review.type.js';

/** Of the table as `r`. */
export const REVIEW: Columns<Review> = {
  id: 'r.id',
  claimId: 'r.claim_id',
  deskId: 'r.desk_id',
  round: 'r.round',
  kind: 'r.kind',
  state: 'r.state',
  priority: 'r.priority',
  queuedAt: 'r.queued_at',
  dueAt: 'r.due_at',
  escalatedAt: 'r.escalated_at',
  assigneeId: 'r.assignee_id',
  deferredUntil: 'r.deferred_until',
  deferReason: 'r.defer_reason',
  leaseHolderId: 'r.lease_holder_id',
  leaseToken: 'r.lease_token',
  leaseUntil: 'r.lease_until',
  decisionId: 'r.decision_id',
  decidedAt: 'r.decided_at',
  version: 'r.version',
};

const BY_IDS: Prepared = {
  name: 'reviews-by-ids',
  text: `SELECT ${select(REVIEW)} FROM review r WHERE r.id = ANY($1)`,
};

/** How each order sorts, continues after a cursor, and names a row's place. */
const ORDERS = {
  [ReviewOrder.QUEUE]: {
    sort: '(100 - r.priority), r.due_at, r.id',
    after: ([rank, dueAt, id]: string[]) =>
      `((100 - r.priority), r.due_at, r.id) > (${rank}::int, ${dueAt}::timestamptz, ${id}::uuid)`,
    valid: [(text: string) => /^\d{1,3}$/.test(text), (text: string) => parseInstant(text) !== null, isId],
    positionOf: (review: Review) => [String(100 - review.priority), review.dueAt.toISOString(), review.id],
  },
  [ReviewOrder.NEWEST]: {
    sort: 'r.id DESC',
    after: ([id]: string[]) => `r.id < ${id}::uuid`,
    valid: [isId],
    positionOf: (review: Review) => [review.id],
  },
};

/** Reads of reviews. The functions with `By` are batch loads for `loaderFor`. */
@Injectable()
export class ReviewQueries {
  constructor(private readonly database: Database) {}

  /**
   * Each pair of desk and state is an index range in the wanted order; the page is merged from their first rows,
   * so that its cost does not grow with the number of reviews.
   */
  async page(filter: ReviewFilter, order: ReviewOrder, args: PageArgs): Promise<ReviewConnection> {
    const { sort, after, valid, positionOf } = ORDERS[order];
    const where = await this.where(filter);
    const { ranges, from } = this.ranges(where, filter);
    const found = where.copy();
    const count = async (): Promise<number> => {
      const sql = `SELECT count(*)::int AS n FROM (
        SELECT FROM ${ranges} CROSS JOIN LATERAL (
          SELECT FROM ${from} WHERE ${found.sql} LIMIT ${COUNT_LIMIT + 1}) r LIMIT ${COUNT_LIMIT + 1}) s`;
      return (await this.database.rows<{ n: number }>(sql, found.values))[0]!.n;
    };
    if (typeof args.after === 'string') {
      where.always(after(decodeCursor(args.after, valid).map((value) => where.parameter(value))));
    }
    const limit = where.parameter(args.first + 1);
    const rows = await this.database.rows<Review>(
      `SELECT ${select(REVIEW)} FROM ${ranges} CROSS JOIN LATERAL (
         SELECT r.* FROM ${from} WHERE ${where.sql} ORDER BY ${sort} LIMIT ${limit}) r
       ORDER BY ${sort} LIMIT ${limit}`,
      where.values,
    );
    return { ...toConnection(rows, args, positionOf), count };
  }

  private ranges(where: Where, filter: ReviewFilter): { ranges: string; from: string } {
    // each once: a state given twice is no second range
    const states = where.parameter([...new Set(filter.states ?? OPEN_STATES)]);
    const desk = where.parameter(filter.deskId ?? null);
    where.always('r.desk_id = range.desk_id AND r.state = range.state');
    const byClaim = filter.verdicts ?? filter.claimant ?? filter.text;
    return {
      ranges: `(SELECT d.id AS desk_id, s.state FROM desk d, unnest(${states}::text[]) AS s (state)
                WHERE ${desk}::uuid IS NULL OR d.id = ${desk}) range`,
      from: byClaim == null ? 'review r' : 'review r JOIN claim c ON c.id = r.claim_id',
    };
  }

  private async where(filter: ReviewFilter): Promise<Where> {
    const where = new Where()
      .and(filter.kinds, (p) => `r.kind = ANY(${p})`)
      .and(filter.holderId, (p) => `r.lease_holder_id = ${p}`)
      .and(filter.assigneeId, (p) => `r.assignee_id = ${p}`)
      .and(filter.queuedFrom, (p) => `r.queued_at >= ${p}`)
      .and(filter.queuedBefore, (p) => `r.queued_at < ${p}`)
      .and(filter.dueBefore, (p) => `r.due_at < ${p}`)
      .and(filter.verdicts, (p) => `c.verdict = ANY(${p})`)
      .and(filter.text && containing(filter.text), (p) => `c.statement ILIKE ${p}`);
    if (typeof filter.isDeferred === 'boolean') {
      where.always(`r.deferred_until IS ${filter.isDeferred ? 'NOT ' : ''}NULL`);
    }
    if (typeof filter.claimant === 'string') {
      where.and(await spellingsOf(this.database, filter.claimant), (p) => `c.claimant = ANY(${p})`);
    }
    return where;
  }

  readonly byIds = async (ids: readonly string[]): Promise<(Review | null)[]> => {
    const rows = await this.database.rows<Review>(BY_IDS, [ids]);
    const byId = new Map(rows.map((review) => [review.id, review]));
    return ids.map((id) => byId.get(id) ?? null);
  };

  /** All rounds, the first one first. */
  readonly byClaim = async (claimIds: readonly string[]): Promise<Review[][]> => {
    const rows = await this.database.rows<Review>(
      `SELECT ${select(REVIEW)} FROM review r WHERE r.claim_id = ANY($1) ORDER BY r.round`,
      [claimIds],
    );
    return groupBy(claimIds, rows, (review) => review.claimId);
  };

  /** How many reviews each person holds, leases that ended and were not swept among them: they count as taking does. */
  readonly leasesByHolder = async (userIds: readonly string[]): Promise<number[]> => {
    const rows = await this.database.rows<{ id: string; n: number }>(
      `SELECT lease_holder_id AS id, count(*)::int AS n FROM review
       WHERE lease_holder_id = ANY($1) AND state = 'IN_REVIEW' GROUP BY 1`,
      [userIds],
    );
    const byId = new Map(rows.map(({ id, n }) => [id, n]));
    return userIds.map((id) => byId.get(id) ?? 0);
  };

  /** Counts to COUNT_LIMIT and no further, each from an index. */
  readonly countsByDesk = async (deskIds: readonly string[]): Promise<DeskCounts[]> => {
    const rows = await this.database.rows<Record<'id', string> & Record<keyof DeskCounts, number>>(
      `SELECT d.id, ${deskCountColumns('desk_id = d.id')} FROM desk d WHERE d.id = ANY($1)`,
      [deskIds],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return deskIds.map((id) => toDeskCounts(byId.get(id)!));
  };
}
