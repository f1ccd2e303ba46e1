import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import type { Worker } from 'bullmq';
import pg from 'pg';
import { createLogger, createWorker } from '../src/create-app.js';
import { ReviewWorker } from '../src/jobs/review-worker.js';
import { DeskApp } from './desk-app.js';
import { WorkerProcess } from './fixtures/worker-process.js';

let app: DeskApp;
let deskId: string;
/** Works on nothing itself, and looks for stalled jobs as every worker does every 30 seconds. */
let watcher: INestApplicationContext;
let blocker: pg.Client;
beforeAll(async () => {
  app = await DeskApp.start();
  deskId = await app.desk('killed');
  const auth = { sessionHours: 1, publicUrl: 'http://localhost' };
  watcher = await createWorker(
    { databaseUrl: app.appUrl, poolSize: 5, api: false, worker: true, auth },
    createLogger('fatal', false),
  );
  await worker().pause();
  blocker = new pg.Client({ connectionString: app.databaseUrl });
  await blocker.connect();
});
afterEach(() => WorkerProcess.killAll());
afterAll(async () => {
  await blocker.end();
  await watcher.close();
  await app.stop();
});

const worker = (): Worker => watcher.get(ReviewWorker).worker;

/** Lets the time go by after which the jobs of a dead worker are taken for stalled: their locks, and two checks. */
async function letLocksRunOut(): Promise<void> {
  for (let check = 0; check < 2; check += 1) {
    await app.sql(`UPDATE bullmq.job SET locked_until_ms = 1 WHERE state = 'active'`);
    await app.sql(`UPDATE bullmq.meta SET value = '1' WHERE field = 'stalled-check'`);
    await (worker() as unknown as { moveStalledJobsToWait(): Promise<void> }).moveStalledJobsToWait();
  }
}

/** Holds the claims' rows, so that their jobs come to a stop halfway. @returns what lets them go */
async function hold(claimIds: string[]): Promise<() => Promise<unknown>> {
  await blocker.query('BEGIN');
  await blocker.query('SELECT FROM claim WHERE id = ANY($1) FOR UPDATE', [claimIds]);
  return () => blocker.query('ROLLBACK');
}

const jobsIn = async (state: string) =>
  (await app.sql(`SELECT id FROM bullmq.job WHERE name = 'open-review' AND state = $1 ORDER BY id`, [state])).map(
    ({ id }) => id,
  );
const waitingForLocks = async () =>
  (await app.sql(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`))
    .length;
const halfway = (count: number) =>
  app.until(
    `${count} jobs to be halfway`,
    async () => (await jobsIn('active')).length === count && (await waitingForLocks()) === count,
  );
const reviews = () =>
  app.sql(
    'SELECT claim_id AS "claimId", round, state FROM review WHERE claim_id = ANY(SELECT id FROM claim) ORDER BY claim_id',
  );
const byText = (a: string, b: string) => (a < b ? -1 : 1);
const newClaims = async (count: number): Promise<string[]> => {
  const ids = [];
  for (let i = 0; i < count; i += 1) ids.push(await app.claim(deskId));
  return ids.toSorted(byText);
};

/** Every claim has one review and its job is done; every event is in its place. */
async function expectAllDone(claimIds: string[]): Promise<void> {
  await app.until('all jobs to be done', async () => (await jobsIn('completed')).length >= claimIds.length);
  expect(await jobsIn('completed')).toEqual(claimIds.map((id) => `open-review-${id}`));
  expect(await reviews()).toEqual(claimIds.map((claimId) => ({ claimId, round: 1, state: 'QUEUED' })));
  expect(await app.sql(`SELECT FROM bullmq.job WHERE name = 'escalate-review' AND state = 'delayed'`)).toHaveLength(
    claimIds.length,
  );
  for (const id of claimIds) {
    expect((await app.events(id)).map(({ seq, action }) => [seq, action])).toEqual([
      [1, 'submitClaim'],
      [2, 'submitClaim'],
      [3, 'openReview'],
    ]);
  }
  expect(await app.gaps()).toBe(0);
}

describe('a worker that is killed in the middle of its jobs', () => {
  it('leaves nothing half done, and another worker does them all, once', async () => {
    const claimIds = await newClaims(10);
    const letGo = await hold(claimIds);
    const first = await WorkerProcess.start(app.appUrl);
    await halfway(4); // as many as one worker has in hand
    expect(await first.end('SIGKILL')).toBe('SIGKILL');
    expect(await reviews()).toEqual([]);
    await letGo();
    await app.until('the sessions of the dead worker to end', async () => (await waitingForLocks()) === 0);
    expect(await reviews()).toEqual([]);

    const second = await WorkerProcess.start(app.appUrl);
    await app.until('the jobs that nobody had in hand', async () => (await jobsIn('completed')).length === 6);
    expect(await jobsIn('active')).toHaveLength(4);
    await letLocksRunOut();
    await expectAllDone(claimIds);
    expect(await second.end('SIGTERM')).toBe(0);
  }, 60_000);

  it('again and again, in the same jobs, loses none of them', async () => {
    const before = (await reviews()).map(({ claimId }) => claimId);
    const claimIds = await newClaims(3);
    for (let time = 0; time < 3; time += 1) {
      const letGo = await hold(claimIds);
      const victim = await WorkerProcess.start(app.appUrl);
      await halfway(3);
      expect(await victim.end('SIGKILL')).toBe('SIGKILL');
      await letGo();
      await app.until('the sessions of the dead worker to end', async () => (await waitingForLocks()) === 0);
      await letLocksRunOut();
    }
    await WorkerProcess.start(app.appUrl);
    await expectAllDone([...before, ...claimIds].toSorted(byText));
    expect(await jobsIn('failed')).toEqual([]);
  }, 60_000);
});
