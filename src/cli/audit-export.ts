import { createWriteStream } from 'node:fs';
import { truncate } from 'node:fs/promises';
import { PassThrough, Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { Database } from '../database/database.js';
import { exportLog } from '../export/export-log.js';
import { findExport } from '../export/find-export.js';
import { LogConnection } from '../export/log-connection.js';
import type { LogExport } from '../export/log-export.js';
import { InvalidFieldsError } from '../graphql/public-error.js';
import { EXIT, type Terminal } from './audit-terminal.js';
import { type ExportOptions, exportOptions, STANDARD_OUTPUT, withDesk } from './audit-export-options.js';
import { writeTable } from './audit-table.js';
import { connected } from './connection.js';
import { RefusedError, UsageError } from './failures.js';
import { inOneGo } from './in-one-go.js';
import { readPartial } from './partial-export.js';
import { duration, number, ProgressLine } from './progress-line.js';

/** `audit export`: the same lines as GET /audit/log answers, from the database. */
export async function exportCommand(args: string[], io: Terminal): Promise<number> {
  const options = exportOptions(args);
  // One connection for the leaves, one for the hashes of those that are withheld
  return connected({ poolSize: 2 }, async (dataSource) => {
    const database = new Database(dataSource);
    const target = await targetOf(database, options);
    if (target.isComplete) {
      io.say(`${options.file} is complete already. --restart writes it anew.`);
      return EXIT.done;
    }
    if (target.wanted.isContinuation) io.say(`${options.file}: going on after ${number(target.wanted.from)} events.`);
    const connection = await LogConnection.open(database.pool);
    const stop = () => connection.close();
    io.signal.addEventListener('abort', stop, { once: true });
    try {
      await write(database, connection, target, options, io);
      return EXIT.done;
    } catch (error) {
      if (!io.signal.aborted) throw error;
      io.say('\nInterrupted. The same command goes on where this one stopped, unless --gzip or a table was asked for.');
      return EXIT.interrupted;
    } finally {
      io.signal.removeEventListener('abort', stop);
      connection.close();
    }
  });
}

interface Target {
  readonly wanted: LogExport;
  /** Bytes of the file that stay. */
  readonly offset: number;
  readonly isComplete: boolean;
}

/** Only a plain log in a file can be continued. */
const canContinue = ({ file, format, isZipped, restart }: ExportOptions): boolean =>
  file !== STANDARD_OUTPUT && format === 'ndjson' && !isZipped && !restart;

async function targetOf(database: Database, options: ExportOptions): Promise<Target> {
  const query = await withDesk(database, options);
  const partial = canContinue(options)
    ? await readPartial(options.file, { filter: dated(query.filter), withPrivate: query.withPrivate, size: query.size })
    : null;
  try {
    const wanted = await findExport(
      database,
      partial === null ? query : { ...query, size: partial.size, from: partial.from, isContinuation: true },
    );
    if (wanted === null) throw new RefusedError('Nothing is sealed yet: the log has no checkpoint.');
    return { wanted, offset: partial?.offset ?? 0, isComplete: partial?.isComplete ?? false };
  } catch (error) {
    if (error instanceof InvalidFieldsError) throw new UsageError(`--${error.message}`);
    throw error;
  }
}

/** @returns the filter as it stands in a header */
const dated = (filter: object): object => JSON.parse(JSON.stringify(filter)) as object;

async function write(
  database: Database,
  connection: LogConnection,
  { wanted, offset }: Target,
  options: ExportOptions,
  io: Terminal,
): Promise<void> {
  const line = new ProgressLine(io.screen);
  const startedAt = performance.now();
  const seconds = () => (performance.now() - startedAt) / 1000;
  const { size } = wanted.checkpoint;
  const earlier = { records: wanted.from, offset: wanted.from };
  const lines = exportLog(database, connection, wanted, (leaves) =>
    line.show({ records: leaves, refused: 0, offset: leaves, size, seconds: seconds(), earlier }),
  );
  if (options.format !== 'ndjson') await writeTable(database, lines, options, io);
  else if (options.file === STANDARD_OUTPUT) await copy(lines, io.stdout, options.isZipped);
  else if (options.isZipped) await inOneGo(options.file, (file) => copy(lines, file, true));
  else await append(lines, options.file, offset);
  line.clear();
  io.say(`${number(size)} events to checkpoint ${size}, in ${duration(seconds())}.`);
}

const copy = (lines: AsyncIterable<Buffer>, to: Writable, isZipped: boolean): Promise<void> =>
  pipeline(
    Readable.from(lines, { objectMode: false }),
    isZipped ? createGzip({ level: constants.Z_BEST_SPEED }) : new PassThrough(),
    to,
    { end: to !== process.stdout },
  );

/** What was written stays also where the rest cannot be: the next run goes on from there. */
async function append(lines: AsyncIterable<Buffer>, file: string, offset: number): Promise<void> {
  if (offset > 0) await truncate(file, offset);
  await pipeline(
    Readable.from(lines, { objectMode: false }),
    createWriteStream(file, { flags: offset > 0 ? 'a' : 'w' }),
  );
}
