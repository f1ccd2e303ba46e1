import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import { JobQueue } from '../src/jobs/job-queue.js';
import { openReview } from '../src/review/open-review.js';
import { ReviewKind } from '../src/review/vocabulary.js';
import { DeskApp, type Person, SYSTEM } from './desk-app.js';
import { ADD_ALIAS, ADD_EVIDENCE, DECIDE, DEFER, ERASE_CLAIM, RELATE, SIGN_OFF, SUBMIT, TAKE } from './operations.js';
import { leavesOf, tablesWith as tablesIn } from './erasure-traces.js';

/** Stands in every text that is to go, and in nothing else. */
const SECRET = 'Mumblethorpe';

let app: DeskApp;
let chief: Person;
let author: Person;
let deskId: string;

beforeAll(async () => {
  app = await DeskApp.start();
  [chief, author] = [await app.person('CHIEF_EDITOR'), await app.person('EDITOR')];
  deskId = await app.desk('erasure', { signOffsRequired: 1 });
});
afterAll(() => app.stop());

const submission = (statement: string, claimant: string) => ({
  ...app.submission(deskId),
  statement: `${statement} ${SECRET}.`,
  claimant,
  idempotencyKey: statement,
  appearances: [
    {
      article: { outlet: 'An outlet', citation: statement, publishedAt: '2025-01-20', language: 'en' },
      stance: 'REPORTS',
      attribution: [`A source near ${SECRET}`],
      claimantAsWritten: `${SECRET} the elder`,
    },
  ],
});
/** @returns the claim's id */
async function submit(statement: string, claimant = `Lord ${SECRET}`): Promise<string> {
  const { answer } = await author.data(SUBMIT, { input: submission(statement, claimant) });
  return answer.claim.id;
}

/** A claim that holds the secret in every private column there is, with relations both ways. */
async function claimWithAll(statement: string) {
  const second = await app.person('EDITOR');
  const claimId = await submit(statement);
  const otherId = await app.claim(deskId);
  const reviewId = await openReviewOf(claimId);
  const alias = { alias: `${SECRET} ${statement}`, claimant: `Lord ${SECRET}` };
  await chief.data(ADD_ALIAS, { input: alias });
  const source = {
    claimId,
    url: `https://a.example/${SECRET}`,
    archivedUrl: `https://b.example/${SECRET}`,
    publisher: SECRET,
    excerpt: SECRET,
    contentHash: createHash('sha256').update(SECRET).digest('hex'),
    stance: 'SUPPORTS',
  };
  const { evidence } = (await author.data(ADD_EVIDENCE, { input: source })).answer.claim;
  for (const [fromClaimId, toClaimId] of [
    [claimId, otherId],
    [otherId, claimId],
  ]) {
    await author.data(RELATE, { input: { fromClaimId, toClaimId, kind: 'SIMILAR_TO', note: `As ${SECRET} says` } });
  }
  const take = async () => (await author.data(TAKE, { id: reviewId })).answer.review;
  const deferred = await take();
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await author.data(DEFER, { id: reviewId, leaseToken: deferred.lease.token, until, reason: `Ask ${SECRET}` });
  const review = await take();
  const input = {
    reviewId,
    leaseToken: review.lease.token,
    verdict: 'UNCONFIRMED',
    rationale: `Since ${SECRET} says so.`,
    recheckAt: new Date(Date.now() + 86_400_000).toISOString(),
    evidenceIds: [evidence[0].id],
    expectedVersion: review.claim.version,
    idempotencyKey: statement,
  };
  const { decision } = (await author.data(DECIDE, { input })).answer;
  return {
    claimId,
    otherId,
    reviewId,
    evidenceId: evidence[0].id as string,
    signOff: (outcome: string) =>
      second.data(SIGN_OFF, { input: { reviewId, decisionId: decision.id, outcome, comment: `Ask ${SECRET}` } }),
  };
}

