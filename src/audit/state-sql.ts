import pg from 'pg';
import type { AuditedTable } from './audited-tables.js';
import { eventType } from './event-type.js';

/** A row of what the statement answers. */
export interface StateRow {
  /** Null in the one row that only counts. */
  readonly problem: string | null;
  readonly table: string | null;
  /** JSON array of the primary key's values. */
  readonly key: string | null;
  readonly columns: string[] | null;
  readonly stream: string | null;
  readonly seq: string | null;
  readonly last: string | null;
  readonly index: string | null;
  /** How many rows there are, of which LIMIT may leave some out; in the row that counts, how many events were read. */
  readonly total: string;
}

const name = pg.escapeIdentifier;
const text = pg.escapeLiteral;
const texts = (values: readonly string[]): string => `ARRAY[${values.map(text).join(', ')}]::text[]`;
const SHA = `sha256('\\x00'::bytea || convert_to(e.leaf, 'UTF8'))`;

/**
 * The events of the streams, each parsed once. A text that is what was sealed is JSON; another may be anything.
 * `through` is up to which event the stream, or this row's part of it, was erased.
 */
const events = (range: string): string => `
  read AS MATERIALIZED (
    SELECT e.id, e.stream, e.seq, e.xid, e.salt, e.body, l.idx, l.stream AS leaf_stream, l.at, l.actor, l.type,
      l.hash = h.hash AS is_intact, CASE WHEN l.hash = h.hash THEN e.leaf::jsonb ELSE audit.json_or_null(e.leaf) END AS doc
    FROM audit.event e LEFT JOIN audit.leaf l ON l.event_id = e.id, LATERAL (SELECT ${SHA} AS hash OFFSET 0) h
    WHERE ${range.replaceAll('$stream', 'e.stream')}),
  erasure AS MATERIALIZED (
    SELECT stream, doc ->> 'table' AS "table", doc -> 'row' ->> 'id' AS id, max((doc -> 'row' ->> 'through')::bigint) AS through
    FROM read WHERE doc ->> 'op' = 'ERASE' AND jsonb_typeof(doc -> 'row' -> 'through') = 'number' GROUP BY 1, 2, 3),
  event AS MATERIALIZED (
    SELECT read.*, read.seq <= greatest(whole.through, part.through) IS TRUE AS is_erased
    FROM read
    LEFT JOIN (SELECT stream, max(through) AS through FROM erasure WHERE id = stream::text GROUP BY 1) whole USING (stream)
    LEFT JOIN erasure part ON part.stream = read.stream AND part.id <> part.stream::text
      AND part."table" = doc ->> 'table' AND part.id = doc -> 'row' ->> 'id')`;

/** $1: the number of a transaction below which all are in the log; null where that cannot be told. */
const EVENT_PROBLEMS = `
  SELECT p.problem, doc ->> 'table', NULL, NULL::text[], e.stream, e.seq, NULL::bigint, e.idx
  FROM event e, LATERAL (VALUES
    ('event-altered', is_intact IS FALSE OR doc IS NULL OR (doc ->> 'stream', doc ->> 'seq') IS DISTINCT FROM (e.stream::text, seq::text)),
    ('event-unsealed', idx IS NULL AND xid < $1::text::xid8),
    ('leaf-misfiled', CASE WHEN is_intact THEN
      (leaf_stream::text, at, actor, type) IS DISTINCT FROM (doc ->> 'stream', (doc ->> 'at')::timestamptz, doc ->> 'actor', ${eventType('doc')}) END),
    ('text-altered', body IS NOT NULL AND is_intact IS NOT FALSE AND doc ->> 'c' IS DISTINCT FROM encode(sha256(salt || convert_to(body, 'UTF8')), 'hex')),
    ('text-removed', body IS NULL AND doc ? 'c' AND NOT is_erased),
    ('text-restored', body IS NOT NULL AND is_erased)) p (problem, is_so)
  WHERE p.is_so`;

const streamProblems = (range: string): string => `
  SELECT 'events-missing', NULL, NULL, NULL, stream, before + 1, seq - 1, NULL
  FROM (SELECT stream, seq, lag(seq, 1, 0::bigint) OVER (PARTITION BY stream ORDER BY seq) AS before FROM event) s
  WHERE seq > before + 1
  UNION ALL
  SELECT CASE WHEN h.seq > coalesce(s.seq, 0) THEN 'events-missing' ELSE 'head-altered' END, NULL, NULL, NULL, stream,
    coalesce(s.seq, 0) + 1, h.seq, NULL
  FROM (SELECT stream, seq FROM audit.head WHERE ${range.replaceAll('$stream', 'stream')}) h
  FULL JOIN (SELECT stream, max(seq) AS seq FROM event GROUP BY stream) s USING (stream)
  WHERE h.seq IS DISTINCT FROM s.seq`;

