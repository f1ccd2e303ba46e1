import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { CODES, verifyLog } from '../../verifier/claimdesk-verify.mjs';
import { verifierKeys } from '../audit/sealed-checkpoint.js';
import type { Database } from '../database/database.js';
import type { Terminal } from './audit-terminal.js';
import { CsvWriter } from './audit-csv.js';
import { type ExportOptions, STANDARD_OUTPUT } from './audit-export-options.js';
import { RefusedError } from './failures.js';
import { inOneGo } from './in-one-go.js';

/**
 * Makes a table of the lines of an export, while it verifies them. Where they do not hold, there is no table: it is
 * written elsewhere and brought to its place at the end.
 *
 * @throws RefusedError where they do not hold
 */
export async function writeTable(
  database: Database,
  lines: AsyncIterable<Buffer>,
  { file, format, isZipped, query }: ExportOptions,
  { stdout, say }: Terminal,
): Promise<void> {
  const csv = new CsvWriter(format === 'xlsx-csv', query.withPrivate);
  const folder = await mkdtemp(path.join(tmpdir(), 'claimdesk-table-'));
  try {
    const draft = path.join(folder, 'table.csv');
    await verified(lines, await verifierKeys(database), csv, createWriteStream(draft), say);
    const deliver = (to: Writable) =>
      pipeline([createReadStream(draft), ...(isZipped ? [createGzip({ level: constants.Z_BEST_SPEED })] : []), to], {
        end: to !== stdout,
      });
    await (file === STANDARD_OUTPUT ? deliver(stdout) : inOneGo(file, deliver));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function verified(
  lines: AsyncIterable<Buffer>,
  keys: readonly string[],
  csv: CsvWriter,
  to: Writable,
  say: (line: string) => void,
): Promise<void> {
  to.write(csv.header());
  const { code, problem, anomalies } = await verifyLog(lines, {
    keys,
    onLeaf: (leaf, index, text) => {
      if (!to.write(csv.line(leaf, index, text))) return once(to, 'drain').then(() => undefined);
    },
  });
  to.end();
  await finished(to);
  if (code === CODES.ANOMALIES) say(`The log holds, with ${anomalies.count} anomalies: "audit verify" names them.`);
  else if (code !== CODES.HOLDS) throw new RefusedError(`There is no table, because the log does not hold: ${problem}`);
}
