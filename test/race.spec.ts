import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DeskApp, type Person } from './desk-app.js';
import { DECIDE, TAKE, TAKE_NEXT } from './operations.js';

const EDITORS = 50;
const REVIEWS = 200;

let app: DeskApp;
beforeAll(async () => {
  app = await DeskApp.start();
});
afterAll(() => app.stop());

const decision = (review: any, editor: Person) => ({
  input: {
    reviewId: review.id,
    leaseToken: review.lease.token,
    verdict: 'VERIFIED',
    rationale: `Checked by ${editor.name}.`,
    evidenceIds: [],
    expectedVersion: review.claim.version,
    idempotencyKey: review.id,
  },
});

it(`${EDITORS} editors who race for ${REVIEWS} reviews decide each once, and nobody is given what another holds`, async () => {
  const deskId = await app.desk('race');
  const editors: Person[] = [];
  for (let i = 0; i < EDITORS; i += 1) editors.push(await app.person('EDITOR'));
  await app.reviews(deskId, REVIEWS);

  const taken: string[] = [];
  const work = async (editor: Person): Promise<number> => {
    for (let decided = 0; ; decided += 1) {
      const { answer } = await editor.data(TAKE_NEXT, { deskId });
      if (answer.__typename === 'NothingToTakeError') return decided;
      taken.push(answer.review.id);
      const made = (await editor.data(DECIDE, decision(answer.review, editor))).answer;
      expect(made).toMatchObject({ __typename: 'DecideReviewSuccess', decision: { decidedBy: { id: editor.id } } });
    }
  };
  const decided = await Promise.all(editors.map(work));

  expect(decided.reduce((sum, n) => sum + n)).toBe(REVIEWS);
  expect(new Set(taken).size).toBe(REVIEWS);
  expect(taken).toHaveLength(REVIEWS);
  const [counts] = await app.sql(
    `SELECT (SELECT count(*)::int FROM decision) AS decisions,
            (SELECT count(DISTINCT review_id)::int FROM decision) AS "decidedReviews",
            (SELECT count(*)::int FROM review WHERE state = 'DECIDED') AS decided,
            (SELECT count(*)::int FROM claim WHERE verdict = 'VERIFIED') AS verified,
            (SELECT count(*)::int FROM audit.head h
             WHERE h.seq <> (SELECT count(*) FROM audit.event e WHERE e.stream = h.stream)) AS gaps`,
  );
  expect(counts).toEqual({ decisions: REVIEWS, decidedReviews: REVIEWS, decided: REVIEWS, verified: REVIEWS, gaps: 0 });
}, 90_000);

it('of many who take one review at once, one gets it; the others learn who', async () => {
  const deskId = await app.desk('one');
  const editors = await Promise.all(Array.from({ length: 20 }, () => app.person('EDITOR')));
  const { reviewId } = await app.review(deskId);
  const answers = await Promise.all(editors.map(async (editor) => (await editor.data(TAKE, { id: reviewId })).answer));
  const winner = answers.findIndex((answer) => answer.__typename === 'ReviewSuccess');
  const losers = answers.filter((_, i) => i !== winner);
  expect(losers).toHaveLength(19);
  for (const answer of losers) {
    expect(answer).toMatchObject({
      __typename: 'ReviewConflictError',
      lastChange: { action: 'takeReview', by: editors[winner]!.name },
    });
  }
});