async function openReviewOf(claimId: string): Promise<string> {
  await app.sql(
    `INSERT INTO review (id, claim_id, desk_id, round, kind, state, priority, queued_at, due_at)
     VALUES (gen_random_uuid(), $1, $2, 1, 'INITIAL', 'QUEUED', 5, now(), now())`,
    [claimId, deskId],
  );
  return (await app.sql('SELECT id FROM review WHERE claim_id = $1', [claimId]))[0].id;
}

const ground = { basis: 'CONSENT_WITHDRAWN', reference: 'DPO-2026/14' };
const tablesWith = (text: string) => tablesIn(app, text);
const leaves = (stream: string) => leavesOf(app, stream);
const eraseClaim = async (claimId: string, who = chief) =>
  (await who.data(ERASE_CLAIM, { input: { claimId, ...ground } })).answer;

describe('a claim that is erased', () => {
  it('is gone with every text from every table, but for its leaves', async () => {
    const { claimId, otherId, reviewId, evidenceId, signOff } = await claimWithAll('Everything');
    await signOff('APPROVE');
    // The test would prove nothing of a private column that does not hold the secret
    const held = await app.sql(
      `SELECT DISTINCT leaf::jsonb ->> 'table' || '.' || key AS column FROM audit.event, jsonb_each_text(body::jsonb)
       WHERE strpos(value, $1) > 0 ORDER BY 1`,
      [SECRET],
    );
    const columns = await app.sql(
      `SELECT c.relname || '.' || k AS column FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid,
         unnest(string_to_array(split_part(encode(t.tgargs, 'escape'), '\\000', 2), ',')) AS k
       WHERE t.tgfoid = 'audit.capture'::regproc ORDER BY 1`,
    );
    const notOfClaims = /^(api_token|app_user|webhook_endpoint)\./;
    const hashes = ['claim.fingerprint', 'claimant_alias.alias_key', 'evidence.content_hash'];
    expect(held.map(({ column }) => column)).toEqual(
      columns.map(({ column }) => column).filter((column) => !hashes.includes(column) && !notOfClaims.test(column)),
    );
    const before = [await leaves(claimId), await leaves(otherId)];
    const [hashed] = await app.sql(
      `SELECT fingerprint::text AS print, content_hash AS content, request_hash::text AS request
       FROM claim c JOIN evidence e ON e.claim_id = c.id JOIN idempotency_key k ON k.response ->> 'claimId' = c.id::text
       WHERE c.id = $1`,
      [claimId],
    );
    const lowerCased = SECRET.toLowerCase(); // as the alias's key has it
    for (const text of [SECRET, lowerCased, hashed.print, hashed.content, hashed.request]) {
      expect([text, await tablesWith(text)]).toEqual([text, expect.arrayContaining([expect.anything()])]);
    }

    const answer = await eraseClaim(claimId);
    expect(answer).toMatchObject({
      __typename: 'EraseClaimSuccess',
      claim: {
        id: claimId,
        statement: '[erased]',
        claimant: '[erased]',
        recheckAt: null,
        reviews: [{ state: 'DECIDED' }],
      },
    });
    expect(Date.now() - Date.parse(answer.claim.erasedAt)).toBeLessThan(60_000);
    for (const text of [SECRET, lowerCased, hashed.print, hashed.content, hashed.request]) {
      expect([text, await tablesWith(text)]).toEqual([text, []]);
    }
    // what was sealed, or will be, stands as it was
    const after = [await leaves(claimId), await leaves(otherId)];
    for (const [i, events] of after.entries()) expect(events.slice(0, before[i]!.length)).toEqual(before[i]);
    expect(await app.gaps()).toBe(0);
    // and what hangs on it is there still
    expect(
      (await app.sql('SELECT count(*)::int AS n FROM decision_evidence WHERE evidence_id = $1', [evidenceId]))[0].n,
    ).toBe(1);
    expect((await app.sql('SELECT state, defer_reason FROM review WHERE id = $1', [reviewId]))[0]).toEqual({
      state: 'DECIDED',
      defer_reason: null,
    });
  });

  it('has an event that says who did it, why and up to where; what came in place of the text is bound by a hash', async () => {
    const claimId = await submit('An event');
    const before = await leaves(claimId);
    const { erasedEvents } = await eraseClaim(claimId);
    const [erasure, ...replaced] = (
      await app.sql('SELECT leaf, salt, body FROM audit.event WHERE stream = $1 AND seq > $2 ORDER BY seq', [
        claimId,
        before.length,
      ])
    ).map(({ leaf, ...rest }) => Object.assign(JSON.parse(leaf), rest));
    expect(erasure).toMatchObject({
      op: 'ERASE',
      table: 'claim',
      actor: `user:${chief.id}`,
      action: 'eraseClaim',
      salt: null,
      body: null,
      row: { id: claimId, ...ground, through: before.length, events: erasedEvents },
    });
    expect(erasure).not.toHaveProperty('c');
    expect(erasedEvents).toBe(2);
    expect(replaced.map(({ op, table }) => `${op} ${table}`)).toEqual(['UPDATE claim', 'UPDATE appearance']);
    for (const { salt, body, c } of replaced) {
      expect(createHash('sha256').update(salt).update(body).digest('hex')).toBe(c);
      expect(body).toMatch(/"\[erased\]"/);
    }
    const { auditEvents } = await chief.data(
      'query ($id: ID!) { auditEvents(claimId: $id) { edges { node { operation subject changes { field before after } } } } }',
      { id: claimId },
    );
    const shown = auditEvents.edges.map(({ node }: any) => node);
    expect(shown[before.length]).toMatchObject({ operation: 'ERASE', subject: 'claim' });
    expect(shown[before.length + 1].changes).toContainEqual({ field: 'statement', before: null, after: '[erased]' });
    expect(shown[before.length + 1].changes).not.toContainEqual(expect.objectContaining({ field: 'basis' }));
  });

  it.each(['QUEUED', 'IN_REVIEW', 'AWAITING_SIGN_OFF'])(
    'is not worked on any more: a review %s is withdrawn',
    async (state) => {
      const claimId = await submit(`Work ${state}`);
      const reviewId = await openReviewOf(claimId);
      let token: string | undefined;
      if (state !== 'QUEUED') token = (await author.data(TAKE, { id: reviewId })).answer.review.lease.token;
      const decision = {
        reviewId,
        leaseToken: token,
        verdict: 'VERIFIED',
        rationale: SECRET,
        expectedVersion: 1,
        evidenceIds: [],
      };
      if (state === 'AWAITING_SIGN_OFF') await author.data(DECIDE, { input: { ...decision, idempotencyKey: state } });
      expect((await app.sql('SELECT state FROM review WHERE id = $1', [reviewId]))[0].state).toBe(state);
      expect((await eraseClaim(claimId)).claim.reviews).toEqual([{ state: 'WITHDRAWN' }]);
      const before = await app.fingerprint();
      // who held it is told so
      const late = { ...decision, expectedVersion: 2, idempotencyKey: 'late' };
      const decided = token === undefined ? null : (await author.data(DECIDE, { input: late })).answer.__typename;
      expect(decided).toBe(token === undefined ? null : 'LeaseLostError');
      const source = { claimId, url: 'https://a.example/', stance: 'CONTEXT' };
      expect((await author.data(ADD_EVIDENCE, { input: source })).answer).toMatchObject({
        __typename: 'InvalidInputError',
        path: ['input', 'claimId'],
      });
      const relation = { fromClaimId: claimId, toClaimId: await app.claim(deskId), kind: 'UPDATES' };
      const between = await app.fingerprint();
      expect((await author.data(RELATE, { input: relation })).answer).toMatchObject({ __typename: 'NotFoundError' });
      expect(await app.fingerprint()).toEqual(between);
      expect(before['public.review']).toBe(between['public.review']);
      expect(await tablesWith(SECRET)).toEqual([]);
    },
  );

  it('is not known again by its statement, nor by the key under which it came', async () => {
    const claimId = await submit('Recognised');
    expect(await submit('Recognised')).toBe(claimId);
    await eraseClaim(claimId);
    const before = await app.fingerprint();
    const { answer } = await author.data(SUBMIT, { input: submission('Recognised', `Lord ${SECRET}`) });
    expect(answer.__typename).toBe('IdempotencyKeyReusedError');
    expect(await app.fingerprint()).toEqual(before);
    const again = { ...submission('Recognised', `Lord ${SECRET}`), idempotencyKey: 'another' };
    const fresh = (await author.data(SUBMIT, { input: again })).answer;
    expect(fresh.outcome).toBe('CREATED');
    expect(fresh.claim.id).not.toBe(claimId);
    await eraseClaim(fresh.claim.id);
  });

  it('leaves the claimant’s names to the last claim that needs them', async () => {
    const [first, second] = [await submit('Names 1'), await submit('Names 2', `Old ${SECRET}`)];
    const names = async () =>
      (await app.sql('SELECT count(*)::int AS n FROM claimant_alias WHERE claimant = $1', [`Lord ${SECRET}`]))[0].n;
    // Only now is the second one's claimant known to be the same
    await chief.data(ADD_ALIAS, { input: { alias: `Old ${SECRET}`, claimant: `Lord ${SECRET}` } });
    await eraseClaim(first);
    expect(await names()).toBe(1);
    await eraseClaim(second);
    expect(await names()).toBe(0);
    expect(await tablesWith(SECRET)).toEqual([]);
  });

  it('is erased once: again, by several at once too, changes nothing', async () => {
    const claimId = await submit('Once');
    const answers = await Promise.all(Array.from({ length: 4 }, () => eraseClaim(claimId)));
    expect(answers.map(({ erasedEvents }) => erasedEvents as number).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 2]);
    const before = await app.fingerprint();
    expect(await eraseClaim(claimId)).toMatchObject({ __typename: 'EraseClaimSuccess', erasedEvents: 0 });
    expect(await app.fingerprint()).toEqual(before);
  });

  it('gets no review any more, of whatever kind', async () => {
    const claimId = await submit('No review');
    await eraseClaim(claimId);
    const before = await app.fingerprint();
    for (const kind of Object.values(ReviewKind)) {
      const opened = app.app
        .get(UnitOfWork)
        .run(SYSTEM, 'openReview', (tx) => openReview(tx, app.app.get(JobQueue), claimId, kind));
      expect([kind, await opened]).toEqual([kind, null]);
    }
    expect(await app.fingerprint()).toEqual(before);
  });

  it('takes in nothing more from a submission that was under way', async () => {
    const claimId = await submit('Meanwhile');
    const waiting = (count: number) =>
      app.until(`${count} who wait`, async () => {
        const [row] = await app.sql(
          `SELECT count(*)::int = $1 AS found FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          [count],
        );
        return row.found as boolean;
      });
    // The claim's row is held, so that the erasure comes first and the submission, which knows the claim already, after it
    await app.sql(`BEGIN; SELECT FROM claim WHERE id = '${claimId}' FOR NO KEY UPDATE`);
    const erasure = eraseClaim(claimId);
    await waiting(1);
    const article = { outlet: 'Another outlet', citation: 'Another report', language: 'en' };
    const late = { ...submission('Meanwhile', `Lord ${SECRET}`), idempotencyKey: 'late' };
    const [appearance] = late.appearances;
    const answer = author.data(SUBMIT, { input: { ...late, appearances: [{ ...appearance, article }] } });
    await waiting(2);
    await app.sql('COMMIT');
    expect((await erasure).__typename).toBe('EraseClaimSuccess');
    expect((await answer).answer).toMatchObject({ outcome: 'ALREADY_KNOWN', claim: { id: claimId } });
    expect(await app.sql('SELECT FROM appearance WHERE claim_id = $1', [claimId])).toHaveLength(1);
    expect(await tablesWith(SECRET)).toEqual([]);
  });
});
