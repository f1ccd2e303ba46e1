import { parseArgs } from 'node:util';
import { checkState } from '../audit/state-check.js';
import { Database } from '../database/database.js';
import { EXIT, type Terminal } from './audit-terminal.js';
import { connected } from './connection.js';
import { UsageError } from './failures.js';
import { number, ProgressLine } from './progress-line.js';

/** Names that nobody reads to the end. */
const MAX_LIMIT = 1_000_000;

/** `audit check` @returns 1 where something is not as the log says */
export async function check(args: string[], { out, say, screen }: Terminal): Promise<number> {
  const { values } = parseArgs({ args, options: { limit: { type: 'string', default: '1000' } } });
  const maxNamed = Number(values.limit);
  if (!/^\d+$/.test(values.limit) || maxNamed > MAX_LIMIT)
    throw new UsageError(`--limit ${values.limit}: it must be a whole number from 0 to ${number(MAX_LIMIT)}.`);
  const line = new ProgressLine(screen);
  const startedAt = performance.now();
  const report = await connected({ poolSize: 1 }, async (dataSource) => {
    const client = await new Database(dataSource).pool.connect();
    try {
      return await checkState(client, {
        maxNamed,
        onFinding: ({ message }) => {
          line.clear();
          out(message);
        },
        onProgress: (done, all) =>
          line.show({
            records: done,
            refused: 0,
            offset: done,
            size: all,
            seconds: (performance.now() - startedAt) / 1000,
            earlier: { records: 0, offset: 0 },
          }),
      });
    } finally {
      client.release();
    }
  });
  line.clear();
  const { events, leaves, tables, findings } = report;
  const read = `${number(events)} events, ${number(leaves)} of them sealed, and ${tables.length} tables were compared`;
  const named = findings > maxNamed ? ` Not all of them are named above.` : '';
  say(
    findings === 0
      ? `${read}: all is as the log says.`
      : `${read}: ${number(findings)} things are not as the log says.${named}`,
  );
  return findings === 0 ? EXIT.done : EXIT.failed;
}
