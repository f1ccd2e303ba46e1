import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SealerRunner } from '../src/audit/sealer-runner.js';
import { DeskApp } from './desk-app.js';
import { CLAIM, REVIEWS, Subscriber } from './live-client.js';
import { DECIDE, TAKE } from './operations.js';
import { SealerFolder } from './sealed-database.js';

const DECISIONS = 20;

let desk: DeskApp;
let folder: SealerFolder;
let sealer: SealerRunner;
beforeAll(async () => {
  desk = await DeskApp.start();
  folder = await SealerFolder.make();
  sealer = new SealerRunner({ url: desk.sealerUrl, own: folder.own(), isAlone: false });
  sealer.onApplicationBootstrap();
});
const subscribers: Subscriber[] = [];
afterAll(async () => {
  await Promise.all(subscribers.map((subscriber) => subscriber.stop()));
  await sealer.onApplicationShutdown();
  await desk.stop();
  await folder.remove();
});

it('a decision over HTTP reaches whoever watches the desk or the claim within a second', async () => {
  const deskId = await desk.desk('live');
  const editor = await desk.person('EDITOR');
  const reviews = await desk.reviews(deskId, DECISIONS);
  await desk.until('all to be sealed', async () => {
    const [row] = await desk.sql(
      'SELECT (SELECT count(*) FROM audit.event) = (SELECT max(size) FROM audit.checkpoint) AS done',
    );
    return row.done;
  });
  const feed = new Subscriber(desk.url, editor.token, REVIEWS, { deskId });
  const watched = new Subscriber(desk.url, editor.token, CLAIM, { id: reviews[0]!.claimId });
  subscribers.push(feed, watched);
  await Promise.all([feed, watched].map((subscriber) => subscriber.until(() => subscriber.messages.length > 0)));
  const delays: number[] = [];
  for (const { reviewId } of reviews) {
    const { review } = (await editor.data(TAKE, { id: reviewId })).answer;
    const input = {
      reviewId,
      leaseToken: review.lease.token,
      verdict: 'DISPUTED',
      rationale: 'Reasons.',
      expectedVersion: review.claim.version,
      idempotencyKey: reviewId,
    };
    expect((await editor.data(DECIDE, { input })).answer.__typename).toBe('DecideReviewSuccess');
    const decided = performance.now();
    const isThis = ({ review: seen, changes }: any) =>
      seen?.id === reviewId && changes.some(({ action }: any) => action === 'decideReview');
    await feed.until(() => feed.messages.some(isThis));
    delays.push(feed.times[feed.messages.findIndex(isThis)]! - decided);
  }
  const types = feed.messages.flatMap(({ changes }) => changes.map(({ type }: any) => type));
  expect(types.filter((type) => type === 'decision.created')).toHaveLength(DECISIONS);
  await watched.until(() => watched.messages.at(-1).claim.verdict === 'DISPUTED');
  const sorted = delays.toSorted((a, b) => a - b);
  expect(sorted[DECISIONS / 2]).toBeLessThan(1000);
}, 60_000);
