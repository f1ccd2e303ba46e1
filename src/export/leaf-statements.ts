import pg from 'pg';
import { leafConditions, type LogFilter } from '../audit/log-filter.js';
import type { Queryable } from '../database/queryable.js';
import type { LogExport } from './log-export.js';

/** @returns a SELECT of the leaves from `from` to before `to`, each as it is stored */
export const selectLeaves = (from: number, to: number): string =>
  `SELECT e.leaf FROM audit.leaf l JOIN audit.event e ON e.id = l.event_id
   WHERE l.idx >= ${from} AND l.idx < ${to} ORDER BY l.idx`;

/** The line that follows a leaf with a private text; empty where the leaf never had one. */
const PRIVATE_LINE = `CASE
  WHEN e.body IS NOT NULL
    THEN '{"$private":' || to_json(e.body)::text || ',"salt":"' || encode(e.salt, 'hex') || '"}'
  WHEN e.leaf::json ->> 'c' IS NOT NULL THEN '{"$erased":true}' END`;

/**
 * @returns a SELECT of the leaves that the filter lets through, from `from` to before `to`: index, leaf, and its private
 *   line where wanted. The leaf is empty where its event is gone.
 */
export function selectRows({ filter, withPrivate }: LogExport, from: number, to: number): string {
  const conditions = [`l.idx >= ${from}`, `l.idx < ${to}`, ...leafConditions(filter, pg.escapeLiteral)];
  return `SELECT l.idx, e.leaf${withPrivate ? `, ${PRIVATE_LINE}` : ''}
    FROM audit.leaf l LEFT JOIN audit.event e ON e.id = l.event_id
    WHERE ${conditions.join(' AND ')} ORDER BY l.idx`;
}

/**
 * Leaves are nearly in the order of time, but not quite: transactions that ran at once may be sealed the other way
 * round. So a filter by time is first asked for the indices between which its leaves are.
 *
 * @returns the first index that may be wanted, and the one after the last
 */
export async function rangeOf(
  db: Queryable,
  { filter: { after, before }, from, checkpoint }: LogExport,
): Promise<readonly [number, number]> {
  if (after === undefined && before === undefined) return [from, checkpoint.size];
  const filter: LogFilter = { ...(after && { after }), ...(before && { before }) };
  const values: string[] = [];
  const conditions = leafConditions(filter, (value) => `$${values.push(value)}`);
  // idx + 0, because the least idx alone would be looked for by going through the log from its beginning
  const [row] = await db.rows<{ first: number | null; last: number | null }>(
    `SELECT min(l.idx + 0)::float8 AS first, max(l.idx + 0)::float8 AS last
     FROM audit.leaf l WHERE ${conditions.join(' AND ')}`,
    values,
  );
  const { first, last } = row!;
  if (first === null || last === null) return [from, from];
  return [Math.max(first, from), Math.min(last + 1, checkpoint.size)];
}
