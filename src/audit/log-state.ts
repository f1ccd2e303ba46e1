import type { Queryable } from '../database/queryable.js';

/** How far the sealer has come, whichever process it is in. */
export interface LogState {
  /** Leaves of the sealed log. */
  readonly size: number;
  /** How long the oldest event that is found committed and not sealed has waited; 0 where there is none. */
  readonly lagSeconds: number;
}

/** Events of transactions that ended late are looked for among so many, so that it costs the same at any time. */
const LOOK_AT_MOST = 1000;

/**
 * Unsealed are: leaves that no checkpoint covers, events younger than the last leaf's, and those of transactions that
 * began before it and ended after. Each is found by an index.
 */
const STATE = `
  WITH sealed AS MATERIALIZED (
    SELECT coalesce(max(size), 0) AS size, coalesce((array_agg(low_xid ORDER BY size DESC))[1], '0'::xid8) AS low_xid
    FROM (SELECT size, low_xid FROM audit.checkpoint ORDER BY size DESC LIMIT 1) newest)
  SELECT size::float8, coalesce(greatest(0, extract(epoch FROM clock_timestamp() - least(
    (SELECT at FROM audit.leaf WHERE idx >= size ORDER BY idx LIMIT 1),
    (SELECT (leaf::jsonb ->> 'at')::timestamptz FROM audit.event
     WHERE id > coalesce((SELECT event_id FROM audit.leaf ORDER BY idx DESC LIMIT 1), 0) ORDER BY id LIMIT 1),
    (SELECT (leaf::jsonb ->> 'at')::timestamptz
     FROM (SELECT id, leaf FROM audit.event WHERE xid >= low_xid ORDER BY xid LIMIT ${LOOK_AT_MOST}) e
     WHERE (SELECT l.idx FROM audit.leaf l WHERE l.event_id = e.id) IS NULL LIMIT 1)
  ))), 0)::float8 AS "lagSeconds"
  FROM sealed`;

export async function readLogState(db: Queryable): Promise<LogState> {
  return (await db.rows<LogState>(STATE))[0]!;
}
