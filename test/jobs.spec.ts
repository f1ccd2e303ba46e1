import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnrecoverableError } from 'bullmq';
import pg from 'pg';
import { PurgeExpired } from '../src/auth/purge-expired.js';
import { AppearanceStance } from '../src/claims/vocabulary.js';
import { type Tx, UnitOfWork } from '../src/database/unit-of-work.js';
import { SubmitClaims } from '../src/intake/submit-claims.js';
import { JobQueue } from '../src/jobs/job-queue.js';
import { systemActor } from '../src/kernel/actor.js';
import { newId } from '../src/kernel/ids.js';
import { EscalateReview } from '../src/review/escalate-review.js';
import { ExpireLeases } from '../src/review/expire-leases.js';
import { OpenReview } from '../src/review/open-review.js';
import { PlanRechecks } from '../src/review/plan-rechecks.js';
import { RecheckClaim } from '../src/review/recheck-claim.js';
import { DeskApp, type Person, SYSTEM } from './desk-app.js';
import { DECIDE, TAKE } from './operations.js';

// What the jobs do, called as the worker calls them; test/worker.spec.ts has the worker itself.
let app: DeskApp;
let mara: Person;
let deskId: string;
beforeAll(async () => {
  app = await DeskApp.start();
  mara = await app.person('EDITOR');
  deskId = await app.desk('jobs', { reviewHours: 36, basePriority: 40 });
});
afterAll(() => app.stop());

const caller = (job: string) => ({ actor: systemActor(job), requestId: `job:${job}` });
const openReview = (claimId: string) => app.app.get(OpenReview).handle(caller('open-review'), { claimId });
const escalate = (reviewId: string) => app.app.get(EscalateReview).handle(caller('escalate-review'), { reviewId });
const planRechecks = () => app.app.get(PlanRechecks).handle(caller('plan-rechecks'));
const reviewsOf = (claimId: string) =>
  app.sql(
    `SELECT id, round, kind, state, priority, queued_at AS "queuedAt", due_at AS "dueAt", escalated_at AS "escalatedAt", version
     FROM review WHERE claim_id = $1 ORDER BY round`,
    [claimId],
  );
const makeDue = (reviewId: string) =>
  app.sql(`UPDATE review SET due_at = clock_timestamp() - interval '1 second' WHERE id = $1`, [reviewId]);
const appearances = (count: number) =>
  Array.from({ length: count }, () => ({
    article: { outlet: 'An outlet', citation: newId(), language: 'en' },
    stance: AppearanceStance.ASSERTS,
  }));

