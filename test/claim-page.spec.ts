import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppearanceStance } from '../src/claims/vocabulary.js';
import { DeskApp, type Person } from './desk-app.js';
import { ADD_EVIDENCE, DECIDE, DEFER, REASSIGN, RELATE, SIGN_OFF, SUBMIT, TAKE } from './operations.js';

let app: DeskApp;
let mara: Person;
let omar: Person;
let chief: Person;
beforeAll(async () => {
  app = await DeskApp.start();
  [mara, omar, chief] = [await app.person('EDITOR'), await app.person('EDITOR'), await app.person('CHIEF_EDITOR')];
});
afterAll(() => app.stop());

const HOUR = 3_600_000;
const soon = () => new Date(Date.now() + HOUR).toISOString();

/** Takes a review and proposes or makes a decision on it. @returns the answer */
async function decide(person: Person, reviewId: string, more: object = {}): Promise<any> {
  const { review } = (await person.data(TAKE, { id: reviewId })).answer;
  const input = {
    reviewId,
    leaseToken: review.lease.token,
    verdict: 'DISPUTED',
    rationale: 'Reasons.',
    expectedVersion: review.claim.version,
    idempotencyKey: `${reviewId} ${review.version}`,
    ...more,
  };
  const { answer } = await person.data(DECIDE, { input });
  expect(answer.__typename).toBe('DecideReviewSuccess');
  return answer;
}

const PAGE = `query ($id: ID!) { claim(id: $id) {
  id statement claimant claimedAt language topics verdict decidedAt recheckAt version createdAt
  desk { slug } submittedBy { name }
  appearances { stance attribution claimantAsWritten isFirst article { outlet url citation publishedAt language } }
  relations { kind state note from { id } to { statement } }
  evidence { id url publisher excerpt stance archivedUrl contentHash addedBy { name } }
  reviews { id round kind state priority isOverdue escalatedAt deferredUntil decidedAt
    lease { token } assignee { id } decision { id } }
  decisions { id verdict rationale isFinal supersedesId recheckAt decidedBy { name } evidence { id } decidedAt
    signOffs { outcome comment signedBy { name } } }
} }`;

