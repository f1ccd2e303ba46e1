import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Connection, decodeCursor, type PageArgs, toConnection } from '../graphql/connection.js';
import type { AuditEvent } from './audit-event.type.js';
import { type EventRow, toEvent } from './audit-queries.js';
import { leafConditions, type LogFilter, type Place } from './log-filter.js';

/** So many leaves are sorted in a few milliseconds. */
const FEW = 10_000;

/** What a page is read with. */
interface Wanted {
  readonly filter: LogFilter;
  /** Conditions on audit.leaf l besides the filter's. */
  readonly below: string;
  readonly limit: string;
  readonly place: Place;
}

/** The sealed log, to look through. */
@Injectable()
export class AuditLogQueries {
  constructor(private readonly database: Database) {}

  /**
   * @param size leaves that are sealed; later ones are not shown
   * @param withPrivate whether `changes` has the private fields, and `about` the names of accounts
   * @returns the newest leaves first
   */
  async page(
    filter: LogFilter,
    args: PageArgs,
    { size, withPrivate }: { size: number; withPrivate: boolean },
  ): Promise<Connection<AuditEvent>> {
    const after =
      typeof args.after === 'string' ? decodeCursor(args.after, [(text) => /^\d{1,15}$/.test(text)])[0]! : size;
    const values: unknown[] = [];
    const place = (value: unknown): string => `$${values.push(value)}`;
    const below = `l.idx < ${place(Math.min(Number(after), size))}::bigint`;
    const leaves = newest({ filter, below, limit: place(args.first + 1), place });
    const body = (event: string): string => (withPrivate ? `${event}.body::jsonb` : 'NULL::jsonb');
    // What an update changed is seen by the event of the row before it: mostly a few events back in its stream
    const rows = await this.database.rows<EventRow & { index: number }>(
      `SELECT l.idx::float8 AS index, e.stream::text, e.seq::int, d AS leaf, ${body('e')} AS body, b.before, u.name AS user,
         ${withPrivate ? 'coalesce(account.name, desk.name, owner.name)' : 'desk.name'} AS about
       FROM (${leaves}) l
       JOIN audit.event e ON e.id = l.event_id
       CROSS JOIN LATERAL (SELECT e.leaf::jsonb AS d OFFSET 0) now
       LEFT JOIN LATERAL (
         SELECT (pd -> 'row') || coalesce(${body('p')}, '{}') AS before
         FROM audit.event p, LATERAL (SELECT p.leaf::jsonb AS pd OFFSET 0) parsed
         WHERE d ->> 'op' = 'UPDATE' AND p.stream = e.stream AND p.seq < e.seq AND pd ->> 'op' <> 'ERASE'
           AND pd ->> 'table' = d ->> 'table' AND pd -> 'row' -> 'id' IS NOT DISTINCT FROM d -> 'row' -> 'id'
         ORDER BY p.seq DESC LIMIT 1) b ON true
       LEFT JOIN app_user u ON u.id = substring(d ->> 'actor' FROM '^user:(.*)$')::uuid
       LEFT JOIN app_user account ON account.id = e.stream
       LEFT JOIN desk ON desk.id = e.stream
       LEFT JOIN api_token token ON token.id = e.stream
       LEFT JOIN app_user owner ON owner.id = token.user_id
       ORDER BY l.idx DESC`,
      values,
    );
    return toConnection(rows.map(toEvent), args, ({ index }) => [String(index)]);
  }
}

/** @returns a SELECT of the newest leaves that the filter lets through, by way of an index whatever the filter is */
function newest(wanted: Wanted): string {
  const { type, ...others } = wanted.filter;
  if (type !== undefined && type.length > 1) return ofTypes(type, others, wanted);
  const { after, before, ...rest } = others;
  const isByTimeOnly = type === undefined && Object.keys(rest).length === 0 && Boolean(after ?? before);
  return isByTimeOnly ? ofTime(wanted) : inOrder(leafConditions(wanted.filter, wanted.place), wanted);
}

const inOrder = (conditions: readonly string[], { below, limit }: Wanted): string =>
  `SELECT l.idx, l.event_id FROM audit.leaf l WHERE ${[...conditions, below].join(' AND ')} ORDER BY l.idx DESC LIMIT ${limit}`;

/** An index has the leaves of each type in order, but not those of several. */
const ofTypes = (types: readonly string[], others: LogFilter, wanted: Wanted): string => {
  const conditions = leafConditions(others, wanted.place);
  const each = types.map((type) => `(${inOrder([`l.type = ${wanted.place(type)}`, ...conditions], wanted)})`);
  return `SELECT x.* FROM (${each.join(' UNION ALL ')}) x ORDER BY x.idx DESC LIMIT ${wanted.limit}`;
};

/**
 * The order of the log is not quite that of time. A few leaves are found by time and then sorted; of many, the newest
 * are found by going back through the log. The planner cannot tell the two apart: it does not know how near the orders are.
 */
const ofTime = (wanted: Wanted): string => {
  const conditions = leafConditions(wanted.filter, wanted.place);
  const isFew = `(SELECT count(*) FROM timed) <= ${FEW}`;
  return `WITH timed AS MATERIALIZED (
      SELECT l.idx FROM audit.leaf l WHERE ${conditions.join(' AND ')} ORDER BY l.at LIMIT ${FEW + 1})
    (SELECT l.idx, l.event_id FROM audit.leaf l
     WHERE l.idx IN (SELECT l.idx FROM timed l WHERE ${isFew} AND ${wanted.below} ORDER BY l.idx DESC LIMIT ${wanted.limit}))
    UNION ALL (${inOrder([`NOT ${isFew}`, ...conditions], wanted)})`;
};
