import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { createLogger, createWorker } from '../src/create-app.js';
import { DatabaseModule } from '../src/database/database.module.js';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import { JOB_NAMES, JOB_SCHEDULE, type JobMap, type JobName } from '../src/jobs/job-map.js';
import { JOB_OPTIONS, JobQueue, type NewJob } from '../src/jobs/job-queue.js';
import { JobsModule } from '../src/jobs/jobs.module.js';
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
  deskId = await app.desk('jobs', { reviewHours: 1 });
});
afterAll(() => app.stop());
beforeEach(() => app.endAllLeases());

const inTransaction = <T>(work: Parameters<UnitOfWork['run']>[2]) => app.app.get(UnitOfWork).run(SYSTEM, 'test', work) as Promise<T>;
const add = <Name extends JobName>(...jobs: NewJob<Name>[]) => inTransaction((tx) => app.app.get(JobQueue).add(tx, jobs));
const openReviewOf = (claimId: string, key = newId()): NewJob<'open-review'> => ({ name: 'open-review', key, data: { claimId } });
const jobRow = async (id: string) =>
  (
    await app.sql(
      `SELECT state, attempts_made AS attempts, failed_reason AS reason, delay_ms::int AS delay FROM bullmq.job WHERE id = $1`,
      [id],
    )
  )[0];
const ended = (id: string, state: string) => app.until(`${id} to be ${state}`, async () => (await jobRow(id))?.state === state);
const reviewsOf = (claimId: string) => app.sql('SELECT id, round, kind, state, priority FROM review WHERE claim_id = $1 ORDER BY round', [claimId]);

describe('a job', () => {
  it('opens the review of a new claim, and escalates it when it falls due', async () => {
    const claimId = await app.claim(deskId);
    const [review] = await app.until('the review', async () => {
      const found = await reviewsOf(claimId);
      return found.length > 0 && found;
    });
    expect(review).toMatchObject({ round: 1, kind: 'INITIAL', state: 'QUEUED', priority: 50 });
    const escalation = `escalate-review-${review!.id}`;
    expect((await jobRow(escalation)).state).toBe('delayed');
    await app.sql(`UPDATE review SET due_at = clock_timestamp() WHERE id = $1`, [review!.id]);
    await app.queue.getJob(escalation).then((job) => job!.promote());
    await ended(escalation, 'completed');
    expect(await reviewsOf(claimId)).toMatchObject([{ state: 'QUEUED', priority: 100 }]);
    expect((await app.events(claimId)).map(({ seq, op, actor, action }) => [seq, op, actor, action])).toEqual([
      [1, 'INSERT', 'system:test', 'submitClaim'],
      [2, 'INSERT', 'system:test', 'submitClaim'],
      [3, 'INSERT', 'system:open-review', 'openReview'],
      [4, 'UPDATE', 'system:escalate-review', 'escalateReview'],
    ]);
  });

  it('that can never succeed fails at once with its reason, and holds up nothing', async () => {
    const claimIds = [await app.claim(deskId), await app.claim(deskId)];
    const nobody = newId();
    await add(openReviewOf(nobody, 'poisoned'), ...claimIds.map((id) => openReviewOf(id, `after-${id}`)));
    await ended('open-review-poisoned', 'failed');
    expect(await jobRow('open-review-poisoned')).toMatchObject({ attempts: 1, reason: `There is no claim ${nobody}.` });
    for (const id of claimIds) await ended(`open-review-after-${id}`, 'completed');
    for (const id of claimIds) expect(await reviewsOf(id)).toHaveLength(1);
  });

  it('of an unknown name fails at once', async () => {
    const { id } = await app.queue.add('make-coffee', {}, JOB_OPTIONS);
    await ended(id!, 'failed');
    expect(await jobRow(id!)).toMatchObject({ attempts: 1, reason: 'No handler for jobs named "make-coffee".' });
  });

  describe('whose work fails for a time', () => {
    /** Makes every review of the claim fail in the database, as a full disk would. @returns what mends it */
    async function breakReviews(claimId: string): Promise<() => Promise<unknown>> {
      const name = `broken_${claimId.replaceAll('-', '')}`;
      await app.sql(`CREATE FUNCTION public.${name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF NEW.claim_id = '${claimId}' THEN RAISE 'no space left'; END IF; RETURN NEW; END $$`);
      await app.sql(`CREATE TRIGGER ${name} BEFORE INSERT ON review FOR EACH ROW EXECUTE FUNCTION public.${name}()`);
      return () => app.sql(`DROP FUNCTION public.${name} CASCADE`);
    }

    it('is tried again after a while, and then succeeds', async () => {
      const claimId = await app.claim(deskId);
      await app.until('the first review', async () => (await reviewsOf(claimId)).length === 1);
      // a second job for the claim's next round, which nothing but the trigger keeps from opening
      const other = (await app.sql(`INSERT INTO claim SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(),
        'fingerprint', '\\x' || encode(sha256($2), 'hex')))).* FROM claim c WHERE id = $1 RETURNING id`, [claimId, 'again']))[0].id;
      const mend = await breakReviews(other);
      const added = Date.now();
      await add(openReviewOf(other, 'mended'));
      await app.until('two attempts', async () => (await jobRow('open-review-mended')).attempts === 2);
      expect(Date.now() - added).toBeGreaterThan(1000);
      expect(await jobRow('open-review-mended')).toMatchObject({ state: 'delayed', delay: 2000, reason: 'no space left' });
      expect(await reviewsOf(other)).toEqual([]);
      await mend();
      await ended('open-review-mended', 'completed');
      expect(Date.now() - added).toBeGreaterThan(3000);
      expect(await reviewsOf(other)).toMatchObject([{ round: 1, state: 'QUEUED' }]);
    });
  });
});
