import type { Queryable } from '../database/queryable.js';
import { ANY_TYPE } from './event-types.js';
import type { ClaimedEndpoint } from './claim-endpoints.js';
import type { SealedEvent } from './webhook-message.js';

/** Events looked at in one statement, at most. Those of one desk cannot be found by an index; 1000 take some milliseconds. */
const WINDOW = 1000;
/** Events read to be sent, at most: each may have 64 kB. */
const BATCH = 50;

export interface Found {
  /** In the order of the log. */
  readonly events: SealedEvent[];
  /** No event before this one concerns the endpoint, but those found. */
  readonly scannedTo: number;
}

/**
 * The events that an endpoint wants, each type by its own walk of the index (type, idx): how much of the log lies between
 * two of them does not matter. $1 from, $2 to, $3 desk, $4 types.
 */
const OF_TYPES = `
  SELECT l.idx, l.event_id, l.stream, l.type FROM unnest($4::text[]) AS wanted (type)
  CROSS JOIN LATERAL (SELECT * FROM audit.leaf l WHERE l.type = wanted.type AND l.idx >= $1 AND l.idx < $2
                      ORDER BY l.idx LIMIT ${WINDOW}) l
  ORDER BY l.idx LIMIT ${WINDOW}`;
const OF_ALL = `
  SELECT l.idx, l.event_id, l.stream, l.type FROM audit.leaf l
  WHERE l.idx >= $1 AND l.idx < $2 ORDER BY l.idx LIMIT ${WINDOW}`;

const statement = (candidates: string): string => `
  WITH looked AS MATERIALIZED (${candidates}),
  found AS MATERIALIZED (
    SELECT * FROM looked l
    WHERE $3::uuid IS NULL OR l.stream = $3 OR EXISTS (SELECT FROM claim c WHERE c.id = l.stream AND c.desk_id = $3)
    ORDER BY l.idx LIMIT ${BATCH})
  SELECT f.idx::float8 AS index, f.type, e.leaf,
    (CASE WHEN (SELECT count(*) FROM found) = ${BATCH} THEN (SELECT max(idx) + 1 FROM found)
          WHEN (SELECT count(*) FROM looked) = ${WINDOW} THEN (SELECT max(idx) + 1 FROM looked)
          ELSE $2 END)::float8 AS "scannedTo"
  FROM (SELECT) one LEFT JOIN found f ON true LEFT JOIN audit.event e ON e.id = f.event_id
  ORDER BY f.idx`;

const IN_TYPES = statement(OF_TYPES);
const IN_ALL = statement(OF_ALL);

/**
 * Looks for the next events of the log that concern the endpoint: of its types, and of its desk's claims or of the desk
 * itself.
 *
 * @param from index of the first event that is looked at
 */
export async function scanLog(
  db: Queryable,
  { eventTypes, deskId, size }: Pick<ClaimedEndpoint, 'eventTypes' | 'deskId' | 'size'>,
  from: number,
): Promise<Found> {
  const isAny = eventTypes.includes(ANY_TYPE);
  const rows = await db.rows<(SealedEvent | { index: null }) & { scannedTo: number }>(isAny ? IN_ALL : IN_TYPES, [
    from,
    size,
    deskId,
    ...(isAny ? [] : [eventTypes]),
  ]);
  const events = rows.flatMap((row) =>
    row.index === null ? [] : [{ index: row.index, type: row.type, leaf: row.leaf }],
  );
  return { events, scannedTo: rows[0]!.scannedTo };
}

/** @returns an event by its number; undefined where the log has not come so far */
export async function eventAt(db: Queryable, index: string): Promise<SealedEvent | undefined> {
  const [event] = await db.rows<SealedEvent>(
    `SELECT l.idx::float8 AS index, l.type, e.leaf FROM audit.leaf l JOIN audit.event e ON e.id = l.event_id WHERE l.idx = $1`,
    [index],
  );
  return event;
}