describe('the page of a claim', () => {
  it('shows everything that hangs on it', async () => {
    const deskId = await app.desk('page', { signOffsRequired: 1 });
    const input = {
      statement: 'The mill closed.',
      claimant: 'A miller',
      claimedAt: '2025-01-15',
      language: 'de-CH',
      topics: ['mills', 'bread'],
      deskId,
      appearances: [
        { article: { outlet: 'Undated', citation: 'p. 1', language: 'en' }, stance: 'NEITHER' },
        {
          article: {
            outlet: 'Late',
            url: 'HTTPS://Late.Example/a?utm_source=x&id=1#top',
            publishedAt: '2025-01-20',
            language: 'en',
          },
          stance: 'REPORTS',
          attribution: ['CNN', 'unnamed officials'],
          claimantAsWritten: 'The Miller',
        },
        {
          article: { outlet: 'Early', citation: 'Vol. 2', publishedAt: '2025-01-16', language: 'de' },
          stance: 'ASSERTS',
        },
      ],
    };
    const submitted = (await mara.data(SUBMIT, { input })).answer;
    expect(submitted.outcome).toBe('CREATED');
    const claimId: string = submitted.claim.id;
    const other = await app.claim(deskId, { statement: 'The mill is open.' });
    await omar.data(RELATE, {
      input: { fromClaimId: other, toClaimId: claimId, kind: 'CONTRADICTS', note: 'Open or closed.' },
    });
    await omar.data(RELATE, { input: { fromClaimId: claimId, toClaimId: other, kind: 'SIMILAR_TO' } });
    const hash = 'ab'.repeat(32);
    const source = {
      claimId,
      url: 'https://a.example/x',
      stance: 'REFUTES',
      publisher: 'P',
      excerpt: 'It runs.',
      contentHash: hash,
    };
    const withEvidence = (
      await chief.data(ADD_EVIDENCE, { input: { ...source, archivedUrl: 'https://archive.example/x' } })
    ).answer.claim;
    const [{ id: evidenceId }] = withEvidence.evidence;
    const [{ id: reviewId }] = await app.until('the review', async () => {
      await openInitialReview(claimId);
      const rows = await app.sql('SELECT id FROM review WHERE claim_id = $1', [claimId]);
      return rows.length === 1 && rows;
    });
    const rejected = await decide(mara, reviewId, { rationale: 'First.' });
    await omar.data(SIGN_OFF, {
      input: { reviewId, decisionId: rejected.decision.id, outcome: 'REJECT', comment: 'Cite it.' },
    });
    const final = await decide(mara, reviewId, {
      rationale: 'Second.',
      verdict: 'UNCONFIRMED',
      evidenceIds: [evidenceId],
      recheckAt: soon(),
    });
    await omar.data(SIGN_OFF, { input: { reviewId, decisionId: final.decision.id, outcome: 'APPROVE' } });

    const { claim } = await omar.data(PAGE, { id: claimId });
    const [row] = await app.sql('SELECT * FROM claim WHERE id = $1', [claimId]);
    const [review] = await app.sql('SELECT * FROM review WHERE id = $1', [reviewId]);
    expect(claim).toEqual({
      id: claimId,
      statement: 'The mill closed.',
      claimant: 'A miller',
      claimedAt: '2025-01-15',
      language: 'de-CH',
      topics: ['mills', 'bread'],
      verdict: 'UNCONFIRMED',
      decidedAt: row.decided_at.toISOString(),
      recheckAt: final.decision.recheckAt,
      version: 5, // two relations, one piece of evidence, one verdict
      createdAt: row.created_at.toISOString(),
      desk: { slug: 'page' },
      submittedBy: { name: mara.name },
      appearances: [
        {
          stance: 'ASSERTS',
          attribution: [],
          claimantAsWritten: null,
          isFirst: true,
          article: { outlet: 'Early', url: null, citation: 'Vol. 2', publishedAt: '2025-01-16', language: 'de' },
        },
        {
          stance: 'REPORTS',
          attribution: ['CNN', 'unnamed officials'],
          claimantAsWritten: 'The Miller',
          isFirst: false,
          article: {
            outlet: 'Late',
            url: 'https://late.example/a?id=1',
            citation: null,
            publishedAt: '2025-01-20',
            language: 'en',
          },
        },
        {
          stance: 'NEITHER',
          attribution: [],
          claimantAsWritten: null,
          isFirst: false,
          article: { outlet: 'Undated', url: null, citation: 'p. 1', publishedAt: null, language: 'en' },
        },
      ],
      relations: [
        {
          kind: 'CONTRADICTS',
          state: 'CONFIRMED',
          note: 'Open or closed.',
          from: { id: other },
          to: { statement: 'The mill closed.' },
        },
        {
          kind: 'SIMILAR_TO',
          state: 'CONFIRMED',
          note: null,
          from: { id: claimId },
          to: { statement: 'The mill is open.' },
        },
      ],
      evidence: [
        {
          id: evidenceId,
          url: 'https://a.example/x',
          publisher: 'P',
          excerpt: 'It runs.',
          stance: 'REFUTES',
          archivedUrl: 'https://archive.example/x',
          contentHash: hash,
          addedBy: { name: chief.name },
        },
      ],
      reviews: [
        {
          id: reviewId,
          round: 1,
          kind: 'INITIAL',
          state: 'DECIDED',
          priority: 100,
          isOverdue: false,
          escalatedAt: null,
          deferredUntil: null,
          lease: null,
          assignee: null,
          decision: { id: final.decision.id },
          decidedAt: review.decided_at.toISOString(),
        },
      ],
      decisions: [
        {
          id: final.decision.id,
          verdict: 'UNCONFIRMED',
          rationale: 'Second.',
          isFinal: true,
          supersedesId: null,
          recheckAt: final.decision.recheckAt,
          decidedBy: { name: mara.name },
          evidence: [{ id: evidenceId }],
          decidedAt: expect.stringMatching(/Z$/),
          signOffs: [{ outcome: 'APPROVE', comment: null, signedBy: { name: omar.name } }],
        },
        {
          id: rejected.decision.id,
          verdict: 'DISPUTED',
          rationale: 'First.',
          isFinal: false,
          supersedesId: null,
          recheckAt: null,
          decidedBy: { name: mara.name },
          evidence: [],
          decidedAt: expect.stringMatching(/Z$/),
          signOffs: [{ outcome: 'REJECT', comment: 'Cite it.', signedBy: { name: omar.name } }],
        },
      ],
    });
  });

  it('is null where there is no such claim or review', async () => {
    const id = '00000000-0000-7000-8000-000000000000';
    const answer = await mara.data('query ($id: ID!) { claim(id: $id) { id } review(id: $id) { id } }', { id });
    expect(answer).toEqual({ claim: null, review: null });
  });
});

/** As the worker would, which does not run here. */
async function openInitialReview(claimId: string): Promise<void> {
  const { OpenReview } = await import('../src/review/open-review.js');
  await app.app.get(OpenReview).handle({ actor: { kind: 'system', name: 'worker' }, requestId: 'job:1' }, { claimId });
}

