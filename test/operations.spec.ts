import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { Database } from '../src/database/database.js';
import { checkReadiness } from '../src/health/readiness.js';
import { DeskApp, Person } from './desk-app.js';
import { ClaimdeskProcess } from './fixtures/claimdesk-process.js';
import { DECIDE, TAKE } from './operations.js';

let desk: DeskApp;
let deskId: string;
let editor: Person;
let blocker: pg.Client;
beforeAll(async () => {
  desk = await DeskApp.start();
  deskId = await desk.desk('operations');
  editor = await desk.person('EDITOR');
  blocker = new pg.Client({ connectionString: desk.databaseUrl });
  await blocker.connect();
});
const endings: (() => void)[] = [];
/** What a test leaves running must not keep jest from ending, also if it fails. */
const afterThis = (end: () => void): void => void endings.push(end);
afterEach(async () => {
  for (const end of endings.splice(0)) end();
  ClaimdeskProcess.killAll();
  await blocker.query('ROLLBACK');
});
afterAll(async () => {
  await blocker.end();
  await desk.stop();
});

const at = (api: ClaimdeskProcess): Person => new Person(editor.id, editor.name, editor.token, api.url);
const RATIONALE = 'What nobody but the newsroom may read.';

/** Takes a new review. @returns the input of a decision on it */
async function taken(by: Person) {
  const { claimId, reviewId } = await desk.review(deskId);
  const { review } = (await by.data(TAKE, { id: reviewId })).answer;
  const [verdict, rationale, evidenceIds] = ['VERIFIED', RATIONALE, []];
  const input = { reviewId, leaseToken: review.lease.token, verdict, rationale, evidenceIds };
  return { claimId, reviewId, input: { ...input, expectedVersion: review.claim.version, idempotencyKey: reviewId } };
}
const waitingForLocks = (count: number) =>
  desk.until(`${count} to wait for a lock`, async () => {
    const rows = await desk.sql(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return rows.length === count;
  });

describe('SIGTERM', () => {
  it('lets an API answer what it is at, and refuse the rest with the time after which to come back', async () => {
    const api = await ClaimdeskProcess.start('api', desk.appUrl);
    const { claimId, reviewId, input } = await taken(at(api));
    await blocker.query('BEGIN');
    await blocker.query('SELECT FROM claim WHERE id = $1 FOR UPDATE', [claimId]);
    const decision = at(api).data(DECIDE, { input });
    await waitingForLocks(1);
    const ended = api.end('SIGTERM');
    await api.says(/Stopping on SIGTERM/);

    for (const path of ['/health/ready', '/', '/nowhere']) {
      const refused = await fetch(api.url + path);
      const told = ['retry-after', 'connection'].map((name) => refused.headers.get(name));
      expect([path, refused.status, ...told]).toEqual([path, 503, '2', 'close']);
      expect(((await refused.json()) as any).error).toMatchObject({ code: 'UNAVAILABLE' });
    }
    expect((await at(api).ask('{ desks { id } }')).status).toBe(503);
    expect((await fetch(`${api.url}/health/live`)).status).toBe(200);

    await blocker.query('COMMIT');
    expect((await decision).answer.__typename).toBe('DecideReviewSuccess');
    expect(await ended).toBe(0);
    expect(await desk.sql('SELECT state FROM review WHERE id = $1', [reviewId])).toEqual([{ state: 'DECIDED' }]);
    await expect(fetch(api.url)).rejects.toThrow('fetch failed');
  }, 60_000);

  it('lets a worker end the job that it is at', async () => {
    const worker = await ClaimdeskProcess.start('worker', desk.appUrl);
    await blocker.query('BEGIN; LOCK TABLE public.review IN SHARE MODE');
    const claimId = await desk.claim(deskId);
    const job = async () =>
      (await desk.sql('SELECT state FROM bullmq.job WHERE id = $1', [`open-review-${claimId}`]))[0];
    await desk.until('the job to run', async () => (await job()).state === 'active');
    const ended = worker.end('SIGTERM');
    await worker.says(/Stopping on SIGTERM/);
    await blocker.query('COMMIT');
    expect(await ended).toBe(0);
    expect(await job()).toEqual({ state: 'completed' });
    expect(worker.log({ jobId: `open-review-${claimId}` })).toEqual([
      expect.objectContaining({ job: 'open-review', attempt: 1, outcome: 'done', ms: expect.any(Number) }),
    ]);
  }, 60_000);

  it('does not wait for a client that never sends its request to an end', async () => {
    const api = await ClaimdeskProcess.start('api', desk.appUrl);
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1', () =>
      socket.write(
        'POST /auth/sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
      ),
    );
    socket.on('error', () => undefined);
    afterThis(() => socket.destroy());
    await desk.until('the request', async () => (await api.metrics()).get('claimdesk_http_requests_in_flight') === 2);
    expect(await api.end('SIGTERM')).toBe(0);
  }, 60_000);
});

