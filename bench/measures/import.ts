import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Bench, Figure, Measurement } from '../bench.js';
import type { BenchDatabase } from '../database.js';
import type { ImportResult } from '../import-process.js';
import { postgresCpuMs } from '../machine.js';
import { sizeName } from '../sizes.js';
import { short } from '../stats.js';
import { submissions } from '../submissions.js';

const GOAL_PER_SECOND = 5000;
/** The largest file may take so many times the memory of the smallest: what varies is when garbage is collected. */
const GOAL_MEMORY = 1.25;

/** CPU times are those of a claim. */
interface Imported extends ImportResult {
  readonly lines: number;
  readonly perSecond: number;
  readonly postgresCpuMs: number;
}

/** Claims are written so many at a time. */
const CHUNK = 1000;

/**
 * `npm run import` of files of different lengths, each by a process of its own into an empty database: claims with
 * an appearance in a new article, their audit events and their jobs. No worker runs.
 */
export async function measureImport(bench: Bench): Promise<Measurement> {
  const folder = await mkdtemp(path.join(tmpdir(), 'claimdesk-bench-import-'));
  const results: Imported[] = [];
  try {
    for (const lines of bench.either([10_000, 100_000], [10_000, 100_000, 1_000_000])) {
      const database = await bench.server.database(`import_${lines}`);
      const file = path.join(folder, `${lines}.ndjson`);
      await writeClaims(file, lines);
      const result = await importInto(bench, database, file, lines);
      await rm(file);
      results.push(result);
      bench.log(
        `  ${sizeName(lines)}: ${short(result.perSecond)} claims/s, at most ${short(result.peakRssMb)} MB, ` +
          `CPU ${short(result.cpuMs)} + ${short(result.postgresCpuMs)} ms a claim`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { figures: figuresOf(results), data: results };
}

async function importInto(
  bench: Bench,
  { appUrl, client }: BenchDatabase,
  file: string,
  lines: number,
): Promise<Imported> {
  const importer = bench.importer();
  const before = await postgresCpuMs(client);
  const result = await importer.ask('importFile', { appUrl, file });
  const after = await postgresCpuMs(client);
  await importer.stop();
  const { rows } = await client.query<{ claims: number; jobs: number; events: number }>(
    `SELECT (SELECT count(*)::int FROM claim) AS claims, (SELECT count(*)::int FROM bullmq.job) AS jobs,
            (SELECT count(*)::int FROM audit.event e WHERE e.leaf::jsonb ->> 'action' = 'importClaims'
               AND e.leaf::jsonb ->> 'table' IN ('claim', 'article', 'appearance')) AS events`,
  );
  const { claims, jobs, events } = rows[0]!;
  if (claims !== lines || jobs !== lines || events !== 3 * lines) {
    throw new Error(`Of ${lines} lines came ${claims} claims, ${jobs} jobs and ${events} events.`);
  }
  return {
    ...result,
    lines,
    perSecond: lines / result.seconds,
    cpuMs: result.cpuMs / lines,
    postgresCpuMs: (after - before) / lines,
  };
}

async function writeClaims(file: string, lines: number): Promise<void> {
  const stream = createWriteStream(file);
  for (let left = lines; left > 0; left -= CHUNK) {
    // the default desk takes those that name none
    const claims = submissions(Math.min(CHUNK, left), null);
    if (!stream.write(claims.map((claim) => `${JSON.stringify(claim)}\n`).join(''))) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

function figuresOf(results: readonly Imported[]): Figure[] {
  const largest = results.at(-1)!;
  const growth = largest.peakRssMb / results[0]!.peakRssMb;
  return [
    ...results.flatMap((result): Figure[] => [
      {
        what: `import of ${sizeName(result.lines)} claims`,
        value: `${short(result.perSecond)} claims/s`,
        ...(result === largest
          ? { goal: { text: `≥ ${short(GOAL_PER_SECOND)}`, isMet: result.perSecond >= GOAL_PER_SECOND } }
          : {}),
      },
      {
        what: '  memory at most; CPU a claim: importer, Postgres',
        value: `${short(result.peakRssMb)} MB; ${short(result.cpuMs)}, ${short(result.postgresCpuMs)} ms`,
      },
    ]),
    {
      what: `  memory, ${sizeName(largest.lines)} over ${sizeName(results[0]!.lines)}`,
      value: `×${short(growth)}`,
      goal: { text: `≤ ×${GOAL_MEMORY}`, isMet: growth <= GOAL_MEMORY },
    },
  ];
}
