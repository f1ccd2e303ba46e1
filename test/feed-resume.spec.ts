import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { DeskApp, Person } from './desk-app.js';
import { ClaimdeskProcess } from './fixtures/claimdesk-process.js';
import { CLAIM, RawSocket, REVIEWS, Subscriber } from './live-client.js';
import { RELEASE, TAKE } from './operations.js';

const WRITERS = 8;

let desk: DeskApp;
let deskId: string;
let editors: Person[];
let reviews: { claimId: string; reviewId: string }[];
const subscribers: Subscriber[] = [];
beforeAll(async () => {
  desk = await DeskApp.start();
  deskId = await desk.desk('resume');
  editors = await Promise.all(Array.from({ length: WRITERS }, () => desk.person('EDITOR')));
  reviews = await desk.reviews(deskId, WRITERS);
  await desk.seal();
});
afterEach(async () => {
  await Promise.all(subscribers.splice(0).map((subscriber) => subscriber.stop()));
});
afterAll(async () => {
  ClaimdeskProcess.killAll();
  await desk.stop();
});

async function subscribe(query: string, variables: Record<string, unknown>, url = desk.url): Promise<Subscriber> {
  const subscriber = new Subscriber(url, editors[0]!.token, query, variables);
  subscribers.push(subscriber);
  await subscriber.until(() => subscriber.messages.length > 0);
  return subscriber;
}

/** Every writer takes and gives back its review again and again; meanwhile, all is sealed as it comes. */
async function writeAndSeal(rounds: number): Promise<void> {
  const writing = { goesOn: true };
  const sealing = (async () => {
    while (writing.goesOn) {
      await desk.seal();
      await sleep(5);
    }
    await desk.seal();
  })();
  await Promise.all(
    editors.map(async (editor, i) => {
      const id = reviews[i]!.reviewId;
      for (let round = 0; round < rounds; round += 1) {
        const { review } = (await editor.data(TAKE, { id })).answer;
        await editor.data(RELEASE, { id, leaseToken: review.lease.token });
      }
    }),
  );
  writing.goesOn = false;
  await sealing;
}

/** @returns what the log says of the desk's reviews from a place on, as `claim/seq` in its order */
async function logged(from: number, claimId?: string): Promise<string[]> {
  const rows = await desk.sql<{ change: string }>(
    `SELECT e.stream || '/' || e.seq AS change FROM audit.leaf l JOIN audit.event e ON e.id = l.event_id
     WHERE l.idx >= $1 AND l.type LIKE 'review.%' AND ($2::uuid IS NULL OR l.stream = $2) ORDER BY l.idx`,
    [from, claimId ?? null],
  );
  return rows.map(({ change }) => change);
}
const logSize = async (): Promise<number> => (await desk.sql('SELECT max(size)::int AS n FROM audit.checkpoint'))[0].n;

/** Each change once, and those of one claim in their order. */
function expectAll(feed: Subscriber, expected: readonly string[]): void {
  expect(feed.changes.toSorted()).toEqual(expected.toSorted());
  for (const { claimId } of reviews) {
    const ofClaim = (all: readonly string[]) => all.filter((change) => change.startsWith(claimId));
    expect(ofClaim(feed.changes)).toEqual(ofClaim(expected));
  }
  expect(feed.errors).toEqual([]);
}

describe('a subscriber that comes back with its cursor', () => {
  it('misses nothing and gets nothing twice, however often it is cut off while people write', async () => {
    const from = await logSize();
    const whole = await subscribe(REVIEWS, { deskId });
    const cut = await Promise.all([1, 2, 3].map(() => subscribe(REVIEWS, { deskId })));
    const claim = await subscribe(CLAIM, { id: reviews[0]!.claimId });
    const victims = [...cut, claim];
    const writing = { goesOn: true };
    const killing = (async () => {
      for (let i = 0; writing.goesOn; i += 1) {
        await sleep(40);
        victims[i % victims.length]!.socket!.terminate();
      }
    })();
    await writeAndSeal(40);
    writing.goesOn = false;
    await killing;
    const expected = await logged(from);
    expect(expected.length).toBe(WRITERS * 40 * 2);
    for (const feed of [whole, ...cut]) {
      await feed.until(() => feed.changes.length >= expected.length);
      expectAll(feed, expected);
    }
    const ofClaim = await logged(from, reviews[0]!.claimId);
    await claim.until(() => claim.changes.length >= ofClaim.length);
    expect(claim.changes).toEqual(ofClaim); // in the log's order throughout
    for (const { closed } of victims) expect(closed.length).toBeGreaterThan(5);
    expect(whole.closed).toEqual([]);
  }, 60_000);

  it('gets in order all that happened while it was away, also what no process remembers', async () => {
    const first = await subscribe(REVIEWS, { deskId });
    await first.stop();
    const from = await logSize();
    await writeAndSeal(5);
    const late = new Subscriber(desk.url, editors[0]!.token, REVIEWS, { deskId, after: first.messages[0].cursor });
    subscribers.push(late);
    const expected = await logged(from);
    await late.until(() => late.changes.length >= expected.length);
    expectAll(late, expected);
  });
});

