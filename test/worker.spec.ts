import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import type { Job } from 'bullmq';
import pg from 'pg';
import { createLogger, createWorker } from '../src/create-app.js';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import { JOB_NAMES, JOB_SCHEDULE } from '../src/jobs/job-map.js';
import { JOB_OPTIONS, JobQueue } from '../src/jobs/job-queue.js';
import { newId } from '../src/kernel/ids.js';
import { PlanRechecks } from '../src/review/plan-rechecks.js';
import { DeskApp, type Person, SYSTEM } from './desk-app.js';
import { DECIDE, TAKE } from './operations.js';

let app: DeskApp;
let mara: Person;
let deskId: string;
beforeAll(async () => {
  app = await DeskApp.start({ worker: true });
  mara = await app.person('EDITOR');
  deskId = await app.desk('worker', { reviewHours: 1 });
});
afterAll(() => app.stop());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Adds a job open-review for each of the claims. */
const addOpenReviews = (...jobs: [claimId: string, key: string][]) =>
  app.app.get(UnitOfWork).run(SYSTEM, 'test', (tx) =>
    app.app.get(JobQueue).add(
      tx,
      jobs.map(([claimId, key]) => ({ name: 'open-review', key, data: { claimId } })),
    ),
  );
const jobRow = async (id: string, on = app) =>
  (
    await on.sql(
      'SELECT state, attempts_made AS attempts, failed_reason AS reason, delay_ms::int AS delay FROM bullmq.job WHERE id = $1',
      [id],
    )
  )[0];
const isIn = (id: string, state: string, attempts?: number) =>
  app.until(`job ${id} to be ${state}`, async () => {
    const row = await jobRow(id);
    return row?.state === state && (attempts === undefined || row.attempts === attempts);
  });
const reviewsOf = (claimId: string) =>
  app.sql('SELECT id, round, kind, state, priority FROM review WHERE claim_id = $1 ORDER BY round', [claimId]);
const reviewOf = (claimId: string, round = 1) =>
  app.until(`round ${round} of claim ${claimId}`, async () => (await reviewsOf(claimId))[round - 1]);

describe('a job', () => {
  it('opens the review of a new claim; another moves it to the front when it falls due', async () => {
    const claimId = await app.claim(deskId);
    const review = await reviewOf(claimId);
    expect(review).toMatchObject({ round: 1, kind: 'INITIAL', state: 'QUEUED', priority: 50 });
    const escalation = `escalate-review-${review.id}`;
    expect((await jobRow(escalation)).state).toBe('delayed');
    await app.sql('UPDATE review SET due_at = clock_timestamp() WHERE id = $1', [review.id]);
    await ((await app.queue.getJob(escalation)) as Job).promote();
    await isIn(escalation, 'completed');
    expect(await reviewsOf(claimId)).toMatchObject([{ state: 'QUEUED', priority: 100 }]);
    expect((await app.events(claimId)).map(({ seq, op, actor, action }) => [seq, op, actor, action])).toEqual([
      [1, 'INSERT', 'system:test', 'submitClaim'],
      [2, 'INSERT', 'system:test', 'submitClaim'],
      [3, 'INSERT', 'system:open-review', 'openReview'],
      [4, 'UPDATE', 'system:test', null],
      [5, 'UPDATE', 'system:escalate-review', 'escalateReview'],
    ]);
  });

  it('that is early is tried again when its time has come', async () => {
    const claimId = await app.claim(deskId);
    const { id } = await reviewOf(claimId);
    await app.sql(`UPDATE review SET due_at = clock_timestamp() + interval '1.5 seconds' WHERE id = $1`, [id]);
    await ((await app.queue.getJob(`escalate-review-${id}`)) as Job).promote();
    await isIn(`escalate-review-${id}`, 'completed');
    expect(await jobRow(`escalate-review-${id}`)).toMatchObject({ reason: `Review ${id} is not due yet.` });
    expect(await app.sql('SELECT priority, escalated_at >= due_at AS late FROM review WHERE id = $1', [id])).toEqual([
      { priority: 100, late: true },
    ]);
  });

  it('that can never succeed fails at once with its reason, and holds up nothing', async () => {
    const claimId = await app.claim(deskId);
    const nobody = newId();
    await addOpenReviews([nobody, 'poisoned'], [claimId, 'after']);
    await isIn('open-review-poisoned', 'failed');
    expect(await jobRow('open-review-poisoned')).toMatchObject({ attempts: 1, reason: `There is no claim ${nobody}.` });
    await isIn('open-review-after', 'completed');
    expect(await reviewsOf(claimId)).toHaveLength(1);
  });

  it('of an unknown name fails at once', async () => {
    const { id } = await app.queue.add('make-coffee', {}, JOB_OPTIONS);
    await isIn(id!, 'failed');
    expect(await jobRow(id!)).toMatchObject({ attempts: 1, reason: 'No handler for jobs named "make-coffee".' });
  });
});

