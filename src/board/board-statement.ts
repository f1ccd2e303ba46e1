import { mayTakeOn } from '../review/assignees.js';
import { counted, deskCountColumns } from '../review/desk-counts.js';
import { OPEN_STATES } from '../review/review-states.js';
import { ReviewState } from '../review/vocabulary.js';

/** Hours at which an age of the backlog ends and the next begins: a day, three, a week, two, a month. */
export const AGES = [24, 72, 168, 336, 720] as const;

/**
 * Open reviews are counted to here, to reckon the backlog of each day from it: 100,000 entries of an index take some 15
 * milliseconds, and a desk with more has no use for the number.
 */
export const BACKLOG_LIMIT = 100_000;

const quoted = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');
const STATES = quoted(Object.values(ReviewState));
const OPEN = quoted(OPEN_STATES);
const DESKS = '= ANY($1::uuid[])';

/** $1 are desks, $2 the days' beginnings and the end of the last, $3 now; days are numbered from 1. */
const dayOf = (column: string): string => `width_bucket(${column}, $2::timestamptz[])`;
const inSpan = (column: string): string =>
  `${column} >= ($2::timestamptz[])[1] AND ${column} < ($2::timestamptz[])[cardinality($2::timestamptz[])]`;

/** Of open reviews that were queued so many hours ago. */
const aged = (from: number, to: number | null): string =>
  [
    `desk_id ${DESKS} AND state IN (${OPEN})`,
    ...(from === 0 ? [] : [`queued_at <= $3::timestamptz - interval '${from} hours'`]),
    ...(to === null ? [] : [`queued_at > $3::timestamptz - interval '${to} hours'`]),
  ].join(' AND ');

/**
 * All figures of a board in one statement, and so as of one moment. It reads what is in the span, each by an index, and
 * counts what is open now to a limit; its cost grows with the span and not with the table.
 *
 * A verdict is looked up for each review by its decision's id: joined, the planner would rather read all decisions.
 */
export const BOARD = `
  WITH queued AS (
    SELECT ${dayOf('queued_at')} AS day, count(*)::int AS n FROM review
    WHERE desk_id ${DESKS} AND state IN (${STATES}) AND ${inSpan('queued_at')}
    GROUP BY 1),
  decision_made AS MATERIALIZED (
    SELECT ${dayOf('r.decided_at')} AS day, extract(epoch FROM r.decided_at - r.queued_at)::int AS seconds,
           r.decided_at > r.due_at AS late, d.verdict, d.decided_by
    FROM review r CROSS JOIN LATERAL (SELECT verdict, decided_by FROM decision WHERE id = r.decision_id LIMIT 1) d
    WHERE r.desk_id ${DESKS} AND r.state = 'DECIDED' AND ${inSpan('r.decided_at')}),
  decided AS (
    SELECT day, decided_by, count(*)::int AS count,
           (count(*) FILTER (WHERE verdict = 'VERIFIED'))::int AS verified,
           (count(*) FILTER (WHERE verdict = 'DISPUTED'))::int AS disputed,
           (count(*) FILTER (WHERE verdict = 'UNCONFIRMED'))::int AS unconfirmed,
           (count(*) FILTER (WHERE late))::int AS late,
           percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY seconds) AS percentiles
    FROM decision_made GROUP BY GROUPING SETS ((), (day), (decided_by))),
  withdrawn AS (
    SELECT ${dayOf('c.erased_at')} AS day, count(*)::int AS n
    FROM claim c JOIN review r ON r.claim_id = c.id
    WHERE ${inSpan('c.erased_at')} AND r.state = 'WITHDRAWN' AND r.desk_id ${DESKS}
    GROUP BY 1),
  expired AS (
    SELECT ${dayOf('ended_at')} AS day, holder_id, count(*)::int AS n FROM lease_expiry
    WHERE desk_id ${DESKS} AND ${inSpan('ended_at')}
    GROUP BY GROUPING SETS ((day), (holder_id))),
  signed AS (
    SELECT s.signed_by, count(*)::int AS n FROM sign_off s
    WHERE ${inSpan('s.signed_at')} AND (
      SELECT r.desk_id ${DESKS} FROM decision d JOIN review r ON r.id = d.review_id WHERE d.id = s.decision_id)
    GROUP BY 1),
  held AS (
    SELECT lease_holder_id, count(*)::int AS n FROM review
    WHERE desk_id ${DESKS} AND state = 'IN_REVIEW' GROUP BY 1),
  people AS (
    SELECT u.id, u.name, ${mayTakeOn(`g.desk_id ${DESKS}`)} AS "mayTake",
           coalesce(h.n, 0) AS holding, a.n AS assigned, coalesce(d.count, 0) AS decided,
           d.percentiles[1] AS "medianSeconds", coalesce(s.n, 0) AS "signOffs", coalesce(e.n, 0) AS "leaseExpiries"
    FROM app_user u
    LEFT JOIN held h ON h.lease_holder_id = u.id
    LEFT JOIN decided d ON d.decided_by = u.id
    LEFT JOIN signed s ON s.signed_by = u.id
    LEFT JOIN expired e ON e.holder_id = u.id
    CROSS JOIN LATERAL ${counted(`assignee_id = u.id AND desk_id ${DESKS} AND state = 'QUEUED'`)} a (n))
  SELECT (SELECT json_object_agg(day, n) FROM queued) AS queued,
         (SELECT json_object_agg(coalesce(day, 0), to_json(d)) FROM decided d WHERE decided_by IS NULL) AS decided,
         (SELECT json_object_agg(day, n) FROM withdrawn) AS withdrawn,
         (SELECT json_object_agg(day, n) FROM expired WHERE holder_id IS NULL) AS expired,
         (SELECT json_agg(to_json(p) ORDER BY name, id) FROM people p
          WHERE "mayTake" OR holding + assigned + decided + "signOffs" + "leaseExpiries" > 0) AS people,
         ${counted(`desk_id ${DESKS} AND state IN (${OPEN})`, BACKLOG_LIMIT)} AS open,
         ARRAY[${[0, ...AGES].map((from, i) => counted(aged(from, AGES[i] ?? null))).join(', ')}] AS ages,
         (SELECT to_json(c) FROM (SELECT ${deskCountColumns(`desk_id ${DESKS}`)}) c) AS counts`;
