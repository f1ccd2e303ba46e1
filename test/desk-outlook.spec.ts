import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeskApp, type Person } from './desk-app.js';
import { DECIDE, DEFER, TAKE } from './operations.js';

let app: DeskApp;
let mara: Person;
beforeAll(async () => {
  app = await DeskApp.start();
  mara = await app.person('EDITOR');
});
afterAll(() => app.stop());

const OUTLOOK = `{ desks { id outlook {
  lastDecided { id decision { verdict decidedBy { id } } claim { statement } } nextDeferredUntil nextRecheckAt } } }`;
const outlookOf = async (deskId: string) =>
  (await mara.data(OUTLOOK)).desks.find(({ id }: { id: string }) => id === deskId).outlook;

const inHours = (hours: number): string => {
  const at = new Date(Date.now() + hours * 3_600_000);
  at.setMilliseconds(0);
  return at.toISOString();
};
const take = async (id: string) => (await mara.data(TAKE, { id })).answer.review;

async function decide(reviewId: string, recheckAt: string | null = null): Promise<void> {
  const review = await take(reviewId);
  const input = {
    reviewId,
    leaseToken: review.lease.token,
    verdict: recheckAt === null ? 'VERIFIED' : 'UNCONFIRMED',
    rationale: 'Seen.',
    recheckAt,
    expectedVersion: review.claim.version,
    idempotencyKey: reviewId,
  };
  expect((await mara.data(DECIDE, { input })).answer.__typename).toBe('DecideReviewSuccess');
}

async function defer(reviewId: string, until: string): Promise<void> {
  const { lease } = await take(reviewId);
  const variables = { id: reviewId, leaseToken: lease.token, until, reason: 'Later.' };
  expect((await mara.data(DEFER, variables)).answer.__typename).toBe('ReviewSuccess');
}

describe('what a desk did last and what comes next', () => {
  it('is nothing on a new desk', async () => {
    expect(await outlookOf(await app.desk('new'))).toEqual({
      lastDecided: null,
      nextDeferredUntil: null,
      nextRecheckAt: null,
    });
  });

  it('is the last decision, the first of what is put off and the first recheck, of this desk alone', async () => {
    const deskId = await app.desk('worked');
    const [a, b, c, d, e] = (await app.reviews(deskId, 5)).map(({ reviewId }) => reviewId) as [
      string,
      string,
      string,
      string,
      string,
    ];
    await defer(a, inHours(9));
    const soon = inHours(3);
    await defer(b, soon);
    await decide(d, inHours(80));
    const recheck = inHours(50);
    await decide(c, recheck); // opened before d, decided after it
    const elsewhere = await app.review(await app.desk('elsewhere'));
    await decide(elsewhere.reviewId, inHours(1));
    await take(e); // held, and neither
    expect(await outlookOf(deskId)).toEqual({
      lastDecided: {
        id: c,
        decision: { verdict: 'UNCONFIRMED', decidedBy: { id: mara.id } },
        claim: { statement: expect.any(String) },
      },
      nextDeferredUntil: soon,
      nextRecheckAt: recheck,
    });
  });
});
