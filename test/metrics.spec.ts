import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { systemActor } from '../src/kernel/actor.js';
import { ExpireLeases } from '../src/review/expire-leases.js';
import { DeskApp, type Person } from './desk-app.js';
import { ClaimdeskProcess, METRICS_TOKEN, parseMetrics } from './fixtures/claimdesk-process.js';
import { DECIDE, TAKE, TAKE_NEXT } from './operations.js';

let desk: DeskApp;
let deskId: string;
let chief: Person;
let editor: Person;
beforeAll(async () => {
  desk = await DeskApp.start();
  deskId = await desk.desk('metrics');
  chief = await desk.person('CHIEF_EDITOR');
  editor = await desk.person('EDITOR');
});
afterEach(() => ClaimdeskProcess.killAll());
afterAll(() => desk.stop());

const read = (authorization?: string, headers: Record<string, string> = {}) =>
  fetch(`${desk.url}/metrics`, { headers: { ...headers, ...(authorization && { authorization }) } });
const metrics = async () => parseMetrics(await (await read(`Bearer ${chief.token}`)).text());
/** @returns by how much the metrics grew while `work` was done */
async function growth(names: string[], work: () => Promise<unknown>): Promise<number[]> {
  const before = await metrics();
  await work();
  const after = await metrics();
  return names.map((name) => (after.get(name) ?? 0) - (before.get(name) ?? 0));
}

