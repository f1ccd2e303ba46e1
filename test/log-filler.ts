import type { DeskApp } from './desk-app.js';

/** Texts that a careless COPY, CSV or JSON would change. */
export const ODD_TEXTS = [
  'back\\slash \\n \\. \\x41',
  'quo"te and \'s',
  'line\nfeed\r\nand\ttab',
  'control \u0001\u0002\u001f and \u007f',
  'Ж 漢字 🧾 \u2028 e\u0301',
  '\\.',
];

/**
 * Writes events as audit.append() does, thousands at once, a millisecond apart: each stream is a claim's, with so many
 * updates of one row.
 *
 * @param streams how many
 * @param updates how many events follow the first one of each stream
 * @param padding letters that each leaf has besides some 450
 */
export async function fillLog(app: DeskApp, streams: number, updates = 9, padding = 200): Promise<void> {
  await app.sql(
    `INSERT INTO audit.event (stream, seq, leaf, salt, body)
     SELECT stream, seq, (doc || CASE WHEN body IS NULL THEN '{}' ELSE jsonb_build_object(
              'c', encode(sha256(sha256(convert_to(n::text, 'UTF8')) || convert_to(body, 'UTF8')), 'hex')) END)::text,
            CASE WHEN body IS NOT NULL THEN sha256(convert_to(n::text, 'UTF8')) END, body
     FROM (
       SELECT s, seq, n, md5('stream ' || s)::uuid AS stream,
              CASE WHEN seq % 3 = 1 THEN jsonb_build_object('note', ($3::text[])[1 + n % array_length($3::text[], 1)])::text END AS body,
              jsonb_build_object(
                'v', 1, 'op', CASE WHEN seq = 1 THEN 'INSERT' ELSE 'UPDATE' END, 'table', CASE WHEN seq % 4 = 0 THEN 'review' ELSE 'claim' END,
                'stream', md5('stream ' || s)::uuid, 'seq', seq, 'actor', CASE WHEN s % 20 = 0 THEN 'system:rare' ELSE 'system:test' END,
                'action', 'fillLog', 'db', 'claimdesk_app', 'tx', '1000', 'request', md5('request ' || n),
                'at', to_char(date_trunc('milliseconds', now()) + n * interval '1 millisecond', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'row', jsonb_build_object('id', md5('row ' || s || seq % 4)::uuid, 'desk_id', md5('desk ' || s % 50)::uuid,
                  'text', ($3::text[])[1 + (n + seq) % array_length($3::text[], 1)], 'more', left(repeat(md5(n::text), 1 + $4::int / 32), $4::int), 'version', seq)) AS doc
       FROM (SELECT s, seq, (seq - 1) * $1 + s AS n FROM generate_series(1, $1::int) s, generate_series(1, $2::int + 1) seq) numbers
     ) events ORDER BY n`,
    [streams, updates, ODD_TEXTS, padding],
  );
}