describe('open-review', () => {
  it('queues the claim by the desk’s policy, and adds its escalation for when it falls due', async () => {
    const claimId = await app.claim(deskId, { appearances: appearances(3) });
    await openReview(claimId);
    const [review, ...others] = await reviewsOf(claimId);
    expect(others).toEqual([]);
    // 40 by the desk, 3 for each further appearance
    expect(review).toMatchObject({
      round: 1,
      kind: 'INITIAL',
      state: 'QUEUED',
      priority: 46,
      escalatedAt: null,
      version: 1,
    });
    expect(review.dueAt.getTime() - review.queuedAt.getTime()).toBe(36 * 3_600_000);
    const [job] = await app.sql(
      'SELECT name, state, data, max_attempts AS attempts, process_at_ms::float8 AS at FROM bullmq.job WHERE id = $1',
      [`escalate-review-${review.id}`],
    );
    const data = { reviewId: review.id, dueAt: review.dueAt.toISOString() };
    expect(job).toEqual({ name: 'escalate-review', state: 'delayed', data, attempts: 5, at: expect.any(Number) });
    expect(job.at - review.dueAt.getTime()).toBeGreaterThanOrEqual(0); // never early by the same clock
    expect(job.at - review.dueAt.getTime()).toBeLessThan(1000);
  });

  it.each([
    ['run again', async () => undefined, 1],
    ['for a claim whose review is held', (id: string) => mara.data(TAKE, { id }), 1],
    ['for a claim that was decided', (id: string) => decide(id), 1],
  ])('%s does nothing', async (_, meanwhile) => {
    const claimId = await app.claim(deskId);
    await openReview(claimId);
    await meanwhile((await reviewsOf(claimId))[0].id);
    const before = await app.fingerprint();
    await openReview(claimId);
    expect(await app.fingerprint()).toEqual(before);
    await app.endAllLeases();
  });

  it('run ten times at once opens one review', async () => {
    const claimId = await app.claim(deskId);
    const blocker = new pg.Client({ connectionString: app.databaseUrl });
    await blocker.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM claim WHERE id = $1 FOR UPDATE', [claimId]);
    const runs = Promise.all(Array.from({ length: 10 }, () => openReview(claimId)));
    await app.until('all ten to have come up to the claim’s row', async () => {
      const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      return (await app.sql(waiting)).length === 10;
    });
    await blocker.end(); // and with it its transaction
    await runs;
    expect(await reviewsOf(claimId)).toMatchObject([{ round: 1, state: 'QUEUED' }]);
    expect(
      await app.sql(
        `SELECT FROM bullmq.job WHERE name = 'escalate-review' AND data->>'reviewId' IN
      (SELECT id::text FROM review WHERE claim_id = $1)`,
        [claimId],
      ),
    ).toHaveLength(1);
    expect((await app.events(claimId)).map(({ seq, action }) => [seq, action])).toEqual([
      [1, 'submitClaim'],
      [2, 'submitClaim'],
      [3, 'openReview'],
    ]);
  });

  it('for no claim at all cannot be retried into success', async () => {
    const before = await app.fingerprint();
    const nobody = newId();
    await expect(openReview(nobody)).rejects.toThrow(new UnrecoverableError(`There is no claim ${nobody}.`));
    await expect(openReview(nobody)).rejects.toBeInstanceOf(UnrecoverableError);
    expect(await app.fingerprint()).toEqual(before);
  });
});

async function decide(reviewId: string, changes: object = {}): Promise<string> {
  const { review } = (await mara.data(TAKE, { id: reviewId })).answer;
  const input = {
    reviewId,
    leaseToken: review.lease.token,
    verdict: 'VERIFIED',
    rationale: 'Reasons.',
    evidenceIds: [],
    expectedVersion: review.claim.version,
    idempotencyKey: reviewId,
    ...changes,
  };
  return (await mara.data(DECIDE, { input })).answer.decision.id;
}

describe('escalate-review', () => {
  it.each([
    ['QUEUED', async () => undefined],
    ['IN_REVIEW', (id: string) => mara.data(TAKE, { id })],
  ])('moves a review that is due and %s to the front, once', async (state, meanwhile) => {
    const { claimId, reviewId } = await app.review(deskId);
    await meanwhile(reviewId);
    await makeDue(reviewId);
    const [before] = await reviewsOf(claimId);
    await escalate(reviewId);
    const [review] = await reviewsOf(claimId);
    expect(review).toEqual({
      ...before,
      state,
      priority: 100,
      escalatedAt: expect.any(Date),
      version: before.version + 1,
    });
    expect(Math.abs(Date.now() - review.escalatedAt.getTime())).toBeLessThan(5000);
    expect((await app.events(claimId)).at(-1)).toMatchObject({
      actor: 'system:escalate-review',
      action: 'escalateReview',
    });
    const done = await app.fingerprint();
    await Promise.all([escalate(reviewId), escalate(reviewId)]);
    expect(await app.fingerprint()).toEqual(done);
    await app.endAllLeases();
  });

  it('does nothing to a review that was decided or withdrawn, or that there is not', async () => {
    const [decided, withdrawn] = [await app.review(deskId), await app.review(deskId)];
    await decide(decided.reviewId);
    await app.sql(`UPDATE review SET state = 'WITHDRAWN' WHERE id = $1`, [withdrawn.reviewId]);
    await makeDue(decided.reviewId);
    await makeDue(withdrawn.reviewId);
    const before = await app.fingerprint();
    for (const id of [decided.reviewId, withdrawn.reviewId, newId()]) await escalate(id);
    expect(await app.fingerprint()).toEqual(before);
  });

  it('that is early asks to be tried again', async () => {
    const { reviewId } = await app.review(deskId);
    const before = await app.fingerprint();
    await expect(escalate(reviewId)).rejects.toThrow(`Review ${reviewId} is not due yet.`);
    expect(await app.fingerprint()).toEqual(before);
  });
});

