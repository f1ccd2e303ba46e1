import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DeskApp, type Person } from './desk-app.js';
import { CLAIM, COUNTS, REVIEWS, SEALED, Subscriber } from './live-client.js';
import { DECIDE, RELEASE, SIGN_OFF, TAKE } from './operations.js';

let desk: DeskApp;
let deskId: string;
let editor: Person;
const subscribers: Subscriber[] = [];
beforeAll(async () => {
  desk = await DeskApp.start();
  deskId = await desk.desk('feed');
  editor = await desk.person('EDITOR');
  await desk.seal();
});
afterEach(async () => {
  await Promise.all(subscribers.splice(0).map((subscriber) => subscriber.stop()));
});
afterAll(() => desk.stop());

/** Subscribes, and waits for the first message. */
async function subscribe(query: string, variables: Record<string, unknown> = {}): Promise<Subscriber> {
  const subscriber = new Subscriber(desk.url, editor.token, query, variables);
  subscribers.push(subscriber);
  if (variables['after'] === undefined) await subscriber.until(() => subscriber.messages.length > 0);
  return subscriber;
}

interface Opened {
  claimId: string;
  reviewId: string;
}

async function takeAndRelease(id: string): Promise<void> {
  const { review } = (await editor.data(TAKE, { id })).answer;
  await editor.data(RELEASE, { id, leaseToken: review.lease.token });
}

const decision = (review: any) => ({
  reviewId: review.id,
  leaseToken: review.lease.token,
  verdict: 'VERIFIED',
  rationale: 'Reasons.',
  expectedVersion: review.claim.version,
  idempotencyKey: review.id,
});

const actionsOf = (changes: any[]): string[] => changes.map(({ action }) => action);

