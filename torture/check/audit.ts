import { type Check, each } from './problem.js';

interface Audited {
  readonly table: string;
  readonly key: string[];
  /** Columns that are not in the log. */
  readonly omitted: string[];
}

/** Every table with the trigger that writes the log, by its own arguments (migrations/audit-table.ts). */
const AUDITED = `
  SELECT c.relname AS "table",
         string_to_array(split_part(encode(t.tgargs, 'escape'), '\\000', 3), ',') AS omitted,
         ARRAY(SELECT a.attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
               WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY a.attnum) AS key
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = 'audit_capture' ORDER BY 1`;

/** Compares each row with what its last event says of it. Nulls are not in the log. */
const compare = ({ table, key }: Audited): string => {
  const keyOf = (row: string): string =>
    `jsonb_build_array(${key.map((column) => `${row} -> '${column}'`).join(', ')})`;
  return `
    WITH event AS (
      SELECT d->>'op' AS op, jsonb_strip_nulls(d->'row' || coalesce(e.body::jsonb, '{}')) AS row, e.stream, e.seq
      FROM audit.event e, LATERAL (SELECT e.leaf::jsonb AS d) s WHERE d->>'table' = '${table}'),
    last AS (SELECT DISTINCT ON (key) * FROM (SELECT ${keyOf('row')} AS key, * FROM event) k ORDER BY key, seq DESC),
    count AS (SELECT ${keyOf('row')} AS key, sum(CASE op WHEN 'INSERT' THEN 1 WHEN 'DELETE' THEN -1 ELSE 0 END) AS n FROM event GROUP BY 1),
    now AS (SELECT jsonb_strip_nulls(to_jsonb(t) - $1::text[]) AS row FROM public.${table} t)
    SELECT '${table}' AS "table", coalesce(now.row, last.row) AS row,
           CASE WHEN last.key IS NULL THEN 'was inserted without an event'
                WHEN now.row IS NULL THEN 'was deleted without an event'
                WHEN now.row <> last.row THEN 'was changed without an event'
                ELSE 'has more or fewer events than rows' END AS what, last.row AS "lastEvent"
    FROM (SELECT * FROM last WHERE op <> 'DELETE') last
    FULL JOIN now ON ${keyOf('now.row')} = last.key
    LEFT JOIN count ON count.key = last.key
    WHERE last.key IS NULL OR now.row IS NULL OR now.row <> last.row OR count.n <> 1`;
};

/** Every row is as its last event says, and every event's row is there or was deleted with one. */
export const events: Check = async ({ db }) => {
  // As audit.capture() writes times
  await db.rows(`SET LOCAL timezone = 'UTC'`);
  const tables = await db.rows<Audited>(AUDITED);
  const found = [];
  for (const table of tables) found.push(...(await db.rows(compare(table), [table.omitted])));
  return [
    ...each('Every change of a row has its event.', found),
    ...each('The tables that must be in the log are.', tables.length > 0 ? [] : [{ tables }]),
  ];
};

/** Each stream is numbered from 1 without a gap, and each event says itself where it stands. */
export const streams: Check = async ({ db }) => [
  ...each(
    'Each stream of events is numbered from 1 without a gap.',
    await db.rows(
      `SELECT stream, h.seq::int AS head, e.first::int AS first, e.last::int AS last, e.n::int AS events
       FROM audit.head h FULL JOIN
         (SELECT stream, min(seq) AS first, max(seq) AS last, count(*) AS n FROM audit.event GROUP BY stream) e USING (stream)
       WHERE (h.seq = e.last AND e.n = e.last AND e.first = 1) IS NOT TRUE`,
    ),
  ),
  ...each(
    'An event stands where it says, and its hidden part has the hash that it gives.',
    await db.rows(
      `SELECT e.stream, e.seq::int AS seq FROM audit.event e, LATERAL (SELECT e.leaf::jsonb AS d) s
       WHERE d->>'stream' <> e.stream::text OR (d->>'seq')::bigint <> e.seq OR d->>'actor' IS NULL
         OR d->>'c' IS DISTINCT FROM encode(sha256(e.salt || convert_to(e.body, 'UTF8')), 'hex')`,
    ),
  ),
];
