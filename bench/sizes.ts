import type { Bench, RunningApi } from './bench.js';
import type { BenchDatabase } from './database.js';
import { fill } from './fill.js';
import { GraphQLClient } from './graphql-client.js';
import { median, percentile, type Spread, spread } from './stats.js';

/** The same application on a database of some size. */
export interface Sized {
  readonly queued: number;
  readonly database: BenchDatabase;
  readonly api: RunningApi;
  readonly client: GraphQLClient;
}

export const sizeName = (queued: number): string => (queued >= 1e6 ? `${queued / 1e6}M` : `${queued / 1000}k`);
/** Where it is a few more than was meant. */
export const roundSize = (events: number): string => sizeName(Math.round(events / 1000) * 1000);

/** Databases with 1,000, 100,000 and, in a full run, a million queued reviews, each behind an API of its own. */
export const openSizes = (bench: Bench): Promise<Sized[]> =>
  openDatabases(bench, bench.either([1000, 100_000], [1000, 100_000, 1_000_000]), 'queued', fill);

/**
 * @param name of the databases, to which the size is added
 * @param fillWith fills one with so many reviews
 */
export async function openDatabases(
  bench: Bench,
  wanted: readonly number[],
  name: string,
  fillWith: (database: BenchDatabase, size: number) => Promise<void>,
): Promise<Sized[]> {
  const filled: Omit<Sized, 'client'>[] = [];
  for (const queued of wanted) {
    const started = performance.now();
    const database = await bench.server.database(`${name}_${queued}`);
    await fillWith(database, queued);
    bench.log(`  filled ${sizeName(queued)} in ${Math.round((performance.now() - started) / 1000)} s`);
    filled.push({ queued, database, api: await bench.serve(database) });
  }
  // Only now, because the API ends connections that nobody uses for a minute
  const sizes: Sized[] = [];
  for (const sized of filled) {
    sizes.push({ ...sized, client: await GraphQLClient.open(sized.api.url, sized.database.editors[0]!.token) });
  }
  return sizes;
}

export interface SizedTimes {
  readonly queued: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Medians of the rounds, over those of the smallest size in the same round. */
  readonly ratio: Spread;
}

/**
 * Times one request after the other, the sizes in turn within each round: A, B, C, A, B, C.
 *
 * @param step does the request, and says how many ms it took
 */
export async function timeInTurn(
  sizes: readonly Sized[],
  rounds: number,
  samples: number,
  step: (sized: Sized) => Promise<number>,
): Promise<SizedTimes[]> {
  const times = sizes.map((): number[][] => []);
  for (const sized of sizes) for (let i = 0; i < 5; i += 1) await step(sized); // compiles, and fills caches
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, sized] of sizes.entries()) {
      const took: number[] = [];
      for (let sample = 0; sample < samples; sample += 1) took.push(await step(sized));
      times[i]!.push(took);
    }
  }
  return sizes.map(({ queued }, i) => ({
    queued,
    p50Ms: median(times[i]!.flat()),
    p99Ms: percentile(times[i]!.flat(), 0.99),
    ratio: spread(times[i]!.map((took, round) => median(took) / median(times[0]![round]!))),
  }));
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