describe('the counts of a desk', () => {
  it('say what waits, is put off, is held, is proposed and is late', async () => {
    const deskId = await app.desk('counts', { signOffsRequired: 1 });
    const ids = (await app.reviews(deskId, 8)).map(({ reviewId }) => reviewId);
    await mara.data(TAKE, { id: ids[0] });
    const { review } = (await mara.data(TAKE, { id: ids[1] })).answer;
    await mara.data(DEFER, { id: ids[1], leaseToken: review.lease.token, until: soon(), reason: 'Later.' });
    await decide(mara, ids[2]!);
    const { decision } = await decide(mara, ids[3]!);
    await omar.data(SIGN_OFF, { input: { reviewId: ids[3], decisionId: decision.id, outcome: 'APPROVE' } });
    // late: one that waits, one that is held, and one that is decided and so does not count
    await app.sql(`UPDATE review SET due_at = now() - interval '1 minute' WHERE id = ANY($1)`, [
      [ids[0], ids[3], ids[4]],
    ]);
    const kinds = ['queued', 'deferred', 'inReview', 'awaitingSignOff', 'overdue'];
    const counts = `counts { ${kinds.map((kind) => `${kind} { ...T }`).join(' ')} }`;
    const { desks } = await mara.data(`{ desks { id ${counts} } } fragment T on Total { count isCapped }`);
    const total = (count: number) => ({ count, isCapped: false });
    expect(desks.find(({ id }: any) => id === deskId).counts).toEqual({
      queued: total(4),
      deferred: total(1),
      inReview: total(1),
      awaitingSignOff: total(1),
      overdue: total(2),
    });
    await app.endAllLeases();
  });
});

