import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeskApp, type Person } from './desk-app.js';
import { ADD_EVIDENCE, DECIDE, SIGN_OFF, TAKE } from './operations.js';

let app: DeskApp;
let mara: Person;
let omar: Person;
let deskId: string;
beforeAll(async () => {
  app = await DeskApp.start();
  mara = await app.person('EDITOR');
  omar = await app.person('EDITOR');
  deskId = await app.desk('decisions');
});
afterAll(() => app.stop());
beforeEach(() => app.endAllLeases());

let keys = 0;
/** Takes a new review. @returns the review, and the input of a decision on it */
async function taken(by: Person = mara, desk: string = deskId) {
  const { claimId, reviewId } = await app.review(desk);
  const { review } = (await by.data(TAKE, { id: reviewId })).answer;
  const input = {
    reviewId,
    leaseToken: review.lease.token,
    verdict: 'DISPUTED',
    rationale: 'The source says otherwise.',
    evidenceIds: [] as string[],
    expectedVersion: review.claim.version,
    idempotencyKey: `key-${(keys += 1)}`,
  };
  return { claimId, reviewId, input };
}
const decide = async (by: Person, input: object) => (await by.data(DECIDE, { input })).answer;

describe('decideReview', () => {
  it.each(['VERIFIED', 'DISPUTED', 'UNCONFIRMED'])(
    'records %s with its evidence, and the claim has the verdict',
    async (verdict) => {
      const { claimId, reviewId, input } = await taken();
      const evidence = { claimId, url: 'https://source.example/1', stance: 'REFUTES' };
      const { claim } = (await omar.data(ADD_EVIDENCE, { input: evidence })).answer;
      const evidenceIds = [claim.evidence[0].id];
      const answer = await decide(mara, { ...input, verdict, evidenceIds, expectedVersion: claim.version });
      expect(answer).toEqual({
        __typename: 'DecideReviewSuccess',
        decision: {
          id: expect.any(String),
          verdict,
          rationale: 'The source says otherwise.',
          recheckAt: null,
          isFinal: true,
          supersedesId: null,
          decidedBy: { id: mara.id },
          evidence: [{ id: evidenceIds[0] }],
        },
        review: {
          id: reviewId,
          state: 'DECIDED',
          version: 3,
          claim: { id: claimId, verdict, version: claim.version + 1, recheckAt: null },
        },
      });
    },
  );

  it('writes each row of the decision into the claim’s audit stream, once', async () => {
    const { claimId, input } = await taken();
    const { claim } = (
      await mara.data(ADD_EVIDENCE, { input: { claimId, url: 'https://a.example/', stance: 'CONTEXT' } })
    ).answer;
    await decide(mara, { ...input, evidenceIds: [claim.evidence[0].id], expectedVersion: claim.version });
    const events = await app.sql(
      `SELECT leaf::jsonb ->> 'table' AS name, leaf::jsonb ->> 'op' AS op FROM audit.event
       WHERE stream = $1 AND leaf::jsonb ->> 'action' = 'decideReview' ORDER BY 1`,
      [claimId],
    );
    expect(events).toEqual([
      { name: 'claim', op: 'UPDATE' },
      { name: 'decision', op: 'INSERT' },
      { name: 'decision_evidence', op: 'INSERT' },
      { name: 'review', op: 'UPDATE' },
    ]);
  });

  it('adds no job: a NOTIFY would serialise the commits of the whole database', async () => {
    const { input } = await taken();
    const jobs = async () => (await app.sql('SELECT count(*)::int AS n FROM bullmq.job'))[0].n;
    const before = await jobs();
    await decide(mara, { ...input, verdict: 'UNCONFIRMED', recheckAt: new Date(Date.now() + 60_000).toISOString() });
    expect(await jobs()).toBe(before);
  });

  it('answers a repeat as the first time, and decides once', async () => {
    const { input } = await taken();
    const first = await decide(mara, input);
    const before = await app.fingerprint();
    expect(await decide(mara, input)).toEqual(first);
    expect(await app.fingerprint()).toEqual(before);
  });

  it('answers a repeat that comes when its recheck is past', async () => {
    const { input } = await taken();
    const soon = { ...input, verdict: 'UNCONFIRMED', recheckAt: new Date(Date.now() + 1500).toISOString() };
    const first = await decide(mara, soon);
    expect(first.__typename).toBe('DecideReviewSuccess');
    await new Promise((resolve) => setTimeout(resolve, 1600));
    expect(await decide(mara, soon)).toEqual(first);
    expect(await decide(mara, { ...soon, idempotencyKey: 'another' })).toMatchObject({ path: ['input', 'recheckAt'] });
  });

  it('answers ten calls at once with one decision', async () => {
    const { claimId, input } = await taken();
    const answers = await Promise.all(Array.from({ length: 10 }, () => decide(mara, input)));
    expect(new Set(answers.map((answer) => answer.decision?.id)).size).toBe(1);
    expect(await app.sql('SELECT FROM decision WHERE claim_id = $1', [claimId])).toHaveLength(1);
  });

  it('refuses a key that was used for another decision', async () => {
    const { input: first } = await taken();
    await decide(mara, first);
    const { input: second } = await taken();
    const before = await app.fingerprint();
    const refused = {
      __typename: 'IdempotencyKeyReusedError',
      code: 'IDEMPOTENCY_KEY_REUSED',
      path: ['input', 'idempotencyKey'],
    };
    expect(await decide(mara, { ...second, idempotencyKey: first.idempotencyKey })).toMatchObject(refused);
    expect(await decide(mara, { ...first, verdict: 'VERIFIED' })).toMatchObject(refused);
    expect(await app.fingerprint()).toEqual(before);
  });

  it('refuses an editor who saw an older claim, and says what changed it', async () => {
    const { claimId, input } = await taken();
    await omar.data(ADD_EVIDENCE, { input: { claimId, url: 'https://new.example/', stance: 'SUPPORTS' } });
    const before = await app.fingerprint();
    expect(await decide(mara, input)).toMatchObject({
      __typename: 'VersionConflictError',
      claimId,
      expectedVersion: 1,
      actualVersion: 2,
      lastChange: { action: 'addEvidence', by: omar.name },
    });
    expect(await app.fingerprint()).toEqual(before);
  });

  it('refuses evidence of another claim, naming it', async () => {
    const { claimId: other } = await app.review(deskId);
    const { claim } = (
      await omar.data(ADD_EVIDENCE, { input: { claimId: other, url: 'https://b.example/', stance: 'CONTEXT' } })
    ).answer;
    const { input } = await taken();
    const before = await app.fingerprint();
    const answer = await decide(mara, { ...input, evidenceIds: [claim.evidence[0].id] });
    expect(answer).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'evidenceIds'] });
    expect(answer.message).toContain(claim.evidence[0].id);
    expect(await app.fingerprint()).toEqual(before);
  });

  it.each([
    ['for a claim that is not UNCONFIRMED', 'VERIFIED', 60_000],
    ['in the past', 'UNCONFIRMED', -60_000],
  ])('refuses a recheck %s', async (_, verdict, ms) => {
    const { input } = await taken();
    const before = await app.fingerprint();
    const answer = await decide(mara, { ...input, verdict, recheckAt: new Date(Date.now() + ms).toISOString() });
    expect(answer).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'recheckAt'] });
    expect(await app.fingerprint()).toEqual(before);
  });

  it('supersedes the decision of an earlier round, which stays', async () => {
    const { claimId, reviewId, input } = await taken();
    const first = await decide(mara, { ...input, verdict: 'UNCONFIRMED' });
    await app.sql(
      `INSERT INTO review (id, claim_id, desk_id, round, kind, state, priority, queued_at, due_at)
       SELECT gen_random_uuid(), claim_id, desk_id, 2, 'RECHECK', 'QUEUED', 50, now(), now() + interval '1 day' FROM review WHERE id = $1`,
      [reviewId],
    );
    const [{ id }] = await app.sql('SELECT id FROM review WHERE claim_id = $1 AND round = 2', [claimId]);
    const { review } = (await omar.data(TAKE, { id })).answer;
    const second = await decide(omar, {
      ...input,
      reviewId: id,
      leaseToken: review.lease.token,
      verdict: 'VERIFIED',
      expectedVersion: review.claim.version,
    });
    expect(second.decision.supersedesId).toBe(first.decision.id);
    const { claim } = await mara.data(
      `query ($id: ID!) { claim(id: $id) { verdict decisions { id verdict isFinal } } }`,
      { id: claimId },
    );
    expect(claim).toEqual({
      verdict: 'VERIFIED',
      decisions: [
        { id: second.decision.id, verdict: 'VERIFIED', isFinal: true },
        { id: first.decision.id, verdict: 'UNCONFIRMED', isFinal: true },
      ],
    });
  });
});

