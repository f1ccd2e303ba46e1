import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DeskApp, type Person } from './desk-app.js';
import { CLAIM, COUNTS, REVIEWS, Subscriber } from './live-client.js';
import { TAKE } from './operations.js';

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
});
