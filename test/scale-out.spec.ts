import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { hashPassword } from '../src/auth/password.js';
import { DeskApp, Person } from './desk-app.js';
import { ClaimdeskProcess } from './fixtures/claimdesk-process.js';
import { DECIDE, SUBMIT, TAKE_NEXT } from './operations.js';

const CLAIMS = 80;
/** Half of them at each API. */
const EDITORS = 8;

let desk: DeskApp;
let deskId: string;
let apis: ClaimdeskProcess[];
let workers: ClaimdeskProcess[];
beforeAll(async () => {
  desk = await DeskApp.start();
  deskId = await desk.desk('scale-out');
  const two = (role: 'api' | 'worker') => [1, 2].map(() => ClaimdeskProcess.start(role, desk.appUrl));
  apis = await Promise.all(two('api'));
  workers = await Promise.all(two('worker'));
}, 90_000);
afterAll(async () => {
  ClaimdeskProcess.killAll();
  await desk.stop();
});

/** Somebody who goes on at the other API when one does not answer, as behind a load balancer. */
class Editor {
  private readonly clients: Person[];
  constructor(
    readonly person: Person,
    private at: number,
  ) {
    this.clients = apis.map(({ url }) => new Person(person.id, person.name, person.token, url));
  }

  async ask(query: string, variables: Record<string, unknown>): Promise<any> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.clients[this.at]!.data(query, variables);
      } catch (error) {
        // fetch's own error: nobody is there, or it died before it answered
        if ((error as Error).name !== 'TypeError' || attempt > 3) throw error;
        this.at = 1 - this.at;
      }
    }
  }
}

const HELD = `query ($me: ID!) { reviews(filter: { holderId: $me }) { edges { node {
  id lease { token } claim { version } } } } }`;

/** Takes and decides until there is nothing left. What was taken by a call whose answer got lost is held, and found again. */
async function workThrough(editor: Editor, decided: string[], onDecision: () => Promise<void>): Promise<void> {
  const me = editor.person.id;
  for (;;) {
    const held = (await editor.ask(HELD, { me })).reviews.edges[0]?.node;
    const review = held ?? (await editor.ask(TAKE_NEXT, { deskId })).answer.review;
    if (review === undefined) return;
    const input = {
      reviewId: review.id,
      leaseToken: review.lease.token,
      verdict: 'VERIFIED',
      rationale: `By ${editor.person.name}.`,
      evidenceIds: [],
      expectedVersion: review.claim.version,
      idempotencyKey: review.id,
    };
    const { answer } = await editor.ask(DECIDE, { input });
    expect(answer.__typename).toBe('DecideReviewSuccess');
    decided.push(review.id);
    await onDecision();
  }
}

it('workers open each review once, and what one of them had in hand when it was killed is done by the other', async () => {
  const people = await Promise.all(
    apis.map(({ url }) => desk.person('CHECKER').then(({ id, name, token }) => new Person(id, name, token, url))),
  );
  const claimIds = await Promise.all(
    Array.from({ length: CLAIMS / 2 }, async (_, i) => {
      const { appearances, ...submission } = desk.submission(deskId);
      const input = { ...submission, appearances: [...appearances] };
      return (await people[i % 2]!.data(SUBMIT, { input })).answer.claim.id as string;
    }),
  );
  // the other half is held, so that both workers come to a stop in the middle of their jobs
  const blocker = new pg.Client({ connectionString: desk.databaseUrl });
  await blocker.connect();
  const rest: string[] = [];
  await desk.until('the first half', async () => (await openReviews()) === CLAIMS / 2);
  await blocker.query('BEGIN; LOCK TABLE review IN SHARE ROW EXCLUSIVE MODE');
  for (let i = 0; i < CLAIMS / 2; i += 1) rest.push(await desk.claim(deskId));
  await desk.until('both workers to be busy', async () => (await active()) === 8);
  expect(await workers[0]!.end('SIGKILL')).toBe('SIGKILL');
  await blocker.query('ROLLBACK');
  await blocker.end();

  await desk.until(
    'the other worker to do the rest',
    async () => (await openReviews()) >= CLAIMS - 4 && (await jobsIn('waiting')).length === 0,
  );
  // 30 s and two checks go by, and the dead worker's jobs are taken for stalled
  await desk.sql(`UPDATE bullmq.job SET locked_until_ms = 1, stalled_marked = true WHERE state = 'active'`);
  await desk.sql(`SELECT bullmq.move_stalled_jobs_to_wait('review', 10, 2, -2e12::bigint)`);
  await desk.until('all reviews', async () => (await openReviews()) === CLAIMS);
  expect(await desk.sql(`SELECT round, count(*)::int AS n FROM review GROUP BY round`)).toEqual([
    { round: 1, n: CLAIMS },
  ]);
  expect((await jobsIn('failed')).length).toBe(0);
  expect(new Set([...claimIds, ...rest]).size).toBe(CLAIMS);
}, 60_000);

