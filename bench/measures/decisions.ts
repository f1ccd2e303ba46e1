import { POOL_SIZE, type Bench, type Figure, type Measurement, type RunningApi } from '../bench.js';
import type { BenchDatabase } from '../database.js';
import { fill, queuedOn } from '../fill.js';
import type { Child } from '../child.js';
import type { LoadResult } from '../load.js';
import type { LoadTasks } from '../load-process.js';
import { postgresCpuMs } from '../machine.js';
import { median, short, shortSpread, spread } from '../stats.js';

const EDITORS = [1, 16, 64];
/** Below it, decisions cost less and less in work and more and more in the API's own overhead. */
const GOAL = { editors: 16, ratio: 0.6 };

interface Run {
  readonly api: LoadResult;
  /** By plain pg: in transactions, and as the statements alone. */
  readonly raw: LoadResult;
  readonly bare: LoadResult;
  /** CPU in ms a decision, by who takes it. */
  readonly cpu: {
    readonly server: number;
    readonly postgres: number;
    readonly generator: number;
    readonly rawPostgres: number;
  };
}

/**
 * Decisions a second through GraphQL over HTTP, against the same statements sent by a plain pg client to the same
 * server: A, B, A, B, since a machine's speed changes by the minute.
 */
export async function measureDecisions(bench: Bench): Promise<Measurement> {
  const seconds = bench.either(2, 6);
  const rounds = bench.either(3, 7);
  const database = await bench.server.database('decisions');
  await fill(database, bench.either(60_000, 300_000));
  const api = await bench.serve(database);
  const generator = bench.loadGenerator();
  await once(database, api, generator, 16, seconds); // warms up caches and compilers

  const runs = new Map<number, Run[]>(EDITORS.map((editors) => [editors, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const editors of EDITORS) {
      const run = await once(database, api, generator, editors, seconds);
      runs.get(editors)!.push(run);
      bench.log(
        `  round ${round}/${rounds}, ${editors} editors: API ${short(run.api.perSecond)}/s, raw ${short(run.raw.perSecond)}/s, bare ${short(run.bare.perSecond)}/s`,
      );
    }
  }
  const nothing = await overheadOfGenerator(bench, generator, seconds);
  return {
    figures: [...EDITORS.flatMap((editors) => figuresOf(editors, runs.get(editors)!)), nothing.figure],
    data: { seconds, rounds, runs: Object.fromEntries(runs), generator: nothing.result },
  };
}

async function once(
  database: BenchDatabase,
  api: RunningApi,
  generator: Child<LoadTasks>,
  editors: number,
  seconds: number,
): Promise<Run> {
  // On a machine several times as fast as ours, 3000 decisions a second in each of the three parts
  if ((await queuedOn(database)) < 9000 * seconds) await fill(database, 30_000 * seconds);
  const load = { editors: database.editors.slice(0, editors), deskId: database.desks.main, seconds };
  const connection = { appUrl: database.appUrl, connections: POOL_SIZE };
  const [serverBefore, postgresBefore] = [await api.child.ask('usage'), await postgresCpuMs(database.client)];
  const byApi = await generator.ask('decideByApi', { ...load, url: api.url });
  const [server, postgres] = [await api.child.ask('usage'), await postgresCpuMs(database.client)];
  const raw = await generator.ask('decideByRawSql', { ...load, ...connection, form: 'transaction' });
  const afterRaw = await postgresCpuMs(database.client);
  const bare = await generator.ask('decideByRawSql', { ...load, ...connection, form: 'statement' });
  return {
    api: byApi,
    raw,
    bare,
    cpu: {
      server: (server.cpuMs - serverBefore.cpuMs) / byApi.done,
      postgres: (postgres - postgresBefore) / byApi.done,
      generator: byApi.ownCpuMs / byApi.done,
      rawPostgres: (afterRaw - postgres) / raw.done,
    },
  };
}

function figuresOf(editors: number, runs: readonly Run[]): Figure[] {
  const ratio = spread(runs.map(({ api, raw }) => api.perSecond / raw.perSecond));
  const of = (number: (run: Run) => number): number => median(runs.map(number));
  const who = `${editors} editor${editors === 1 ? '' : 's'}`;
  const goal = editors === GOAL.editors ? { goal: { text: `≥ ${GOAL.ratio}`, isMet: ratio.median >= GOAL.ratio } } : {};
  return [
    { what: `decisions/s, ${who}`, value: shortSpread(spread(runs.map(({ api }) => api.perSecond))) },
    {
      what: `  raw SQL, ${Math.min(editors, POOL_SIZE)} connections`,
      value: shortSpread(spread(runs.map(({ raw }) => raw.perSecond))),
    },
    { what: '  API / raw SQL', value: shortSpread(ratio), ...goal },
    {
      what: '  the statements alone, without BEGIN and COMMIT',
      value: shortSpread(spread(runs.map(({ bare }) => bare.perSecond))),
    },
    {
      what: '  API / the statements alone',
      value: shortSpread(spread(runs.map(({ api, bare }) => api.perSecond / bare.perSecond))),
    },
    {
      what: '  a decision (take + decide), p50 / p99',
      value: `${short(of(({ api }) => api.p50Ms))} / ${short(of(({ api }) => api.p99Ms))} ms`,
    },
    {
      what: '  CPU a decision: API, Postgres, generator; raw: Postgres',
      value: `${short(of(({ cpu }) => cpu.server))}, ${short(of(({ cpu }) => cpu.postgres))}, ${short(of(({ cpu }) => cpu.generator))}; ${short(of(({ cpu }) => cpu.rawPostgres))} ms`,
    },
  ];
}

/** What the generator does when the server does nothing: the rate that it could drive at most, and its CPU for it. */
async function overheadOfGenerator(bench: Bench, generator: Child<LoadTasks>, seconds: number) {
  const nothing = bench.bareServer();
  const url = await nothing.ask('serveNothing', JSON.stringify({ data: { nothing: 'x'.repeat(350) } }));
  const body = JSON.stringify({ query: 'x'.repeat(300), variables: { deskId: 'x'.repeat(36) } });
  const result = await generator.ask('post', { url, connections: 16, seconds, body });
  const figure = {
    what: 'load generator against an endpoint that does nothing',
    value: `${short(result.perSecond)} requests/s, ${short((result.ownCpuMs / result.done) * 1000)} µs CPU each`,
  };
  return { figure, result };
}
