import type { ClientBase } from 'pg';

/** A table whose rows are in the log, as its trigger says. */
export interface AuditedTable {
  readonly name: string;
  /** Columns of the primary key. */
  readonly key: readonly string[];
  /** The column that names the stream. */
  readonly stream: string;
  /** Columns whose values are in the body and not in the leaf. */
  readonly privateColumns: readonly string[];
  /** Columns that are not in the log. */
  readonly omittedColumns: readonly string[];
  /** Whether the trigger writes every change of every row, whoever makes it. */
  readonly isGuarded: boolean;
}

/**
 * Reads which tables are audited, and how, from the triggers themselves: there is no second list to forget one in.
 * 29 is `FOR EACH ROW AFTER INSERT OR UPDATE OR DELETE` (catalog/pg_trigger.h).
 */
const TABLES = `
  SELECT c.relname AS name, string_to_array(encode((array_agg(t.tgargs))[1], 'escape'), '\\000') AS args,
    bool_or(t.tgenabled = 'A' AND t.tgtype = 29 AND t.tgqual IS NULL AND cardinality(t.tgattr::int2[]) = 0) AS "isGuarded",
    ARRAY(SELECT a.attname::text FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, place)
          JOIN pg_attribute a ON a.attnum = k.attnum
          WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid ORDER BY k.place) AS key
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE t.tgfoid = 'audit.capture'::regproc AND c.relnamespace = 'public'::regnamespace
  GROUP BY c.oid ORDER BY c.relname`;

const list = (text: string | undefined): string[] => (text === undefined || text === '' ? [] : text.split(','));

export async function auditedTables(client: ClientBase): Promise<AuditedTable[]> {
  const { rows } = await client.query<{ name: string; args: string[]; isGuarded: boolean; key: string[] }>(TABLES);
  return rows.map(({ name, key, args: [stream, privateColumns, omittedColumns], isGuarded }) => ({
    name,
    key,
    isGuarded,
    stream: stream!,
    privateColumns: list(privateColumns),
    omittedColumns: list(omittedColumns),
  }));
}

/** @returns the tables of the log itself that somebody could change without being refused */
export async function openLogTables(client: ClientBase): Promise<string[]> {
  // 27: BEFORE UPDATE OR DELETE, for each row; 34: BEFORE TRUNCATE
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM unnest(ARRAY['event', 'leaf', 'node', 'checkpoint']) AS name
     WHERE (SELECT count(DISTINCT t.tgtype) FROM pg_trigger t
            WHERE t.tgrelid = to_regclass('audit.' || name) AND t.tgenabled = 'A' AND t.tgtype IN (27, 34)) < 2`,
  );
  return rows.map(({ name }) => `audit.${name}`);
}