describe('a job whose work fails', () => {
  /** A desk whose reviews the database refuses, as with a full disk. */
  async function brokenDesk(slug: string): Promise<{ deskId: string; mend: () => Promise<unknown> }> {
    const id = await app.desk(slug);
    await app.sql(`CREATE FUNCTION public.${slug}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.desk_id = '${id}' THEN RAISE 'no space left'; END IF; RETURN NEW; END $$`);
    await app.sql(`CREATE TRIGGER ${slug} BEFORE INSERT ON review FOR EACH ROW EXECUTE FUNCTION public.${slug}()`);
    return { deskId: id, mend: () => app.sql(`DROP FUNCTION public.${slug} CASCADE`) };
  }

  it('for a time is tried again after a while, and then succeeds', async () => {
    const broken = await brokenDesk('mended');
    const started = Date.now();
    const claimId = await app.claim(broken.deskId);
    await isIn(`open-review-${claimId}`, 'delayed', 2);
    expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
    expect(await jobRow(`open-review-${claimId}`)).toMatchObject({ delay: 2000, reason: 'no space left' });
    expect(await reviewsOf(claimId)).toEqual([]);
    await broken.mend();
    expect(await reviewOf(claimId)).toMatchObject({ round: 1, state: 'QUEUED' });
    expect(Date.now() - started).toBeGreaterThanOrEqual(3000);
    await isIn(`open-review-${claimId}`, 'completed');
  });

  it('again and again is given up after five tries with its reason; others are not held up', async () => {
    const broken = await brokenDesk('hopeless');
    const claimId = await app.claim(broken.deskId);
    const id = `open-review-${claimId}`;
    for (const [attempts, delay] of [
      [1, 1000],
      [2, 2000],
      [3, 4000],
      [4, 8000],
    ] as const) {
      await isIn(id, 'delayed', attempts);
      expect((await jobRow(id)).delay).toBe(delay);
      if (attempts === 4) await reviewOf(await app.claim(deskId)); // while the job waits, others go on
      await ((await app.queue.getJob(id)) as Job).promote(); // instead of 15 seconds of waiting
    }
    await isIn(id, 'failed');
    expect(await jobRow(id)).toMatchObject({ attempts: 5, reason: 'no space left' });
    expect(await reviewsOf(claimId)).toEqual([]);
    await broken.mend();
    await ((await app.queue.getJob(id)) as Job).retry(); // as somebody would, once the cause is mended
    expect(await reviewOf(claimId)).toMatchObject({ round: 1, state: 'QUEUED' });
  });
});

describe('a job that is added in a transaction', () => {
  it('is neither seen nor worked on before the commit, and at once after it', async () => {
    const claimId = await app.claim(deskId);
    await reviewOf(claimId);
    const [queue, id] = [app.app.get(JobQueue), 'open-review-held-back'];
    await app.app.get(UnitOfWork).run(SYSTEM, 'test', async (tx) => {
      await queue.add(tx, [{ name: 'open-review', key: 'held-back', data: { claimId } }]);
      expect(await tx.rows('SELECT FROM bullmq.job WHERE id = $1', [id])).toHaveLength(1);
      await pause(700);
      expect(await jobRow(id)).toBeUndefined();
    });
    const committed = Date.now();
    await isIn(id, 'completed');
    expect(Date.now() - committed).toBeLessThan(1500); // the worker is told, and does not poll
  });

  it('is gone with a rollback', async () => {
    const before = await jobRow('open-review-rolled-back');
    const work = app.app.get(UnitOfWork).run(SYSTEM, 'test', async (tx) => {
      await app.app.get(JobQueue).add(tx, [{ name: 'open-review', key: 'rolled-back', data: { claimId: newId() } }]);
      throw new Error('never mind');
    });
    await expect(work).rejects.toThrow('never mind');
    await pause(500);
    expect([before, await jobRow('open-review-rolled-back')]).toEqual([undefined, undefined]);
  });
});