describe('reviewChanged', () => {
  it('says how far the log is, then what changed, as it is now', async () => {
    const feed = await subscribe(REVIEWS, { deskId });
    expect(feed.messages).toEqual([{ cursor: expect.any(String), review: null, changes: [] }]);
    const { claimId, reviewId } = await desk.review(deskId);
    expect(feed.messages).toHaveLength(1); // nothing is told that is not sealed
    await desk.seal();
    await feed.until(() => feed.messages.length === 2);
    expect(feed.messages[1]).toEqual({
      cursor: expect.any(String),
      review: { id: reviewId, state: 'QUEUED', version: 1, priority: expect.any(Number) },
      changes: [
        {
          claimId,
          seq: expect.any(Number),
          type: 'review.created',
          action: 'openReview',
          at: expect.any(String),
          actor: { userId: null, name: 'test' },
        },
      ],
    });
    await editor.data(TAKE, { id: reviewId });
    await desk.seal();
    await feed.until(() => feed.messages.length === 3);
    expect(feed.messages[2]).toMatchObject({
      review: { id: reviewId, state: 'IN_REVIEW' },
      changes: [{ type: 'review.updated', action: 'takeReview', actor: { userId: editor.id, name: editor.name } }],
    });
  });

  it('tells each review once for all that was sealed together, and nothing of other desks', async () => {
    const elsewhere = await desk.desk('feed-elsewhere');
    const [a, b] = (await desk.reviews(deskId, 2)) as [Opened, Opened];
    const other = await desk.review(elsewhere);
    await desk.seal();
    const here = await subscribe(REVIEWS, { deskId });
    const everywhere = await subscribe(REVIEWS);
    for (const { reviewId } of [a, b, other]) await takeAndRelease(reviewId);
    await editor.data(TAKE, { id: a.reviewId });
    await desk.seal();
    await here.until(() => here.messages.length === 3);
    await everywhere.until(() => everywhere.messages.length === 4);
    expect(here.messages.slice(1).map(({ review, changes }) => [review.id, review.state, actionsOf(changes)])).toEqual([
      [a.reviewId, 'IN_REVIEW', ['takeReview', 'releaseReview', 'takeReview']],
      [b.reviewId, 'QUEUED', ['takeReview', 'releaseReview']],
    ]);
    expect(everywhere.messages.slice(1).map(({ review }) => review.id)).toEqual([a, b, other].map((r) => r.reviewId));

    const resumed = await subscribe(REVIEWS, { deskId, after: here.messages[1].cursor });
    await resumed.until(() => resumed.messages.length === 1);
    expect(resumed.messages[0]).toMatchObject({ review: { id: b.reviewId }, cursor: here.messages[2].cursor });
  });

  it('tells of nothing beyond the newest checkpoint, though its leaves be in the log', async () => {
    const feed = await subscribe(REVIEWS, { deskId });
    await feed.stop();
    const [{ cursor: after }] = feed.messages;
    const first = await desk.review(deskId);
    await desk.seal();
    // So that the process remembers the log's end, and not what was before
    const other = await subscribe(REVIEWS, { deskId });
    const second = await desk.review(deskId);
    await desk.seal();
    await other.until(() => other.messages.length === 2);
    // The sealer fails after it appended the leaves, and before their checkpoint is stored
    await desk.sql(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no checkpoint'; END $$`);
    await desk.sql('CREATE TRIGGER fail BEFORE INSERT ON audit.checkpoint FOR EACH ROW EXECUTE FUNCTION fail()');
    const third = await desk.review(deskId);
    await expect(desk.seal()).rejects.toThrow('no checkpoint');
    await desk.sql('DROP FUNCTION fail CASCADE');
    const resumed = await subscribe(REVIEWS, { deskId, after });
    const claim = await subscribe(CLAIM, { id: third.claimId, after });
    await resumed.until(() => resumed.messages.length > 1);
    await sleep(300);
    expect(resumed.messages.map(({ review }) => review.id)).toEqual([first.reviewId, second.reviewId]);
    expect([claim.messages, other.messages.length]).toEqual([[], 2]);
    await desk.seal();
    await resumed.until(() => resumed.messages.length === 3);
    expect(resumed.messages[2].review.id).toBe(third.reviewId);
    await claim.until(() => claim.messages.length === 1);
  });

  it('tells of a sign-off that leaves the review as it is', async () => {
    const strict = await desk.desk('feed-strict', { signOffsRequired: 2 });
    const { reviewId } = await desk.review(strict);
    const { review } = (await editor.data(TAKE, { id: reviewId })).answer;
    const { answer } = await editor.data(DECIDE, { input: decision(review) });
    await desk.seal();
    const feed = await subscribe(REVIEWS, { deskId: strict });
    const second = await desk.person('EDITOR');
    const input = { reviewId, decisionId: answer.decision.id, outcome: 'APPROVE' };
    expect((await second.data(SIGN_OFF, { input })).answer.__typename).toBe('ReviewSuccess');
    await desk.seal();
    await feed.until(() => feed.messages.length === 2);
    expect(feed.messages[1]).toMatchObject({
      review: { id: reviewId, state: 'AWAITING_SIGN_OFF' },
      changes: [{ type: 'sign_off.created', action: 'signOffDecision', actor: { userId: second.id } }],
    });
  });

  it('reads what hangs on a review anew for each message', async () => {
    const { reviewId } = await desk.review(deskId);
    await desk.seal();
    const feed = await subscribe(
      'subscription ($deskId: ID) { reviewChanged(deskId: $deskId) { cursor review { id claim { version verdict } } } }',
      { deskId },
    );
    const { review } = (await editor.data(TAKE, { id: reviewId })).answer;
    await desk.seal();
    await feed.until(() => feed.messages.length === 2);
    await editor.data(DECIDE, { input: decision(review) });
    await desk.seal();
    await feed.until(() => feed.messages.length === 3);
    expect(
      feed.messages.slice(1).map(({ review: { claim } }) => [claim.verdict, claim.version > review.claim.version]),
    ).toEqual([
      [null, false],
      ['VERIFIED', true],
    ]);
  });
});

describe('what many windows show of one event', () => {
  const WINDOWS = 12;

  it('is read once for all of them: the review, its holder, the actor, the claim', async () => {
    const { claimId, reviewId } = await desk.review(deskId);
    await desk.seal();
    const rich = `subscription { reviewChanged { cursor changes { actor { name } }
      review { lease { holder { name } } desk { name } claim { statement appearances { article { outlet } } } } } }`;
    const ofClaim = `subscription ($id: ID!) { claimChanged(id: $id) { cursor changes { actor { name } } claim { version } } }`;
    const windows = await Promise.all(Array.from({ length: WINDOWS }, () => subscribe(rich)));
    const onClaim = await Promise.all(Array.from({ length: WINDOWS }, () => subscribe(ofClaim, { id: claimId })));
    await editor.data(TAKE, { id: reviewId });
    const query = jest.spyOn(pg.Client.prototype, 'query');
    try {
      await desk.seal();
      await Promise.all([...windows, ...onClaim].map((window) => window.until(() => window.messages.length === 2)));
      const sent = query.mock.calls.map(([statement]) => (statement as unknown as { name?: string }).name);
      const times = (name: string): number => sent.filter((each) => each === name).length;
      expect(windows.every(({ messages }) => messages[1].review.lease.holder.name === editor.name)).toBe(true);
      expect(onClaim.every(({ messages }) => messages[1].changes[0].actor.name === editor.name)).toBe(true);
      expect(['users-by-ids', 'reviews-by-ids', 'desks-by-ids'].map(times)).toEqual([1, 1, 1]);
      // one for the claim's own message, one for the claim of the review, which are asked for in the same breath or not
      expect(times('claims-by-ids')).toBeLessThanOrEqual(2);
    } finally {
      query.mockRestore();
    }
  });
});

describe('checkpointSealed', () => {
  const newest = async () =>
    (await desk.sql('SELECT size::int, note FROM audit.checkpoint c ORDER BY c.size DESC LIMIT 1'))[0];

  it('begins with the newest one, then tells of the newest one whenever the log has grown, once a second', async () => {
    const auditor = await desk.person('AUDITOR');
    await desk.seal();
    const feed = new Subscriber(desk.url, auditor.token, SEALED);
    subscribers.push(feed);
    await feed.until(() => feed.messages.length === 1);
    const first = await newest();
    expect(feed.messages[0].checkpoint).toMatchObject(first);
    const started = performance.now();
    for (let i = 0; i < 8; i += 1) {
      await desk.review(deskId);
      await desk.seal();
    }
    const last = await newest();
    expect(last.size).toBeGreaterThan(first.size);
    await feed.until(() => feed.messages.at(-1).checkpoint.size === last.size);
    expect(feed.messages.at(-1).checkpoint.note).toBe(last.note);
    expect(feed.messages.length - 1).toBeLessThanOrEqual((performance.now() - started) / 1000 + 1);

    const resumed = new Subscriber(desk.url, auditor.token, SEALED, { after: feed.messages[0].cursor });
    subscribers.push(resumed);
    await resumed.until(() => resumed.messages.length === 1);
    expect(resumed.messages[0]).toEqual(feed.messages.at(-1));
    const upToDate = new Subscriber(desk.url, auditor.token, SEALED, { after: resumed.messages[0].cursor });
    subscribers.push(upToDate);
    await desk.review(deskId);
    expect(upToDate.messages).toEqual([]); // nothing new is sealed
    await desk.seal();
    await upToDate.until(() => upToDate.messages.length === 1);
    expect(upToDate.messages[0].checkpoint).toMatchObject(await newest());
  });
});

describe('claimChanged', () => {
  it('begins with the claim, then tells of all that happens to it and hangs on it, and of no other', async () => {
    const { claimId, reviewId } = await desk.review(deskId);
    const other = await desk.review(deskId);
    await desk.seal();
    const feed = await subscribe(CLAIM, { id: claimId });
    expect(feed.messages).toEqual([
      { cursor: expect.any(String), claim: { id: claimId, version: 1, verdict: null }, changes: [] },
    ]);
    const { review } = (await editor.data(TAKE, { id: reviewId })).answer;
    await editor.data(TAKE, { id: other.reviewId });
    await editor.data(DECIDE, { input: decision(review) });
    await desk.seal();
    await feed.until(() => feed.messages.length === 2);
    expect(feed.messages[1].claim).toEqual({ id: claimId, version: 2, verdict: 'VERIFIED' });
    const events = await desk.events(claimId);
    const seen = feed.messages[1].changes;
    expect(seen.map(({ seq }: any) => seq)).toEqual(events.slice(-seen.length).map(({ seq }) => seq));
    expect(new Set(seen.map(({ type }: any) => type))).toEqual(
      new Set(['review.updated', 'decision.created', 'claim.updated']),
    );
  });
});

it('a first message shows what is committed by now, though another was told of the same place before', async () => {
  const { claimId, reviewId } = await desk.review(deskId);
  await desk.seal();
  const query = `subscription ($id: ID!) { claimChanged(id: $id) { cursor
    claim { version verdict decisions { verdict } reviews { state } } } }`;
  const { review } = (await editor.data(TAKE, { id: reviewId })).answer;
  const early = await subscribe(query, { id: claimId });
  await editor.data(DECIDE, { input: decision(review) });
  const late = await subscribe(query, { id: claimId });
  expect(late.messages[0].cursor).toBe(early.messages[0].cursor); // nothing was sealed between the two
  expect(early.messages[0].claim).toMatchObject({ decisions: [], reviews: [{ state: 'IN_REVIEW' }] });
  expect(late.messages[0].claim).toEqual({
    version: 2,
    verdict: 'VERIFIED',
    decisions: [{ verdict: 'VERIFIED' }],
    reviews: [{ state: 'DECIDED' }],
  });
});

describe('deskCounts', () => {
  it('begins with all desks, then tells those that changed, a few times a second at most', async () => {
    const busy = await desk.desk('feed-busy');
    await desk.seal();
    const feed = await subscribe(COUNTS);
    const ids = (await desk.sql<{ id: string }>('SELECT id FROM desk')).map(({ id }) => id);
    expect(new Set(feed.messages[0].desks.map((d: any) => d.desk.id))).toEqual(new Set(ids));
    const started = performance.now();
    for (let i = 1; i <= 12; i += 1) {
      await desk.review(busy);
      await desk.seal();
    }
    const last = () => feed.messages.at(-1).desks;
    await feed.until(() => last().length === 1 && last()[0].counts.queued.count === 12);
    expect(feed.messages.slice(1).every(({ desks }) => desks.length === 1 && desks[0].desk.id === busy)).toBe(true);
    const quarters = (performance.now() - started) / 250;
    expect(feed.messages.length - 1).toBeLessThanOrEqual(quarters + 1);
    const [first] = feed.messages;
    const resumed = await subscribe(COUNTS, { after: first.cursor });
    await resumed.until(() => resumed.messages.length === 1);
    expect(resumed.messages[0].desks).toEqual([
      { desk: { id: busy }, counts: { queued: { count: 12 }, inReview: { count: 0 } } },
    ]);
  });
});

describe('a subscription that cannot be', () => {
  const nobody = '01890000-0000-7000-8000-00000000ffff';
  const cursor = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const beyond = cursor('log', '999999999');
  it.each([
    ['a desk that there is not', REVIEWS, { deskId: nobody }, 'NOT_FOUND', ['deskId']],
    ['a claim that there is not', CLAIM, { id: nobody }, 'NOT_FOUND', ['id']],
    ['an id that is none', CLAIM, { id: 'x' }, 'BAD_USER_INPUT', ['id']],
    ['garbage for a cursor', REVIEWS, { after: 'garbage' }, 'INVALID_INPUT', ['after']],
    ['a cursor of another kind', REVIEWS, { after: cursor('list', '5') }, 'INVALID_INPUT', ['after']],
    ['a cursor of a list', REVIEWS, { after: cursor('12') }, 'INVALID_INPUT', ['after']],
    ['a cursor beyond the log', COUNTS, { after: beyond }, 'INVALID_INPUT', ['after']],
    ['a part that ends before it begins', REVIEWS, { after: cursor('log', '1', '0', '1') }, 'INVALID_INPUT', ['after']],
    ['a cursor with too little in it', COUNTS, { after: cursor('log') }, 'INVALID_INPUT', ['after']],
    ['a cursor with too much in it', COUNTS, { after: cursor('log', '0', '1') }, 'INVALID_INPUT', ['after']],
    ['a cursor with a place that is none', COUNTS, { after: cursor('log', '-1') }, 'INVALID_INPUT', ['after']],
    ['an empty cursor', COUNTS, { after: '' }, 'INVALID_INPUT', ['after']],
    ['a cursor that is too long', COUNTS, { after: 'x'.repeat(501) }, 'BAD_USER_INPUT', ['after']],
  ])('is refused by name: %s', async (_what, query, variables, code, path) => {
    const feed = new Subscriber(desk.url, editor.token, query, variables);
    subscribers.push(feed);
    await feed.ended;
    expect(feed.errors.map(({ extensions }) => extensions)).toEqual([
      { code, details: [{ path, message: expect.any(String) }] },
    ]);
    expect(feed.messages).toEqual([]);
  });

  it('is refused where its cursor is of a part beyond the log, or of more than is told at once', async () => {
    const { reviewId } = await desk.review(deskId);
    await desk.sql(`DO $$ BEGIN FOR i IN 1..1000 LOOP
      UPDATE review SET priority = i % 100 WHERE id = '${reviewId}';
    END LOOP; END $$`);
    const { size } = await desk.seal();
    expect(size).toBeGreaterThan(1001);
    const part = async (from: number, end: number): Promise<Subscriber> => {
      const after = cursor('log', String(from), String(end), '0');
      const feed = new Subscriber(desk.url, editor.token, REVIEWS, { after });
      subscribers.push(feed);
      await Promise.race([feed.ended, feed.until(() => feed.messages.length > 0)]);
      return feed;
    };
    for (const [from, end] of [
      [size - 1, size + 1],
      [0, 1001],
    ] as const) {
      const { errors, messages } = await part(from, end);
      expect([errors[0]?.extensions.code, messages]).toEqual(['INVALID_INPUT', []]);
    }
    expect((await part(0, 1000)).errors).toEqual([]);
    expect((await part(size - 1, size)).errors).toEqual([]);
  });
});
