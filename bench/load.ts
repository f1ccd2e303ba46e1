import { percentile } from './stats.js';

/** What a number of loops did in a time. */
export interface LoadResult {
  readonly done: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** What this process itself took of the machine for it. */
  readonly ownCpuMs: number;
}

/**
 * Runs each step again and again for the time, each loop by itself and without a pause (a closed model: a slow
 * server is asked less often).
 */
export async function measureLoad(steps: readonly (() => Promise<void>)[], seconds: number): Promise<LoadResult> {
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const end = start + seconds * 1000;
  const times: number[] = [];
  await Promise.all(
    steps.map(async (step) => {
      for (let now = performance.now(); now < end;) {
        await step();
        const then = performance.now();
        times.push(then - now);
        now = then;
      }
    }),
  );
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    done: times.length,
    perSecond: (times.length / took) * 1000,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    ownCpuMs: (user + system) / 1000,
  };
}