describe('signOffDecision', () => {
  let strict: string;
  beforeAll(async () => {
    strict = await app.desk('strict', { signOffsRequired: 2 });
  });
  const signOff = async (by: Person, input: object) => (await by.data(SIGN_OFF, { input })).answer;
  async function proposed() {
    const { claimId, reviewId, input } = await taken(mara, strict);
    const answer = await decide(mara, input);
    return { claimId, reviewId, decisionId: answer.decision.id as string, answer };
  }
  const verdictOf = async (claimId: string) =>
    (await app.sql('SELECT verdict FROM claim WHERE id = $1', [claimId]))[0].verdict;

  it('makes a decision final with the approvals that the desk requires, and no sooner', async () => {
    const { claimId, reviewId, decisionId, answer } = await proposed();
    expect(answer).toMatchObject({
      decision: { isFinal: false },
      review: { state: 'AWAITING_SIGN_OFF', claim: { verdict: null } },
    });
    const third = await app.person('EDITOR');
    const approve = { reviewId, decisionId, outcome: 'APPROVE' };
    expect((await signOff(omar, approve)).review.state).toBe('AWAITING_SIGN_OFF');
    expect(await verdictOf(claimId)).toBeNull();
    expect((await signOff(third, approve)).review.state).toBe('DECIDED');
    expect(await verdictOf(claimId)).toBe('DISPUTED');
  });

  it('sends a rejected decision back to the front of the queue; the claim keeps no verdict', async () => {
    const { claimId, reviewId, decisionId } = await proposed();
    const { review } = await signOff(omar, { reviewId, decisionId, outcome: 'REJECT', comment: 'The date is wrong.' });
    expect(review).toMatchObject({ state: 'QUEUED', priority: 100, decision: null });
    expect(await verdictOf(claimId)).toBeNull();
    const { claim } = await mara.data(
      `query ($id: ID!) { claim(id: $id) { decisions { isFinal signOffs { outcome comment signedBy { id } } } } }`,
      { id: claimId },
    );
    expect(claim.decisions).toEqual([
      { isFinal: false, signOffs: [{ outcome: 'REJECT', comment: 'The date is wrong.', signedBy: { id: omar.id } }] },
    ]);
  });

  it.each([
    ['the author', 'INVALID_INPUT', (x: any) => signOff(mara, { ...x, outcome: 'APPROVE' })],
    ['a rejection without a reason', 'INVALID_INPUT', (x: any) => signOff(omar, { ...x, outcome: 'REJECT' })],
    [
      'another decision',
      'REVIEW_CONFLICT',
      (x: any) => signOff(omar, { ...x, decisionId: x.reviewId, outcome: 'APPROVE' }),
    ],
  ])('refuses %s, and changes nothing', async (_, code, act) => {
    const { reviewId, decisionId } = await proposed();
    const before = await app.fingerprint();
    expect((await act({ reviewId, decisionId })).code).toBe(code);
    expect(await app.fingerprint()).toEqual(before);
  });

  it('counts each person once, however often and at once they approve', async () => {
    const { reviewId, decisionId } = await proposed();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => signOff(omar, { reviewId, decisionId, outcome: 'APPROVE' })),
    );
    expect(answers.filter((answer) => answer.__typename === 'ReviewSuccess')).toHaveLength(1);
    expect(await app.sql('SELECT FROM sign_off WHERE decision_id = $1', [decisionId])).toHaveLength(1);
    expect((await app.sql('SELECT state FROM review WHERE id = $1', [reviewId]))[0].state).toBe('AWAITING_SIGN_OFF');
  });

  it('is bound by a constraint too: the table refuses the author', async () => {
    const { claimId, decisionId } = await proposed();
    await expect(
      app.sql(
        `INSERT INTO sign_off (id, claim_id, decision_id, decided_by, outcome, signed_by, signed_at)
         VALUES (gen_random_uuid(), $1, $2, $3, 'APPROVE', $3, now())`,
        [claimId, decisionId, mara.id],
      ),
    ).rejects.toMatchObject({ constraint: 'sign_off_never_the_author' });
  });
});