/** Of all kinds: the scheduled ones take their part of a worker, too. */
const active = async (): Promise<number> =>
  (await desk.sql(`SELECT count(*)::int AS n FROM bullmq.job WHERE state = 'active'`))[0].n;
const jobsIn = (state: string) =>
  desk.sql(`SELECT id FROM bullmq.job WHERE state = $1 AND name = 'open-review'`, [state]);
const openReviews = async (): Promise<number> => (await desk.sql('SELECT count(*)::int AS n FROM review'))[0].n;

it('editors at two APIs never work on one review twice, also when one API is killed in the middle of it', async () => {
  const people = [];
  for (let i = 0; i < EDITORS; i += 1) people.push(await desk.person('EDITOR'));
  const decided: string[] = [];
  let killed: Promise<unknown> | undefined;
  const killOnce = async (): Promise<void> => {
    if (decided.length >= CLAIMS / 4) killed ??= apis[1]!.end('SIGKILL');
  };
  await Promise.all(people.map((person, i) => workThrough(new Editor(person, i % 2), decided, killOnce)));
  expect(await killed).toBe('SIGKILL');

  const [counts] = await desk.sql(
    `SELECT (SELECT count(*)::int FROM decision) AS decisions,
            (SELECT count(DISTINCT review_id)::int FROM decision) AS "decidedReviews",
            (SELECT count(*)::int FROM review WHERE state = 'DECIDED') AS decided,
            (SELECT count(*)::int FROM claim WHERE verdict = 'VERIFIED') AS verified`,
  );
  expect(counts).toEqual({ decisions: CLAIMS, decidedReviews: CLAIMS, decided: CLAIMS, verified: CLAIMS });
  // nobody was handed what somebody else had: the rate of double work is zero
  const takes = await desk.sql(
    `SELECT stream, count(*)::int AS n FROM audit.event WHERE leaf::jsonb ->> 'action' = 'takeNextReview' GROUP BY stream`,
  );
  expect(takes).toHaveLength(CLAIMS);
  expect(takes.filter(({ n }) => n !== 1)).toEqual([]);
  expect(await desk.gaps()).toBe(0);
}, 60_000);

it('a session and the throttle of sign-ins hold at every API', async () => {
  apis[1] = await ClaimdeskProcess.start('api', desk.appUrl); // as whoever supervises it would
  const password = 'a passphrase of mine';
  const { id } = await desk.person('EDITOR');
  const [{ email }] = await desk.sql(
    'UPDATE app_user SET password_hash = $2, must_change_password = false WHERE id = $1 RETURNING email',
    [id, await hashPassword(password)],
  );
  const signIn = (api: number, secret: string): Promise<Response> =>
    fetch(`${apis[api]!.url}/auth/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: secret }),
    });
  const signedIn = await signIn(0, password);
  expect(signedIn.status).toBe(200);
  const headers = { cookie: signedIn.headers.get('set-cookie')?.split(';')[0] ?? '' };
  expect((await fetch(`${apis[1].url}/auth/session`, { headers })).status).toBe(200);

  const statuses: number[] = [];
  for (let i = 0; i < 10; i += 1) statuses.push((await signIn(i % 2, 'a guess')).status);
  expect(statuses).toEqual(Array.from({ length: 10 }, () => 401));
  expect([(await signIn(0, password)).status, (await signIn(1, password)).status]).toEqual([429, 429]);
}, 60_000);
