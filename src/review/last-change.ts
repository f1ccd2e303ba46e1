import type { Queryable } from '../database/queryable.js';
import type { LastChange } from '../graphql/user-error.js';

/** The latest event of a claim's stream that contains the given JSON. */
const LATEST = `
  SELECT e.doc ->> 'action' AS action, coalesce(u.name, split_part(e.doc ->> 'actor', ':', 2)) AS by,
         (e.doc ->> 'at')::timestamptz(3) AS at
  FROM (SELECT leaf::jsonb AS doc, seq FROM audit.event WHERE stream = $1) e
  LEFT JOIN app_user u ON u.id = substring(e.doc ->> 'actor' FROM '^user:(.*)$')::uuid
  WHERE e.doc @> $2::jsonb
  ORDER BY e.seq DESC LIMIT 1`;

const latest = async (db: Queryable, claimId: string, containing: object): Promise<LastChange | null> =>
  (await db.rows<LastChange>(LATEST, [claimId, JSON.stringify(containing)]))[0] ?? null;

/** @returns who did what to a review last, from the audit log */
export const lastChange = (db: Queryable, claimId: string, reviewId: string): Promise<LastChange | null> =>
  latest(db, claimId, { table: 'review', row: { id: reviewId } });

/** @returns who changed the claim itself last, from the audit log */
export const claimLastChange = (db: Queryable, claimId: string): Promise<LastChange | null> =>
  latest(db, claimId, { table: 'claim' });
