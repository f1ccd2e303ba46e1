import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectDir } from '../src/kernel/project-dir.js';
import { Bench, type Measurement } from './bench.js';
import { BenchServer } from './database.js';
import { machineLine } from './machine.js';
import { measureAuditLog } from './measures/audit-log.js';
import { measureBoard } from './measures/board.js';
import { measureClaimPage } from './measures/claim-page.js';
import { measureDecisions } from './measures/decisions.js';
import { measureImport } from './measures/import.js';
import { measureInbox } from './measures/inbox.js';
import { measureIntake } from './measures/intake.js';
import { measureMemory } from './measures/memory.js';
import { measureTakeNext } from './measures/take-next.js';
import { printTable } from './report.js';
import { openSizes, type Sized } from './sizes.js';

type Measure = (bench: Bench, sizes: () => Promise<readonly Sized[]>) => Promise<Measurement>;

/** In the order in which they run. */
const MEASURES: Record<string, Measure> = {
  inbox: async (bench, sizes) => measureInbox(bench, await sizes()),
  'take-next': async (bench, sizes) => measureTakeNext(bench, await sizes()),
  'claim-page': async (bench, sizes) => measureClaimPage(bench, await sizes()),
  board: measureBoard,
  decisions: measureDecisions,
  intake: measureIntake,
  import: measureImport,
  memory: measureMemory,
  'audit-log': measureAuditLog,
};

const HELP = `Measures how fast Claimdesk is, on a Postgres of its own that is gone afterwards.

  npm run bench                     everything: about 30 minutes and 15 GB of disk
  npm run bench -- --quick          the same, smaller and less exact: a few minutes
  npm run bench -- --only NAME      one of: ${Object.keys(MEASURES).join(', ')}

The table goes to the terminal, all numbers go to bench/results/. What they mean: bench/README.md.
Nothing else should run on the machine. Ctrl-C stops it and cleans up.`;

/** @returns the exit code */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const names = Object.keys(MEASURES).filter((name) => values.only === undefined || name === values.only);
  if (names.length === 0) {
    console.error(`There is no measurement "${values.only}".\n\n${HELP}`);
    return 2;
  }
  return run(names, values.quick);
}

async function run(names: readonly string[], isQuick: boolean): Promise<number> {
  const started = performance.now();
  const log = (line: string): void =>
    console.error(
      `${Math.round((performance.now() - started) / 1000)
        .toString()
        .padStart(5)} s  ${line}`,
    );
  const server = await BenchServer.start(log);
  const bench = new Bench(server, isQuick, log);
  const interruption = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('interrupted'));
  });
  try {
    const postgres = await server.version();
    const measuring = measureAll(bench, names);
    const results = await Promise.race([measuring, interruption]);
    if (results === 'interrupted') {
      measuring.catch(() => undefined); // what is under way fails when its processes end
      log('Interrupted; cleaning up …');
      return 130;
    }
    const about = `${isQuick ? 'Quick' : 'Full'} run of ${new Date().toISOString().slice(0, 16)}Z on ${machineLine()}, Postgres ${postgres}`;
    printTable(about, results);
    await write({ about, isQuick, results });
    return 0;
  } finally {
    await bench.stopChildren();
    await server.stop();
  }
}

async function measureAll(bench: Bench, names: readonly string[]): Promise<Record<string, Measurement>> {
  const results: Record<string, Measurement> = {};
  let sizes: Promise<readonly Sized[]> | undefined;
  for (const [i, name] of names.entries()) {
    bench.log(`${name} (${i + 1} of ${names.length})`);
    results[name] = await MEASURES[name]!(bench, () => (sizes ??= openSizes(bench)));
  }
  return results;
}

async function write(report: object): Promise<void> {
  const folder = path.join(projectDir, 'bench', 'results');
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${new Date().toISOString().replaceAll(':', '').slice(0, 15)}.json`);
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  console.error(`All numbers: ${path.relative(process.cwd(), file)}`);
}
