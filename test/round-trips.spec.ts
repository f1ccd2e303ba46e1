import { afterAll, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { BOARD } from './board-desk.js';
import { DeskApp, type Person } from './desk-app.js';
import { DECIDE, SUBMIT, TAKE_NEXT } from './operations.js';

let app: DeskApp;
let mara: Person;
let deskId: string;
beforeAll(async () => {
  app = await DeskApp.start();
  mara = await app.person('EDITOR');
  deskId = await app.desk('round-trips');
});
afterAll(() => app.stop());
beforeEach(() => app.endAllLeases());

interface Sent {
  readonly name?: string;
  readonly text: string;
}
const nameOf = (sent: string | Sent): string => {
  if (typeof sent === 'string') return sent.trim().split(/\W/)[0]!;
  return sent.name ?? sent.text.trim().split(/\W/)[0]!;
};

/** @returns what the API sent to Postgres meanwhile: by name where a statement has one, else its first word */
async function statementsOf(work: () => Promise<unknown>, named = nameOf): Promise<string[]> {
  const query = jest.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    // Nothing is sent ahead of an answer, so each statement is a round trip
    return query.mock.calls.map(([sent]) => named(sent as unknown as string | Sent));
  } finally {
    query.mockRestore();
  }
}

const decision = (review: any, changes: object = {}) => ({
  input: {
    reviewId: review.id,
    leaseToken: review.lease.token,
    verdict: 'VERIFIED',
    rationale: 'It is so.',
    evidenceIds: [],
    expectedVersion: review.claim.version,
    idempotencyKey: review.id,
    ...changes,
  },
});

it('takeNextReview takes two round trips: who asks, and the whole transaction with all that is answered', async () => {
  await app.review(deskId);
  let answer: any;
  const statements = await statementsOf(async () => ({ answer } = await mara.data(TAKE_NEXT, { deskId })));
  expect(answer).toMatchObject({ review: { lease: { holder: { id: mara.id } }, claim: { version: 1 } } });
  expect(statements).toEqual(['caller-by-api-token', 'take-next-review']);
});

it('decideReview takes two as well, and one more where the evidence that it cites is asked for', async () => {
  await app.review(deskId);
  const { review } = (await mara.data(TAKE_NEXT, { deskId })).answer;
  let answer: any;
  const statements = await statementsOf(async () => ({ answer } = await mara.data(DECIDE, decision(review))));
  expect(answer).toMatchObject({
    decision: { isFinal: true, decidedBy: { id: mara.id } },
    review: { state: 'DECIDED', claim: { verdict: 'VERIFIED', version: 2 } },
  });
  expect(statements).toEqual(['caller-by-api-token', 'decide-review', 'evidence-by-decision']);
});

it('a whole board takes three: who asks, which desks there are, and all its figures as of one moment', async () => {
  const chief = await app.person('CHIEF_EDITOR');
  await app.review(deskId);
  let board: any;
  const statements = await statementsOf(async () => ({ board } = await chief.data(BOARD, { slug: 'round-trips' })));
  expect(board).toMatchObject({ desk: { id: deskId }, people: expect.arrayContaining([]) });
  expect(statements).toEqual(['caller-by-api-token', 'SELECT', 'WITH']);
});

it('says why nothing was decided in a transaction after it', async () => {
  await app.review(deskId);
  const { review } = (await mara.data(TAKE_NEXT, { deskId })).answer;
  const input = decision(review, { expectedVersion: 7 });
  const statements = await statementsOf(() => mara.data(DECIDE, input));
  expect(statements.slice(0, 3)).toEqual(['caller-by-api-token', 'decide-review', 'BEGIN']);
  expect(statements.at(-1)).toBe('ROLLBACK');
});

it('who asks is found in one, whatever is asked', async () => {
  expect(await statementsOf(() => mara.data('{ viewer { name } }'))).toEqual(['caller-by-api-token']);
});

it('a claim alone adds its job without the bulk, whose temporary tables cost as much as all else', async () => {
  const textOf = (sent: string | Sent): string => (typeof sent === 'string' ? sent : sent.text);
  const adding = /\b(add_job\w*)\(/;
  const input = app.submission(deskId);
  const statements = await statementsOf(() => mara.data(SUBMIT, { input }), textOf);
  expect(statements.flatMap((text) => adding.exec(text)?.[1] ?? [])).toEqual(['add_job']);
});