describe('the connection that listens', () => {
  const listeners = () =>
    desk.sql<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN claimdesk_log%'`,
    );

  it('is there for as long as somebody subscribes, one for all', async () => {
    await desk.until('nobody to listen', async () => (await listeners()).length === 0);
    const feeds = await Promise.all([1, 2, 3].map(() => subscribe(REVIEWS, { deskId })));
    await desk.until('somebody to listen', async () => (await listeners()).length === 1);
    await feeds[0]!.stop();
    await sleep(50);
    expect(await listeners()).toHaveLength(1);
    await Promise.all(feeds.map((feed) => feed.stop()));
    await desk.until('nobody to listen', async () => (await listeners()).length === 0);
  });

  it('may be killed, and nothing is missed', async () => {
    const from = await logSize();
    const feed = await subscribe(REVIEWS, { deskId });
    const writing = { goesOn: true };
    let killed = 0;
    const killing = (async () => {
      while (writing.goesOn) {
        const gone = await desk.sql(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND query LIKE 'LISTEN claimdesk_log%'`,
        );
        killed += gone.length;
        await sleep(100);
      }
    })();
    await writeAndSeal(15);
    writing.goesOn = false;
    await killing;
    const expected = await logged(from);
    await feed.until(() => feed.changes.length >= expected.length);
    expectAll(feed, expected);
    expect(killed).toBeGreaterThan(0);
    expect(feed.closed).toEqual([]);
    await desk.until('it to be back', async () => (await listeners()).length === 1);
  });
});

describe('a subscriber that does not read', () => {
  it('holds up nobody, and what is not sent to it fills no memory', async () => {
    const server = desk.app.getHttpAdapter().getInstance() as unknown as FastifyInstance & {
      websocketServer: { clients: Set<WebSocket> };
    };
    const from = await logSize();
    const slow = new RawSocket(desk.url);
    await slow.init(editors[1]!.token);
    await slow.next('connection_ack');
    const large = `subscription ($deskId: ID) { reviewChanged(deskId: $deskId) { cursor changes { claimId seq type }
      review { id ${Array.from({ length: 20 }, (_, i) => `a${i}: allowedActions { action isAllowed reason }`).join(' ')} } } }`;
    for (let i = 0; i < 20; i += 1) slow.subscribe(String(i), large, { deskId });
    for (let i = 0; i < 20; i += 1) await slow.next('next', String(i));
    slow.socket.pause();
    const fast = await subscribe(REVIEWS, { deskId });
    let most = 0;
    const watch = setInterval(() => {
      const buffered = [...server.websocketServer.clients].map(({ bufferedAmount }) => bufferedAmount);
      most = Math.max(most, ...buffered);
    }, 10);
    await writeAndSeal(25);
    const expected = await logged(from);
    await fast.until(() => fast.changes.length >= expected.length, 2000);
    clearInterval(watch);
    expectAll(fast, expected);
    slow.socket.resume();
    const seen = () =>
      slow.messages.flatMap(({ id, payload }) => (id === '7' ? payload.data.reviewChanged.changes : []));
    await desk.until('the slow one to catch up', async () => seen().length >= expected.length);
    expect(
      seen()
        .map(({ claimId, seq }) => `${claimId}/${seq}`)
        .toSorted(),
    ).toEqual(expected.toSorted());
    const sizes = slow.messages.map((message) => JSON.stringify(message).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    // far more than the operating system takes in; of it, one message for each subscription at most waited here
    expect(total).toBeGreaterThan(5_000_000);
    expect(most).toBeLessThanOrEqual(20 * (Math.max(...sizes) + 20));
    slow.socket.terminate();
  }, 60_000);
});

describe('two processes', () => {
  it('each serve; one that stops says so, is gone at once, and its subscribers go on at the other', async () => {
    const one = await ClaimdeskProcess.start('api', desk.appUrl);
    const from = await logSize();
    const there = await subscribe(REVIEWS, { deskId }, one.url);
    const here = await subscribe(REVIEWS, { deskId });
    await writeAndSeal(2);
    let expected = await logged(from);
    for (const feed of [there, here]) {
      await feed.until(() => feed.changes.length >= expected.length);
      expectAll(feed, expected);
    }
    const started = performance.now();
    expect(await one.end('SIGTERM')).toBe(0);
    expect(performance.now() - started).toBeLessThan(3000);
    await there.until(() => there.closed.length > 0);
    expect(there.closed[0]).toEqual([1001, 'Claimdesk is stopping. Connect again.']);
    const onward = new Subscriber(desk.url, editors[0]!.token, REVIEWS, {
      deskId,
      after: there.messages.at(-1).cursor,
    });
    subscribers.push(onward);
    const before = there.changes;
    await writeAndSeal(2);
    expected = await logged(from);
    await onward.until(() => before.length + onward.changes.length >= expected.length);
    expect([...before, ...onward.changes].toSorted()).toEqual(expected.toSorted());
  }, 90_000);
});