const unknownTables = (tables: readonly AuditedTable[]): string => `
  SELECT DISTINCT 'table-unguarded', doc ->> 'table', NULL, NULL::text[], NULL::uuid, NULL::bigint, NULL::bigint, NULL::bigint
  FROM event WHERE doc ->> 'table' <> ALL(${texts(['log', ...tables.map((table) => table.name)])})`;

const keyOf = ({ key }: AuditedTable, column: (name: string) => string): string =>
  `jsonb_build_array(${key.map(column).join(', ')})::text`;

/** The last event of each row, with the row as it left it. */
const last = (tables: readonly AuditedTable[]): string => `
  last AS MATERIALIZED (
    SELECT DISTINCT ON ("table", key) "table", key, stream, seq, is_intact, doc ->> 'op' = 'DELETE' AS is_gone, doc -> 'row' AS image,
      CASE WHEN is_bound THEN body::jsonb END AS body, doc ? 'c' AS has_body
    FROM (SELECT *, doc ->> 'c' = encode(sha256(salt || convert_to(body, 'UTF8')), 'hex') AS is_bound, doc ->> 'table' AS "table",
            CASE doc ->> 'table' ${tables
              .map((table) => `WHEN ${text(table.name)} THEN ${keyOf(table, (key) => `doc -> 'row' -> ${text(key)}`)}`)
              .join(' ')} END AS key
          FROM event WHERE doc ->> 'op' IN ('INSERT', 'UPDATE', 'DELETE')) e
    WHERE key IS NOT NULL ORDER BY "table", key, seq DESC)`;

/**
 * A table's rows beside their last events. Of a row whose private text was erased since, or altered, nothing is known of
 * the columns that it held. Null is not in the log's rows.
 */
const rowProblems = (table: AuditedTable, range: string): string => `
  SELECT CASE WHEN t.key IS NULL THEN 'row-removed' WHEN l.key IS NULL OR l.is_gone THEN 'row-inserted' ELSE 'row-changed' END,
    ${text(table.name)}, key, d.columns, coalesce(t.stream, l.stream), l.seq, NULL, NULL
  FROM (SELECT ${keyOf(table, (key) => `to_jsonb(t.${name(key)})`)} AS key, t.${name(table.stream)} AS stream,
          jsonb_strip_nulls(to_jsonb(t) - ${texts(table.omittedColumns)}) AS image
        FROM public.${name(table.name)} t WHERE ${range.replaceAll('$stream', `t.${name(table.stream)}`)}) t
  FULL JOIN (SELECT *, image || coalesce(body, '{}') AS expected FROM last WHERE "table" = ${text(table.name)}) l USING (key),
  LATERAL (SELECT CASE WHEN t.image <> l.expected THEN
    (SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(t.image || l.expected) k
     WHERE t.image -> k IS DISTINCT FROM l.expected -> k
       AND NOT (l.has_body AND l.body IS NULL AND NOT l.expected ? k AND k = ANY(${texts(table.privateColumns)}))) END AS columns) d
  WHERE CASE WHEN t.key IS NULL THEN NOT l.is_gone WHEN l.key IS NULL OR l.is_gone THEN true
    ELSE d.columns IS NOT NULL AND l.is_intact IS NOT FALSE END`;

/**
 * One statement for the streams of a range: their events, counters and rows, against each other. Set-based, so it costs
 * each event one parse and one hash; its size is that of the range.
 *
 * @param from stream after which the range begins; null for the first
 * @param to last stream of the range; null for the end
 * @param limit rows answered at most
 */
export function stateOf(
  tables: readonly AuditedTable[],
  from: string | null,
  to: string | null,
  limit: number,
): string {
  const bounds = [
    ...(from === null ? [] : [`$stream > ${text(from)}`]),
    ...(to === null ? [] : [`$stream <= ${text(to)}`]),
  ];
  const range = bounds.join(' AND ') || 'true';
  const problems = [
    EVENT_PROBLEMS,
    streamProblems(range),
    unknownTables(tables),
    ...tables.map((table) => rowProblems(table, range)),
  ];
  return `
    WITH ${events(range)},
    ${last(tables)},
    found (problem, "table", key, columns, stream, seq, last, index) AS (${problems.join('\nUNION ALL\n')})
    (SELECT *, count(*) OVER () AS total FROM found LIMIT ${limit})
    UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, (SELECT count(*) FROM event)`;
}