describe('a claim that was left unconfirmed', () => {
  /** Decides the claim UNCONFIRMED, to be checked again after `ms`. @returns the id of the decision */
  async function leaveUnconfirmed(claimId: string, ms: number): Promise<string> {
    const { id } = await reviewOf(claimId);
    const { review } = (await mara.data(TAKE, { id })).answer;
    const input = {
      reviewId: id,
      leaseToken: review.lease.token,
      verdict: 'UNCONFIRMED',
      rationale: 'Nobody answers.',
      evidenceIds: [],
      expectedVersion: review.claim.version,
      idempotencyKey: id,
      recheckAt: new Date(Date.now() + ms).toISOString(),
    };
    return (await mara.data(DECIDE, { input })).answer.decision.id;
  }
  const plan = () => app.app.get(PlanRechecks).handle(SYSTEM);

  it('is checked again when its time has come, once, though it was planned several times', async () => {
    const claimId = await app.claim(deskId);
    const decisionId = await leaveUnconfirmed(claimId, 2000);
    const due = Date.now() + 2000;
    await plan();
    await Promise.all([plan(), plan(), plan()]);
    const jobs = await app.sql(
      `SELECT id, state FROM bullmq.job WHERE data->>'claimId' = $1 AND name = 'recheck-claim'`,
      [claimId],
    );
    expect(jobs).toEqual([{ id: `recheck-claim-${decisionId}`, state: 'delayed' }]);
    const review = await reviewOf(claimId, 2);
    expect(Date.now()).toBeGreaterThanOrEqual(due - 500);
    expect(review).toMatchObject({ round: 2, kind: 'RECHECK', state: 'QUEUED', priority: 50 });
    await isIn(`recheck-claim-${decisionId}`, 'completed');
    await plan();
    expect(await reviewsOf(claimId)).toHaveLength(2);
    expect(await app.sql('SELECT verdict, recheck_at, version FROM claim WHERE id = $1', [claimId])).toEqual([
      { verdict: 'UNCONFIRMED', recheck_at: null, version: 3 },
    ]);
    expect((await app.events(claimId)).slice(-2).map(({ table, action }) => [table, action])).toEqual([
      ['claim', 'recheckClaim'],
      ['review', 'recheckClaim'],
    ]);
  });

  it('is not, if it was decided anew meanwhile', async () => {
    const claimId = await app.claim(deskId);
    const decisionId = await leaveUnconfirmed(claimId, 1500);
    await plan();
    await app.sql(
      `WITH newer AS (
         INSERT INTO decision (id, claim_id, review_id, verdict, rationale, supersedes_id, idempotency_key, decided_by, decided_at)
         SELECT gen_random_uuid(), claim_id, review_id, 'VERIFIED', 'They answered.', id, 'newer', decided_by, now()
         FROM decision WHERE id = $1 RETURNING id, claim_id)
       UPDATE claim SET verdict = 'VERIFIED', decision_id = newer.id, recheck_at = NULL, version = version + 1
       FROM newer WHERE claim.id = newer.claim_id`,
      [decisionId],
    );
    await isIn(`recheck-claim-${decisionId}`, 'completed');
    expect(await reviewsOf(claimId)).toMatchObject([{ round: 1, state: 'DECIDED' }]);
  });
});

describe('workers', () => {
  const startWorker = (url = app.appUrl): Promise<INestApplicationContext> =>
    createWorker(
      {
        databaseUrl: url,
        poolSize: 10,
        api: false,
        worker: true,
        auth: { sessionHours: 1, publicUrl: 'http://localhost' },
      },
      createLogger('fatal', false),
    );

  it('register each scheduled job once, however many start at the same time', async () => {
    const quiet = await DeskApp.start();
    const started = await Promise.all(Array.from({ length: 4 }, () => startWorker(quiet.appUrl)));
    started.push(await startWorker(quiet.appUrl));
    const scheduled = JOB_NAMES.filter((name) => JOB_SCHEDULE[name] !== null).toSorted();
    const found = () =>
      quiet.sql(`SELECT s.scheduler_id AS name, s.every_ms::int AS every,
          (SELECT count(*)::int FROM bullmq.job j WHERE j.scheduler_id = s.scheduler_id AND j.state IN ('waiting', 'delayed')) AS next
        FROM bullmq.scheduler s ORDER BY 1`);
    try {
      await app.until('the first runs', async () => (await found()).every(({ next }) => next === 1));
      expect(await found()).toEqual(scheduled.map((name) => ({ name, every: JOB_SCHEDULE[name], next: 1 })));
      const runs = async () =>
        (await quiet.sql(`SELECT FROM bullmq.job WHERE name = 'expire-leases' AND state = 'completed'`)).length;
      const before = await runs();
      await app.until('the next run', async () => (await runs()) > before);
      await app.until('one more after it', async () => (await found()).every(({ next }) => next === 1));
      expect(await quiet.sql(`SELECT FROM bullmq.job WHERE state = 'failed'`)).toEqual([]);
    } finally {
      await Promise.all(started.map((worker) => worker.close()));
      await quiet.stop();
    }
  }, 60_000);

  it('let a job end that is running when they are stopped', async () => {
    const quiet = await DeskApp.start();
    const claimId = await quiet.claim(await quiet.desk('stopping'));
    const blocker = new pg.Client({ connectionString: quiet.databaseUrl });
    await blocker.connect();
    try {
      await blocker.query('BEGIN');
      await blocker.query('SELECT FROM claim WHERE id = $1 FOR UPDATE', [claimId]);
      const worker = await startWorker(quiet.appUrl);
      await app.until('the job to run', async () => (await jobRow(`open-review-${claimId}`, quiet)).state === 'active');
      const closing = worker.close();
      await pause(300);
      await blocker.query('COMMIT');
      await closing;
      expect((await jobRow(`open-review-${claimId}`, quiet)).state).toBe('completed');
      expect(await quiet.sql('SELECT state FROM review WHERE claim_id = $1', [claimId])).toEqual([{ state: 'QUEUED' }]);
    } finally {
      await blocker.end();
      await quiet.stop();
    }
  });
});