describe('allowedActions', () => {
  const QUERY = 'query ($id: ID!) { review(id: $id) { allowedActions { action isAllowed reason } } }';
  /** @returns by action the reason why not; null where it is allowed */
  async function reasons(person: Person, id: string): Promise<Record<string, string | null>> {
    const { allowedActions } = (await person.data(QUERY, { id })).review;
    for (const { isAllowed, reason } of allowedActions) expect(isAllowed).toBe(reason === null);
    return Object.fromEntries(allowedActions.map(({ action, reason }: any) => [action, reason]));
  }
  const NEEDS_CHIEF = 'This needs the role CHIEF_EDITOR on this desk.';
  const NEEDS_EDITOR = 'This needs the role EDITOR or CHIEF_EDITOR on this desk.';
  const held = (reason: string | null) => ({ RENEW: reason, RELEASE: reason, DEFER: reason, DECIDE: reason });
  const NO_PROPOSAL = { SIGN_OFF: 'No decision waits for a sign-off.' };

  it('say what may be done to a review from its queue to its end, and why not', async () => {
    const deskId = await app.desk('actions', { signOffsRequired: 2 });
    const { reviewId } = await app.review(deskId);
    const editorsOnly = { ADD_EVIDENCE: null, REASSIGN: NEEDS_CHIEF };
    const waiting = { TAKE: null, ...held('Take it first.'), ...NO_PROPOSAL };
    expect(await reasons(mara, reviewId)).toEqual({ ...waiting, ...editorsOnly });
    expect(await reasons(chief, reviewId)).toEqual({ ...waiting, ADD_EVIDENCE: null, REASSIGN: null });

    await chief.data(REASSIGN, { id: reviewId, assigneeId: mara.id });
    expect((await reasons(mara, reviewId))['TAKE']).toBeNull();
    expect((await reasons(omar, reviewId))['TAKE']).toBe('It is assigned to somebody else.');

    await mara.data(TAKE, { id: reviewId });
    expect(await reasons(mara, reviewId)).toEqual({
      TAKE: 'You hold it already.',
      ...held(null),
      ...NO_PROPOSAL,
      ...editorsOnly,
    });
    const foreign = { TAKE: 'Somebody else holds it.', ...held('Somebody else holds it.'), ...NO_PROPOSAL };
    expect(await reasons(omar, reviewId)).toEqual({ ...foreign, ...editorsOnly });
    expect(await reasons(chief, reviewId)).toEqual({ ...foreign, ADD_EVIDENCE: null, REASSIGN: null });

    await app.sql(`UPDATE review SET lease_until = clock_timestamp() WHERE id = $1`, [reviewId]);
    expect(await reasons(mara, reviewId)).toMatchObject(held('Your lease has ended.'));
    await app.endAllLeases();

    const { decision } = await decide(mara, reviewId);
    const proposed = { TAKE: 'It does not wait to be taken.', ...held('Take it first.') };
    expect(await reasons(mara, reviewId)).toEqual({
      ...proposed,
      SIGN_OFF: 'Nobody signs off a decision of their own.',
      ...editorsOnly,
    });
    expect(await reasons(omar, reviewId)).toEqual({ ...proposed, SIGN_OFF: null, ...editorsOnly });
    const NOTHING_LEFT = 'There is no work left on it to assign.';
    expect(await reasons(chief, reviewId)).toEqual({
      ...proposed,
      SIGN_OFF: null,
      ADD_EVIDENCE: null,
      REASSIGN: NOTHING_LEFT,
    });

    const signOff = { input: { reviewId, decisionId: decision.id, outcome: 'APPROVE' } };
    expect((await omar.data(SIGN_OFF, signOff)).answer.review.state).toBe('AWAITING_SIGN_OFF');
    expect((await reasons(omar, reviewId))['SIGN_OFF']).toBe('You have signed this decision off already.');
    expect((await chief.data(SIGN_OFF, signOff)).answer.review.state).toBe('DECIDED');
    expect(await reasons(chief, reviewId)).toEqual({
      ...proposed,
      ...NO_PROPOSAL,
      ADD_EVIDENCE: null,
      REASSIGN: NOTHING_LEFT,
    });
  });

  it('count the ten leases that one person may hold', async () => {
    const hoarder = await app.person('EDITOR');
    const [last, ...others] = await app.reviews(await app.desk('hoard'), 11);
    for (const [i, { reviewId }] of others.entries()) {
      expect([i, (await reasons(hoarder, last!.reviewId))['TAKE']]).toEqual([i, null]);
      await hoarder.data(TAKE, { id: reviewId });
    }
    expect(await reasons(hoarder, last!.reviewId)).toMatchObject({
      TAKE: 'You hold 10 reviews, and 10 is the most.',
      DECIDE: 'Take it first.',
    });
    expect((await hoarder.data(TAKE, { id: last!.reviewId })).answer.code).toBe('LEASE_LIMIT_REACHED');
    expect((await reasons(mara, last!.reviewId))['TAKE']).toBeNull();
    await app.endAllLeases();
  });

  it('name the role or the scope that is missing', async () => {
    const { reviewId } = await app.review(await app.desk('roles'));
    const decidersOnly = { TAKE: NEEDS_EDITOR, ...held(NEEDS_EDITOR), SIGN_OFF: NEEDS_EDITOR, REASSIGN: NEEDS_CHIEF };
    const elsewhere = await app.person([{ role: 'EDITOR', deskId: await app.desk('elsewhere') }]);
    const NO_EVIDENCE = 'This needs the role CHECKER or EDITOR or CHIEF_EDITOR on this desk.';
    expect(await reasons(await app.person('CHECKER'), reviewId)).toEqual({ ...decidersOnly, ADD_EVIDENCE: null });
    expect(await reasons(await app.person('AUDITOR'), reviewId)).toEqual({
      ...decidersOnly,
      ADD_EVIDENCE: NO_EVIDENCE,
    });
    expect(await reasons(elsewhere, reviewId)).toEqual({ ...decidersOnly, ADD_EVIDENCE: NO_EVIDENCE });
    const reader = await app.person('CHIEF_EDITOR', ['reviews:read', 'claims:write']);
    const NO_SCOPE = 'This needs an API token with the scope reviews:write.';
    expect(await reasons(reader, reviewId)).toEqual({
      TAKE: NO_SCOPE,
      ...held(NO_SCOPE),
      SIGN_OFF: NO_SCOPE,
      REASSIGN: NO_SCOPE,
      ADD_EVIDENCE: null,
    });
  });

  it('follow the author of the decision that stands, not of one that was rejected', async () => {
    const { reviewId } = await app.review(await app.desk('second-author', { signOffsRequired: 1 }));
    const { decision } = await decide(mara, reviewId);
    await omar.data(SIGN_OFF, { input: { reviewId, decisionId: decision.id, outcome: 'REJECT', comment: 'No.' } });
    await decide(omar, reviewId);
    expect((await reasons(mara, reviewId))['SIGN_OFF']).toBeNull();
    expect((await reasons(omar, reviewId))['SIGN_OFF']).toBe('Nobody signs off a decision of their own.');
  });
});

it('an appearance of another stance is no repeat, and the first that is known is marked', async () => {
  const deskId = await app.desk('stances');
  const submission = app.submission(deskId);
  const denied = { ...submission, appearances: [{ ...submission.appearances[0]!, stance: AppearanceStance.DENIES }] };
  const claimId = (await mara.data(SUBMIT, { input: submission })).answer.claim.id;
  const { outcome, claim } = (await mara.data(SUBMIT, { input: denied })).answer;
  expect([outcome, claim.id, claim.version]).toEqual(['APPEARANCE_ADDED', claimId, 2]);
  expect((await mara.data(SUBMIT, { input: denied })).answer).toMatchObject({
    outcome: 'ALREADY_KNOWN',
    claim: { version: 2 },
  });
});
