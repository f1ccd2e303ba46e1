import path from 'node:path';
import type { DataSource } from 'typeorm';
import { Database } from '../database/database.js';
import { type Queryable, queryOf } from '../database/queryable.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { allDesks } from '../desks/desk-queries.js';
import { type Counts, NONE } from '../intake/import/counts.js';
import { columnOf } from '../intake/import/csv-row.js';
import { ImportBatch, type RefusalReport } from '../intake/import/import-batch.js';
import { beginImport, finishImport, type ImportProgress } from '../intake/import/import-progress.js';
import { PreviewBatch } from '../intake/import/preview-batch.js';
import { type Batch, readBatches } from '../intake/import/read-batches.js';
import { RefusedReport } from '../intake/import/refused-report.js';
import { takeBatches } from '../intake/import/take-batches.js';
import { openQueue } from '../jobs/open-queue.js';
import { systemActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { RefusedError } from './failures.js';
import type { Terminal } from './import.js';
import type { ImportOptions } from './import-options.js';
import { type ImportSource, openSource } from './import-source.js';
import { ImportTeller } from './import-teller.js';

/** Batches that Postgres works on at once. One leaves it idle while we read; a third changes nothing (measured, 2 cores). */
export const LANES = 2;

export interface ImportResult {
  /** Of the whole file, with what earlier runs did. */
  readonly counts: Counts;
  /** False where it was interrupted. */
  readonly isComplete: boolean;
}

/** Imports a file, or goes on with it, and tells how it goes. */
export async function importFile(dataSource: DataSource, options: ImportOptions, io: Terminal): Promise<ImportResult> {
  const source = await openSource(options, io.stdin);
  io.signal.addEventListener('abort', () => source.stream.destroy(), { once: true });
  try {
    return options.isDryRun
      ? await preview(dataSource, source, options, io)
      : await take(dataSource, source, options, io);
  } finally {
    source.stream.destroy();
  }
}

async function take(
  dataSource: DataSource,
  source: ImportSource,
  options: ImportOptions,
  io: Terminal,
): Promise<ImportResult> {
  const unitOfWork = new UnitOfWork(dataSource);
  const database = new Database(dataSource);
  const caller: Caller = { actor: systemActor('import', 'cli'), requestId: `import-${source.name}` };
  const teller = new ImportTeller(source, options, io);
  const desks = await desksBySlug(database, options);
  const { identity } = source;
  const progress: ImportProgress | null =
    identity && (await unitOfWork.run(caller, 'importClaims', (tx) => beginImport(tx, identity, options.restart)));
  if (progress?.finishedAt) {
    teller.wasImported(progress.counts, progress.finishedAt);
    return { counts: progress.counts, isComplete: true };
  }
  const { done, counts: earlier } = progress ?? { done: [], counts: NONE };
  teller.begins(done, earlier);
  const report = reportOf(options);
  await report?.begin(done);
  const { queue, close } = openQueue(database.pool);
  try {
    const importBatch = new ImportBatch(unitOfWork, queue, both(teller, report), pathsOf(options));
    const batches = readBatches(source.stream, readOptions(options, desks, done));
    const isComplete = await run(
      batches,
      (batch) => importBatch.run(caller, progress?.id ?? null, batch),
      LANES,
      teller,
      io,
    );
    if (isComplete && progress) await unitOfWork.run(caller, 'importClaims', (tx) => finishImport(tx, progress.id));
    teller.ends(isComplete);
    return { counts: teller.counts, isComplete };
  } finally {
    await report?.close();
    await close();
  }
}

async function preview(
  dataSource: DataSource,
  source: ImportSource,
  options: ImportOptions,
  io: Terminal,
): Promise<ImportResult> {
  const teller = new ImportTeller(source, options, io);
  const desks = await desksBySlug(new Database(dataSource), options);
  const report = reportOf(options);
  await report?.begin([]);
  const queryRunner = dataSource.createQueryRunner();
  const client = (await queryRunner.connect()) as { query(query: object): Promise<{ rows: any[] }> };
  const session: Queryable = { rows: async (sql, values = []) => (await client.query(queryOf(sql, values))).rows };
  try {
    const previewBatch = new PreviewBatch(session, both(teller, report), pathsOf(options));
    await previewBatch.begin();
    const batches = readBatches(source.stream, readOptions(options, desks, []));
    const isComplete = await run(batches, (batch) => previewBatch.run(batch), 1, teller, io);
    teller.ends(isComplete);
    return { counts: teller.counts, isComplete };
  } finally {
    await report?.close();
    await queryRunner.release();
  }
}

function run(
  batches: AsyncGenerator<Batch>,
  takeBatch: (batch: Batch) => Promise<Counts>,
  lanes: number,
  teller: ImportTeller,
  { signal }: Terminal,
): Promise<boolean> {
  return takeBatches(batches, takeBatch, { lanes, signal, onTaken: (batch, counts) => teller.took(batch, counts) });
}

/** Refused records are shown, a few of them, and written down, all of them. */
const both = (teller: ImportTeller, report: RefusedReport | null): RefusalReport => ({
  add: async (refusals) => {
    teller.refused(refusals);
    await report?.add(refusals);
  },
});

const reportOf = ({ report }: ImportOptions): RefusedReport | null =>
  report === null ? null : new RefusedReport(report, path.extname(report).toLowerCase() === '.csv' ? 'csv' : 'ndjson');

const pathsOf = ({ format }: ImportOptions) => (format === 'csv' ? columnOf : (field: string) => field);

const readOptions = (
  { format, batch, language, desk }: ImportOptions,
  desks: ReadonlyMap<string, string>,
  done: ImportProgress['done'],
) => ({
  format,
  size: batch,
  language,
  deskId: desk === undefined ? undefined : desks.get(desk),
  desks,
  done,
});

/** @throws RefusedError if there is no such desk as --desk names */
async function desksBySlug(db: Queryable, { desk }: ImportOptions): Promise<ReadonlyMap<string, string>> {
  const desks = new Map((await allDesks(db)).map(({ id, slug }) => [slug, id]));
  if (desk === undefined || desks.has(desk)) return desks;
  const known = desks.size === 0 ? 'There are none yet.' : `There are: ${[...desks.keys()].join(', ')}.`;
  throw new RefusedError(`There is no desk "${desk}". ${known}`);
}
