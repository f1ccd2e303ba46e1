import type { ClientBase } from 'pg';
import { type AuditedTable, auditedTables, openLogTables } from './audited-tables.js';
import { checkLog } from './log-check.js';
import { finding, type Finding, type Problem } from './state-findings.js';
import { stateOf, type StateRow } from './state-sql.js';

/** Events compared in one statement: some 30 MB while it runs, whatever the size of the log. */
const BATCH = 20_000;
/** Findings that are named where the caller does not say: enough to see what happened, few enough to read. */
const MAX_NAMED = 1000;

export interface CheckOptions {
  /** Is told each finding, as it is found; not those beyond `maxNamed`, which are counted. */
  readonly onFinding: (found: Finding) => void;
  /** Is told how many events were compared so far, and about how many there are. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
  readonly maxNamed?: number | undefined;
}

export interface CheckReport {
  readonly events: number;
  /** Of these, how many are in the log. */
  readonly leaves: number;
  /** Tables compared with the log. */
  readonly tables: readonly string[];
  /** How much is not as the log says; 0 where all is well. */
  readonly findings: number;
}

/**
 * Replays the log and compares it with the tables: names every row that was changed, inserted or removed without an
 * event, and every part of the log that does not fit the rest (state-findings.ts). Rows and texts that were erased by
 * rights are no findings.
 *
 * Everything is read in one snapshot, in which nothing is written. What it cannot know: whether events that are not sealed
 * yet were altered, and whether the log as a whole is another one than was signed before; that is for the sealer's
 * memory and for the verifier with an earlier checkpoint.
 *
 * @param client connected as the application's role or as one that may read as much; no transaction open
 */
export async function checkState(client: ClientBase, options: CheckOptions): Promise<CheckReport> {
  // UTC and hex: as audit.capture() wrote the values. A statement over a batch takes a second, on a busy disk more.
  await client.query(`
    BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET LOCAL timezone = 'UTC'; SET LOCAL bytea_output = 'hex'; SET LOCAL work_mem = '32MB'; SET LOCAL jit = off;
    SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`);
  try {
    return await check(client, options);
  } finally {
    await client.query('ROLLBACK');
  }
}

async function check(
  client: ClientBase,
  { onFinding, onProgress, maxNamed = MAX_NAMED }: CheckOptions,
): Promise<CheckReport> {
  let findings = 0;
  const report = (found: Finding): void => {
    findings += 1;
    if (findings <= maxNamed) onFinding(found);
  };
  const tables = await auditedTables(client);
  const unguarded = new Set(tables.filter(({ isGuarded }) => !isGuarded).map((table) => table.name));
  for (const table of unguarded) report(finding({ problem: 'table-unguarded', table }));
  for (const table of await openLogTables(client)) report(finding({ problem: 'log-unguarded', table }));

  const leaves = await checkLog(client, report);
  const { lowXid, all } = await bounds(client);
  let events = 0;
  for (let from: string | null = null, isLast = false; !isLast;) {
    const to: string | null = await endOfBatch(client, from);
    isLast = to === null;
    const { rows } = await client.query<StateRow>(stateOf(tables, from, to, Math.max(1, maxNamed)), [lowXid]);
    let named = 0;
    let total = 0;
    for (const row of rows) {
      if (row.problem === null) {
        events += Number(row.total);
        continue;
      }
      [named, total] = [named + 1, Number(row.total)];
      const found = findingOf(row, tables);
      if (found.problem === 'table-unguarded') {
        if (unguarded.has(found.table!)) continue; // it was in an earlier batch too
        unguarded.add(found.table!);
      }
      report(found);
    }
    findings += total - named;
    onProgress?.(events, Math.max(all, events));
    from = to;
  }
  return { events, leaves, tables: tables.map(({ name }) => name), findings };
}

/**
 * The number of a transaction below which all events must be in the log, by the newest checkpoint; null where it is from
 * another cluster, in which transactions were numbered otherwise.
 */
async function bounds(client: ClientBase): Promise<{ lowXid: string | null; all: number }> {
  const { rows } = await client.query<{ low: string | null; all: string }>(
    `SELECT (SELECT CASE WHEN cluster = (SELECT system_identifier FROM pg_control_system()) THEN low_xid::text END
             FROM audit.checkpoint ORDER BY size DESC LIMIT 1) AS low,
       (SELECT reltuples::bigint FROM pg_class WHERE oid = 'audit.event'::regclass) AS all`,
  );
  return { lowXid: rows[0]!.low, all: Number(rows[0]!.all) };
}

/** @returns the last stream of the batch that begins after `from`; null where it goes on to the end */
async function endOfBatch(client: ClientBase, from: string | null): Promise<string | null> {
  const { rows } = await client.query<{ stream: string }>(
    `SELECT stream FROM audit.event ${from === null ? '' : 'WHERE stream > $1'} ORDER BY stream OFFSET ${BATCH} LIMIT 1`,
    from === null ? [] : [from],
  );
  return rows[0]?.stream ?? null;
}

const orNone = (value: string | null): number | undefined => (value === null ? undefined : Number(value));

function findingOf(row: StateRow, tables: readonly AuditedTable[]): Finding {
  const names = tables.find(({ name }) => name === row.table)?.key ?? [];
  const values = row.key === null ? null : (JSON.parse(row.key) as unknown[]);
  return finding({
    problem: row.problem as Problem,
    table: row.table ?? undefined,
    key: values === null ? undefined : Object.fromEntries(names.map((name, i) => [name, String(values[i])])),
    columns: row.columns ?? undefined,
    stream: row.stream ?? undefined,
    seq: orNone(row.seq),
    last: orNone(row.last),
    index: orNone(row.index),
  });
}
