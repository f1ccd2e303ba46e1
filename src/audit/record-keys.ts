import type { ClientBase } from 'pg';
import type { SigningKey } from './signing-key.js';

/** The stream of what happens to the log itself. */
export const LOG_STREAM = '00000000-0000-0000-0000-000000000000';

/**
 * Writes that the log is signed by other keys from now on, where that is so: an event of the type `log.key` with the
 * verifier keys, and with those before. Whoever has an old key and a copy of the log can so come by the new one.
 */
export async function recordKeys(client: ClientBase, keys: readonly SigningKey[]): Promise<void> {
  const { rows } = await client.query<{ keys: string[] }>(
    `SELECT leaf::jsonb #> '{row,keys}' AS keys FROM audit.event
     WHERE stream = $1 AND leaf::jsonb ->> 'op' = 'KEY' ORDER BY seq DESC LIMIT 1`,
    [LOG_STREAM],
  );
  const previous = rows[0]?.keys ?? [];
  const current = keys.map(({ verifierKey }) => verifierKey);
  if (JSON.stringify(previous) === JSON.stringify(current)) return;
  await recordLogEvent(client, 'KEY', { keys: current, previous });
}

/** Writes an event about the log itself, as the sealer. */
export async function recordLogEvent(client: ClientBase, op: 'KEY' | 'ADOPT', row: object): Promise<void> {
  await client.query(
    `WITH context AS MATERIALIZED (
       SELECT set_config('audit.actor', 'system:sealer', true), set_config('audit.action', 'sealAuditLog', true))
     SELECT audit.record($1, $2) FROM context`,
    [op, JSON.stringify(row)],
  );
}