describe('overload', () => {
  it('with every connection taken, answers 503 and when to come back; what has a connection goes on', async () => {
    const api = await ClaimdeskProcess.start('api', desk.appUrl, { DB_POOL_SIZE: '4' });
    await blocker.query('BEGIN; LOCK TABLE public.desk IN ACCESS EXCLUSIVE MODE');
    const stuck: Promise<unknown>[] = [];
    for (let i = 1; i <= 4; i += 1) {
      stuck.push(at(api).data('{ desks { id } }')); // one at a time: each also needs a connection to find its caller
      await waitingForLocks(i);
    }
    const refused = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${editor.token}` },
      body: '{"query":"{ viewer { id } }"}',
    });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await refused.text()).toContain('"OVERLOADED"');
    expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${api.url}/health/ready`)).status).toBe(503);
    expect((await api.metrics()).get('claimdesk_db_connections{state="idle"}')).toBe(0);
    await blocker.query('COMMIT');
    for (const answer of stuck) expect(await answer).toMatchObject({ desks: [{ id: deskId }] });
    expect((await fetch(`${api.url}/health/ready`)).status).toBe(200);
  }, 60_000);

  it('slow clients and a query of 10 MB take nothing from the others', async () => {
    const api = await ClaimdeskProcess.start('api', desk.appUrl, { DB_POOL_SIZE: '4' });
    const port = Number(new URL(api.url).port);
    const head = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 500\r\nauthorization: Bearer ${editor.token}\r\n\r\n`;
    const drips = Array.from({ length: 50 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    for (const socket of drips) socket.write(head);
    const dripping = setInterval(() => drips.forEach((socket) => socket.write(' ')), 50);
    afterThis(() => {
      clearInterval(dripping);
      for (const socket of drips) socket.destroy();
    });
    const large = fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${editor.token}` },
      body: JSON.stringify({ query: `{ desks { id } } #${'x'.repeat(10 * 1024 * 1024)}` }),
    }).then(
      ({ status }) => status,
      (error: Error) => error.name,
    ); // the connection may be closed while it still sends
    const answers = await Promise.all(Array.from({ length: 100 }, () => at(api).data('{ desks { id } }')));
    expect(answers.every(({ desks }) => desks[0].id === deskId)).toBe(true);
    expect([413, 'TypeError']).toContain(await large);
    expect(api.log({ route: '/graphql', status: 413 })).toHaveLength(1);
    expect((await api.metrics()).get('claimdesk_http_requests_in_flight')).toBe(51);
  }, 60_000);
});

describe('a worker with HEALTH_PORT', () => {
  it('tells its health and nothing else', async () => {
    const worker = await ClaimdeskProcess.start('worker', desk.appUrl);
    const ready = await fetch(`${worker.url}/health/ready`);
    expect([ready.status, ((await ready.json()) as any).checks.worker]).toEqual([200, { ok: true }]);
    expect((await fetch(`${worker.url}/metrics`)).status).toBe(401);
    const status = async (method: string, path: string) =>
      (await fetch(worker.url + path, { method, headers: { authorization: `Bearer ${editor.token}` } })).status;
    expect([await status('POST', '/auth/sign-in'), await status('POST', '/graphql'), await status('GET', '/')]).toEqual(
      [404, 404, 404],
    );
  }, 60_000);
});

it('a machine whose clock is not the database’s is not ready', async () => {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + 6000);
  try {
    const { status, checks } = await checkReadiness(desk.app.get(Database));
    expect(status).toBe('unavailable');
    expect(checks['clock']).toEqual({ ok: false, problem: "the database's clock is 6.0 s behind this machine's" });
    expect(checks['database']).toEqual({ ok: true });
  } finally {
    jest.restoreAllMocks();
  }
});