describe('expire-leases', () => {
  const sweep = () => app.app.get(ExpireLeases).handle(caller('expire-leases'));
  const results = async (claims: number) => {
    const submissions = Array.from({ length: claims }, () => app.submission(deskId));
    const answers = [];
    for (let i = 0; i < claims; i += 500)
      answers.push(...(await app.app.get(SubmitClaims).run(SYSTEM, submissions.slice(i, i + 500))));
    return { submissions, claimIds: answers.map((answer) => (answer as { claimId: string }).claimId) };
  };
  /** Reviews of the claims, held under leases that end in so many seconds. */
  const hold = (claimIds: string[], seconds: number) =>
    app.sql(
      `INSERT INTO review (id, claim_id, desk_id, round, kind, state, priority, queued_at, due_at, lease_holder_id, lease_token, lease_until)
       SELECT gen_random_uuid(), c, $2, 1, 'INITIAL', 'IN_REVIEW', 50, now(), now(), $3, gen_random_uuid(), now() + make_interval(secs => $4)
       FROM unnest($1::uuid[]) c`,
      [claimIds, deskId, mara.id, seconds],
    );
  const states = (claimIds: string[]) =>
    app.sql(
      `SELECT state, version, num_nulls(lease_holder_id, lease_token, lease_until) AS nulls, count(*)::int AS n
       FROM review WHERE claim_id = ANY($1) GROUP BY 1, 2, 3`,
      [claimIds],
    );

  it('gives back 600 in one run, each once, and leaves those in force', async () => {
    const { claimIds } = await results(601);
    await hold(claimIds.slice(1), -1);
    await hold(claimIds.slice(0, 1), 60);
    await sweep();
    expect(await states(claimIds.slice(1))).toEqual([{ state: 'QUEUED', version: 2, nulls: 3, n: 600 }]);
    expect(await states(claimIds.slice(0, 1))).toEqual([{ state: 'IN_REVIEW', version: 1, nulls: 0, n: 1 }]);
    const done = await app.fingerprint();
    await sweep();
    expect(await app.fingerprint()).toEqual(done);
    await app.endAllLeases();
  });

  it('by several at once, beside a bulk that touches the same claims, gives back each once', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { claimIds, submissions } = await results(200);
      await hold(claimIds, -1);
      const grown = submissions.map((given) => Object.assign({}, given, { appearances: appearances(1) }));
      const bulk = app.app.get(SubmitClaims).run(SYSTEM, grown.toReversed());
      const [answers] = await Promise.all([bulk, sweep(), sweep(), sweep()]);
      await sweep(); // what a sweep found locked, the next one takes
      expect(answers.map((answer) => (answer as { outcome: string }).outcome)).toEqual(
        claimIds.map(() => 'APPEARANCE_ADDED'),
      );
      expect(await states(claimIds)).toEqual([{ state: 'QUEUED', version: 2, nulls: 3, n: 200 }]);
    }
    expect(await app.gaps()).toBe(0);
  });
});