describe('GET /metrics', () => {
  it('is for API tokens of chief editors with the scope admin', async () => {
    const statuses: [string, number][] = [];
    for (const [who, person] of [
      ['chief', chief],
      ['chief of one desk', await desk.person([{ role: 'CHIEF_EDITOR', deskId }])],
      ['chief without admin', await desk.person('CHIEF_EDITOR', ['claims:read', 'reviews:read', 'audit:read'])],
      ['editor', editor],
      ['auditor', await desk.person('AUDITOR')],
      ['nobody', await desk.person([])],
    ] as const) {
      statuses.push([who, (await read(`Bearer ${person.token}`)).status]);
    }
    expect(statuses).toEqual([
      ['chief', 200],
      ['chief of one desk', 200],
      ['chief without admin', 403],
      ['editor', 403],
      ['auditor', 403],
      ['nobody', 403],
    ]);
  });

  it('tells everyone else nothing', async () => {
    for (const authorization of [
      undefined,
      '',
      'Bearer',
      'Bearer undefined',
      `Bearer ${METRICS_TOKEN}`,
      `Basic ${chief.token}`,
    ]) {
      const refused = await read(authorization, { cookie: 'claimdesk_session=x' });
      expect([authorization, refused.status]).toEqual([authorization, 401]);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="claimdesk"');
      expect(await refused.text()).not.toContain('claimdesk_');
    }
    expect((await fetch(`${desk.url}/metrics`, { method: 'POST' })).status).toBe(401);
  });

  it('is in the format that Prometheus reads, each metric once and explained', async () => {
    const answer = await read(`Bearer ${chief.token}`);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await answer.text();
    expect(text.endsWith('\n')).toBe(true);
    const types = [...text.matchAll(/^# TYPE (\S+) (counter|gauge|histogram|summary)$/gm)].map(([, name]) => name!);
    expect(new Set(types).size).toBe(types.length);
    for (const line of text.split('\n').filter((each) => each !== '' && !each.startsWith('#'))) {
      expect(line).toMatch(/^[a-z_0-9]+(\{([a-z_]+="[^"]*",?)+\})? (-?[\d.e+-]+|Nan|\+Inf)$/);
    }
    expect(types).toEqual(expect.arrayContaining(['process_cpu_seconds_total', 'nodejs_eventloop_lag_p99_seconds']));
  });
});

describe('what is counted', () => {
  const count = (name: string, labels: string): string => `claimdesk_${name}_duration_seconds_count{${labels}}`;

  it('requests, by route and operation; no client can make new names', async () => {
    const names = [
      count('http_request', 'method="POST",route="/graphql",status="200"'),
      count('http_request', 'method="GET",route="unknown",status="401"'),
      count('graphql_request', 'type="query",field="desks",outcome="ok"'),
      count('graphql_request', 'type="query",field="several",outcome="ok"'),
      count('graphql_request', 'type="none",field="none",outcome="GRAPHQL_VALIDATION_FAILED"'),
      count('graphql_request', 'type="mutation",field="takeNextReview",outcome="INVALID_INPUT"'),
      count('graphql_request', 'type="none",field="none",outcome="HTTP_401"'),
    ];
    const grown = await growth(names, async () => {
      await chief.ask('query Mine { desks { id } }');
      await chief.ask('{ a: desks { id } viewer { id } }');
      await chief.ask('{ made { up } }');
      await chief.ask(TAKE_NEXT, { deskId: 'no-id' });
      await fetch(`${desk.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      });
      await fetch(`${desk.url}/made/up`);
    });
    expect(grown).toEqual([4, 1, 1, 1, 1, 1, 1]);
    expect([...(await metrics()).keys()].filter((name) => /made|Mine/.test(name))).toEqual([]);
  });

  it('decisions, with how they ended', async () => {
    const { reviewId } = await desk.review(deskId);
    const { review } = (await editor.data(TAKE, { id: reviewId })).answer;
    const input = {
      reviewId,
      leaseToken: review.lease.token,
      verdict: 'VERIFIED',
      rationale: 'Seen.',
      evidenceIds: [],
      expectedVersion: 1,
      idempotencyKey: 'once',
    };
    const names = ['ok', 'LEASE_LOST'].map((outcome) =>
      count('use_case', `action="decideReview",outcome="${outcome}"`),
    );
    const grown = await growth(names, async () => {
      await editor.data(DECIDE, { input });
      await editor.data(DECIDE, { input: { ...input, idempotencyKey: 'twice' } });
    });
    expect(grown).toEqual([1, 1]);
  });

  it('leases that ran out', async () => {
    await desk.endAllLeases();
    for (let i = 0; i < 2; i += 1) await editor.data(TAKE, { id: (await desk.review(deskId)).reviewId });
    await desk.sql(`UPDATE review SET lease_until = now() - interval '1 second' WHERE state = 'IN_REVIEW'`);
    const sweep = () => desk.app.get(ExpireLeases).handle({ actor: systemActor('expire-leases'), requestId: 'test' });
    expect(await growth(['claimdesk_lease_expiries_total'], sweep)).toEqual([2]);
  });

  it('reviews, jobs and connections, as the database has them', async () => {
    await desk.reviews(deskId, 3);
    const [{ queued }] = await desk.sql(`SELECT count(*)::int AS queued FROM review WHERE state = 'QUEUED'`);
    const [{ waiting }] = await desk.sql(`SELECT count(*)::int AS waiting FROM bullmq.job WHERE state = 'waiting'`);
    expect(waiting).toBeGreaterThan(0); // nobody works on them here
    await desk.sql(
      `UPDATE bullmq.job SET added_at_ms = added_at_ms - 60000, process_at_ms = NULL WHERE state = 'waiting'`,
    );
    const found = await desk.until('a new sample', async () => {
      const now = await metrics();
      return now.get('claimdesk_reviews{desk="metrics",state="queued"}') === queued && now;
    });
    expect(found.get('claimdesk_jobs{state="waiting"}')).toBe(waiting);
    expect(found.get('claimdesk_next_job_waiting_seconds')).toBeGreaterThan(60);
    expect(found.get('claimdesk_next_job_waiting_seconds')).toBeLessThan(120);
    expect(found.get('claimdesk_database_up')).toBe(1);
    expect(Math.abs(found.get('claimdesk_clock_offset_seconds')!)).toBeLessThan(1);
    expect(found.get('claimdesk_db_connections_max')).toBe(20);
    expect(found.get('claimdesk_db_connections{state="total"}')).toBeGreaterThan(0);
    expect([...found.keys()].find((name) => name.startsWith('claimdesk_build_info'))).toContain('version="0.1.0"');
  }, 30_000);
});

it('jobs are counted where they are worked on, with what was given up', async () => {
  const worker = await ClaimdeskProcess.start('worker', desk.appUrl);
  await desk.until(
    'the jobs',
    async () => (await desk.sql(`SELECT FROM bullmq.job WHERE state = 'waiting'`)).length === 0,
  );
  await desk.sql(
    `INSERT INTO bullmq.job (queue, id, seq, name, state, data, added_at_ms)
     VALUES ('review', 'broken', nextval('bullmq.job_seq'), 'recheck-claim', 'waiting', '{"claimId": "x", "decisionId": "x"}', 1)`,
  );
  await desk.sql(`NOTIFY bullmq_jobs, 'review'`);
  const found = await desk.until('the broken job', async () => {
    const now = await worker.metrics();
    return now.get('claimdesk_jobs_given_up_total{name="recheck-claim"}') === 1 && now;
  });
  expect(found.get('claimdesk_jobs_given_up_total{name="open-review"}')).toBe(0);
  expect(found.get('claimdesk_job_duration_seconds_count{name="open-review",outcome="done"}')).toBeGreaterThan(0);
  expect(found.get('claimdesk_job_duration_seconds_count{name="recheck-claim",outcome="failed"}')).toBe(1);
  const [line] = worker.log({ jobId: 'broken' });
  expect(line).toMatchObject({
    level: 'warn',
    job: 'recheck-claim',
    attempt: 1,
    outcome: 'given up',
    err: { code: '22P02' },
  });
}, 60_000);

it('METRICS_TOKEN opens them also while the database is gone, and then they say so', async () => {
  const other = await DeskApp.start();
  const api = await ClaimdeskProcess.start('api', other.appUrl);
  expect((await api.metrics()).get('claimdesk_database_up')).toBe(1);
  await other.stop(); // drops the database
  const found = await desk.until('the end of the sample', async () => {
    const now = await api.metrics();
    return now.get('claimdesk_database_up') === 0 && now;
  });
  expect([...found.keys()].filter((name) => /^claimdesk_(jobs\{|reviews|clock|next)/.test(name))).toEqual([]);
  expect(found.get('process_cpu_seconds_total')).toBeGreaterThan(0);
  const unknown = await fetch(`${api.url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}x` } });
  expect(unknown.status).toBeGreaterThanOrEqual(500);
  expect((await fetch(`${api.url}/health/ready`)).status).toBe(503);
  expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
}, 60_000);
