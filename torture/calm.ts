import { setTimeout as sleep } from 'node:timers/promises';
import type { AppProcess } from './app-process.js';
import { REVIEW_QUEUE } from '../src/jobs/job-map.js';
import type { Server } from './server.js';

/** A killed worker's job: its lock ends after 30 s, two checks 30 s apart find it; then come tries with back-off. */
const PATIENCE_MS = 180_000;
/** A sweep may be late by its interval (expire-leases 5 s, resume-deferred 15 s), and a while on a busy machine. */
const SWEEP_GRACE_SECONDS = 25;

/** What is still to be done by itself, by what it is. All of it must come to nothing when all is calm. */
export const UNFINISHED = `
  SELECT 'claims without a review' AS what, count(*)::int AS n FROM claim c
    WHERE NOT EXISTS (SELECT FROM review r WHERE r.claim_id = c.id)
  UNION ALL SELECT 'leases that ended and were not swept', count(*)::int FROM review
    WHERE state = 'IN_REVIEW' AND lease_until < now()
  UNION ALL SELECT 'deferred reviews whose time has come', count(*)::int FROM review WHERE deferred_until < now()
  UNION ALL SELECT 'rechecks whose time has come', count(*)::int FROM claim WHERE recheck_at < now()
  UNION ALL SELECT 'jobs under way or waiting', count(*)::int FROM bullmq.job
    WHERE state IN ('active', 'waiting') AND scheduler_id IS NULL
  UNION ALL SELECT 'jobs that are late', count(*)::int FROM bullmq.job
    WHERE state = 'delayed' AND process_at_ms < extract(epoch FROM now()) * 1000 - ${SWEEP_GRACE_SECONDS} * 1000`;

export async function unfinished(server: Server): Promise<string[]> {
  const rows = await server.sql<{ what: string; n: number }>(UNFINISHED);
  return rows.filter(({ n }) => n > 0).map(({ what, n }) => `${n} ${what}`);
}

/** Waits until every process is ready. */
export async function allReady(processes: readonly AppProcess[]): Promise<void> {
  await Promise.all(processes.map((each) => each.ready()));
}

/**
 * Waits until nothing is left to be done. The rest is for the checks to name.
 *
 * @param hurry whether jobs of killed workers are found at once rather than in a minute and a half; for short runs.
 *   It ends the workers that there are, so that no job is taken from one that is at it.
 */
export async function calm(
  server: Server,
  workers: readonly AppProcess[],
  hurry: boolean,
  say: (line: string) => void,
): Promise<void> {
  if (hurry) await findStalledJobs(server, workers);
  let told = '';
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(300)) {
    const left = await unfinished(server).catch((error: Error) => [error.message]);
    if (left.length === 0) return;
    if (left.join() !== told) say(`Waiting: ${left.join(', ')}`);
    told = left.join();
  }
}

async function findStalledJobs(server: Server, workers: readonly AppProcess[]): Promise<void> {
  const starts = workers.map((worker) => worker.starts);
  for (const worker of workers) worker.signal('SIGTERM');
  // The next one has begun when the last one has ended, and needs a second before it takes a job
  while (workers.some((worker, i) => worker.starts === starts[i])) await sleep(20);
  await server.sql(`UPDATE bullmq.job SET locked_until_ms = 1 WHERE state = 'active'`);
  // What each worker does every 30 seconds; the first pass marks, the second one moves
  for (let pass = 0; pass < 2; pass += 1) {
    await server.sql(
      `SET search_path = bullmq; SELECT move_stalled_jobs_to_wait('${REVIEW_QUEUE}', 10, (extract(epoch FROM now()) * 1000)::bigint, 0)`,
    );
  }
  await allReady(workers);
}