describe('plan-rechecks and recheck-claim', () => {
  /** A claim that was left UNCONFIRMED, to be checked again in so many seconds. */
  async function unconfirmed(seconds: number): Promise<{ claimId: string; decisionId: string }> {
    const { claimId, reviewId } = await app.review(deskId);
    const decisionId = await decide(reviewId, {
      verdict: 'UNCONFIRMED',
      recheckAt: new Date(Date.now() + 5000).toISOString(),
    });
    await app.sql('UPDATE claim SET recheck_at = clock_timestamp() + make_interval(secs => $2) WHERE id = $1', [
      claimId,
      seconds,
    ]);
    return { claimId, decisionId };
  }
  const recheck = (data: { claimId: string; decisionId: string }) =>
    app.app.get(RecheckClaim).handle(caller('recheck-claim'), data);

  it('plan each claim once that falls due within two minutes', async () => {
    const [late, soon, far] = [await unconfirmed(-5), await unconfirmed(100), await unconfirmed(150)];
    await Promise.all([planRechecks(), planRechecks(), planRechecks()]);
    const before = await app.fingerprint();
    await planRechecks();
    expect(await app.fingerprint()).toEqual(before);
    const jobs = await app.sql(
      `SELECT id, state, data, delay_ms > 90000 AS waits FROM bullmq.job WHERE data->>'decisionId' = ANY($1) ORDER BY delay_ms`,
      [[late, soon, far].map(({ decisionId }) => decisionId)],
    );
    expect(jobs).toEqual([
      { id: `recheck-claim-${late.decisionId}`, state: 'waiting', data: late, waits: false },
      { id: `recheck-claim-${soon.decisionId}`, state: 'delayed', data: soon, waits: true },
    ]);
  });

  it('plan a claim anew each hour that passes since its job was given up', async () => {
    const due = await unconfirmed(-1);
    const jobs = () =>
      app.sql(`SELECT id, state FROM bullmq.job WHERE data->>'decisionId' = $1 ORDER BY seq`, [due.decisionId]);
    await planRechecks();
    await app.sql(`UPDATE bullmq.job SET state = 'failed', finished_at_ms = 1 WHERE data->>'decisionId' = $1`, [
      due.decisionId,
    ]);
    const first = { id: `recheck-claim-${due.decisionId}`, state: 'failed' };
    const later = (hours: number) => ({ id: `recheck-claim-${due.decisionId}-${hours}`, state: 'waiting' });
    for (const [minutes, expected] of [
      [59, [first]],
      [61, [first, later(1)]],
      [119, [first, later(1)]],
      [121, [first, later(1), later(2)]],
    ] as const) {
      await app.sql('UPDATE claim SET recheck_at = clock_timestamp() - make_interval(mins => $2) WHERE id = $1', [
        due.claimId,
        minutes,
      ]);
      await planRechecks();
      expect(await jobs()).toEqual(expected);
    }
    await Promise.all([recheck(due), recheck(due)]);
    expect(await reviewsOf(due.claimId)).toMatchObject([{ state: 'DECIDED' }, { kind: 'RECHECK', state: 'QUEUED' }]);
  });

  it('open one RECHECK round, also when run at once', async () => {
    const due = await unconfirmed(-1);
    await Promise.all(Array.from({ length: 5 }, () => recheck(due)));
    expect(await reviewsOf(due.claimId)).toMatchObject([
      { round: 1, kind: 'INITIAL', state: 'DECIDED' },
      { round: 2, kind: 'RECHECK', state: 'QUEUED', priority: 40 },
    ]);
    const done = await app.fingerprint();
    await recheck(due);
    await planRechecks();
    expect((await app.fingerprint())['public.review']).toBe(done['public.review']);
  });

  it('open none beside a review that is open', async () => {
    const due = await unconfirmed(-1);
    await app.sql(
      `INSERT INTO review (id, claim_id, desk_id, round, kind, state, priority, queued_at, due_at)
       VALUES (gen_random_uuid(), $1, $2, 2, 'CORRECTION', 'QUEUED', 50, now(), now())`,
      [due.claimId, deskId],
    );
    await recheck(due);
    expect(await reviewsOf(due.claimId)).toMatchObject([{ kind: 'INITIAL' }, { kind: 'CORRECTION', state: 'QUEUED' }]);
    expect(await app.sql('SELECT recheck_at FROM claim WHERE id = $1', [due.claimId])).toEqual([{ recheck_at: null }]);
  });

  it('do nothing for another decision than the one that stands, and wait for the time', async () => {
    const [due, early] = [await unconfirmed(-1), await unconfirmed(60)];
    const before = await app.fingerprint();
    await recheck({ ...due, decisionId: early.decisionId });
    await recheck({ claimId: newId(), decisionId: due.decisionId });
    await expect(recheck(early)).rejects.toThrow(`Claim ${early.claimId} is not to be checked again yet.`);
    expect(await app.fingerprint()).toEqual(before);
  });
});

