import type { Prepared, Queryable } from '../database/queryable.js';
import type { LogEntry } from './log-entry.js';

/** Entries read at once: 1000 take 15 ms, and are 300 kB while they are looked at. */
export const PAGE_SIZE = 1000;

const COLUMNS = `l.idx::float8 AS index, l.type, l.stream, e.seq::int, l.actor, e.leaf::jsonb ->> 'action' AS action, l.at,
  r.id AS "reviewId", coalesce(r.desk_id, CASE WHEN starts_with(l.type, 'desk.') THEN l.stream END) AS "deskId"`;

/** A review never moves to another desk, so the desk that it has now is the one that it had. */
const TABLES = `audit.leaf l JOIN audit.event e ON e.id = l.event_id
  LEFT JOIN public.decision d
    ON starts_with(l.type, 'sign_off.') AND d.id = (e.leaf::jsonb #>> '{row,decision_id}')::uuid
  LEFT JOIN public.review r ON r.id = CASE split_part(l.type, '.', 1)
    WHEN 'review' THEN (e.leaf::jsonb #>> '{row,id}')::uuid
    WHEN 'decision' THEN (e.leaf::jsonb #>> '{row,review_id}')::uuid
    WHEN 'sign_off' THEN d.review_id END`;

const BY_INDEX: Prepared = {
  name: 'log-by-index',
  text: `SELECT ${COLUMNS} FROM ${TABLES} WHERE l.idx >= $1 AND l.idx < $2 ORDER BY l.idx LIMIT $3`,
};

const BY_STREAM: Prepared = {
  name: 'log-by-stream',
  text: `SELECT ${COLUMNS} FROM ${TABLES} WHERE l.stream = $4 AND l.idx >= $1 AND l.idx < $2 ORDER BY l.idx LIMIT $3`,
};

/**
 * @param from first place. @param to the place before which to stop
 * @param stream one stream alone, found by its index
 * @returns PAGE_SIZE entries at most, in the log's order
 */
export const readLog = (db: Queryable, from: number, to: number, stream?: string): Promise<LogEntry[]> =>
  stream === undefined
    ? db.rows<LogEntry>(BY_INDEX, [from, to, PAGE_SIZE])
    : db.rows<LogEntry>(BY_STREAM, [from, to, PAGE_SIZE, stream]);