describe('purge-expired', () => {
  it('deletes what is over, and nothing else', async () => {
    await app.sql(
      'INSERT INTO session (id, user_id, token_hash, expires_at) SELECT gen_random_uuid(), $1, sha256(d::text::bytea), now() + d FROM unnest($2::interval[]) d',
      [mara.id, ['-1 day', '-1 second', '1 minute', '12 hours']],
    );
    await app.sql(
      `INSERT INTO sign_in_throttle (key, points, expire) VALUES ('over', 1, $1), ('on', 1, $2), ('for ever', 1, NULL)`,
      [Date.now() - 1000, Date.now() + 60_000],
    );
    await app.sql(
      `INSERT INTO idempotency_key (user_id, operation, key, request_hash, response, created_at)
       SELECT $1, 'submitClaim', d::text, sha256(''), '{}', now() - d FROM unnest($2::interval[]) d`,
      [mara.id, ['31 days', '30 days 1 second', '29 days 23 hours', '0 seconds']],
    );
    const before = await app.fingerprint();
    await app.app.get(PurgeExpired).handle(caller('purge-expired'));
    expect(await app.sql('SELECT count(*)::int AS n, min(expires_at) > now() AS ahead FROM session')).toEqual([
      { n: 2, ahead: true },
    ]);
    expect(await app.sql('SELECT key FROM sign_in_throttle ORDER BY 1')).toEqual([{ key: 'for ever' }, { key: 'on' }]);
    expect(await app.sql('SELECT key FROM idempotency_key ORDER BY created_at')).toEqual([
      { key: '29 days 23:00:00' },
      { key: '00:00:00' },
    ]);
    const changed = Object.entries(await app.fingerprint()).filter(([table, hash]) => before[table] !== hash);
    expect(changed.map(([table]) => table)).toEqual([
      'public.idempotency_key',
      'public.session',
      'public.sign_in_throttle',
    ]);
  });
});

describe('the queue', () => {
  const run = (work: (tx: Tx) => Promise<unknown>) => app.app.get(UnitOfWork).run(SYSTEM, 'test', work);
  const add = (tx: Tx, key: string) =>
    app.app.get(JobQueue).add(tx, [{ name: 'open-review', key, data: { claimId: newId() } }]);

  it('takes no job outside a unit of work', async () => {
    let kept: Tx | undefined;
    await run(async (tx) => (kept = tx));
    const before = await app.fingerprint();
    await expect(add(kept!, 'outside')).rejects.toThrow('Jobs are added inside a unit of work only.');
    expect(await app.fingerprint()).toEqual(before);
  });

  it.each(['committed', 'rolled back'])('takes no job that comes after its transaction was %s', async (end) => {
    const before = await app.fingerprint();
    let late = Promise.resolve();
    const work = run(async (tx) => {
      late = new Promise((resolve) => setTimeout(resolve, 200)).then(() => add(tx, 'late'));
      late.catch(() => undefined); // looked at below, after the transaction
      if (end === 'rolled back') throw new Error('never mind');
    });
    await work.catch(() => undefined);
    await expect(late).rejects.toThrow('The queue was used after its transaction had ended.');
    expect(await app.fingerprint()).toEqual(before);
  });

  it('takes a key once', async () => {
    await run((tx) => add(tx, 'once'));
    const before = await app.fingerprint();
    await run((tx) => add(tx, 'once'));
    expect(await app.fingerprint()).toEqual(before);
  });
});
