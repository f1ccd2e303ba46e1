import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ExpireLeases } from '../src/review/expire-leases.js';
import { ResumeDeferred } from '../src/review/resume-deferred.js';
import { systemActor } from '../src/kernel/actor.js';
import { DeskApp, type Person } from './desk-app.js';
import { DECIDE, DEFER, REASSIGN, RELEASE, RENEW, TAKE, TAKE_NEXT } from './operations.js';

let app: DeskApp;
let mara: Person;
let omar: Person;
let chief: Person;
beforeAll(async () => {
  app = await DeskApp.start();
  mara = await app.person('EDITOR');
  omar = await app.person('EDITOR');
  chief = await app.person('CHIEF_EDITOR');
});
afterAll(() => app.stop());
// Nobody begins a test with leases of the one before: ten are the most.
beforeEach(() => app.endAllLeases());

let desks = 0;
const newDesk = (policy = {}) => app.desk(`desk-${(desks += 1)}`, policy);
/** Runs the sweep as its job does. */
const sweep = () => app.app.get(ExpireLeases).handle({ actor: systemActor('expire-leases'), requestId: 'job:1' });
const endLease = (reviewId: string) =>
  app.sql(`UPDATE review SET lease_until = clock_timestamp() - interval '1 second' WHERE id = $1`, [reviewId]);
const decision = (review: any, key: string) => ({
  input: {
    reviewId: review.id,
    leaseToken: review.lease.token,
    verdict: 'DISPUTED',
    rationale: 'Reasons.',
    evidenceIds: [],
    expectedVersion: review.claim.version,
    idempotencyKey: key,
  },
});

describe('takeNextReview', () => {
  it('gives the highest priority first, then what is due first', async () => {
    const deskId = await newDesk();
    const [a, b, c] = await app.reviews(deskId, 3);
    await app.sql(`UPDATE review SET priority = 60, due_at = '2030-01-02' WHERE id = $1`, [b!.reviewId]);
    await app.sql(`UPDATE review SET priority = 60, due_at = '2030-01-01' WHERE id = $1`, [c!.reviewId]);
    const order = [];
    for (let i = 0; i < 3; i += 1) order.push((await mara.data(TAKE_NEXT, { deskId })).answer.review.id);
    expect(order).toEqual([c!.reviewId, b!.reviewId, a!.reviewId]);
  });

  it('gives what is assigned to the caller before anything else, and never what is assigned to others', async () => {
    const deskId = await newDesk();
    const [a, b] = await app.reviews(deskId, 2);
    await app.sql('UPDATE review SET priority = 90 WHERE id = $1', [a!.reviewId]);
    await chief.data(REASSIGN, { id: b!.reviewId, assigneeId: mara.id });
    expect((await mara.data(TAKE_NEXT, { deskId })).answer.review.id).toBe(b!.reviewId);
    await chief.data(REASSIGN, { id: a!.reviewId, assigneeId: mara.id });
    expect((await omar.data(TAKE_NEXT, { deskId })).answer.__typename).toBe('NothingToTakeError');
  });

  it('says when the next deferred one comes back, where nothing waits', async () => {
    const deskId = await newDesk();
    await app.reviews(deskId, 1);
    const { review } = (await mara.data(TAKE_NEXT, { deskId })).answer;
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await mara.data(DEFER, {
      id: review.id,
      leaseToken: review.lease.token,
      until,
      reason: 'Waiting for a call back.',
    });
    const { answer } = await omar.data(TAKE_NEXT, { deskId });
    expect(answer).toMatchObject({
      __typename: 'NothingToTakeError',
      code: 'NOTHING_TO_TAKE',
      nextDeferredUntil: until,
    });
  });

  it('stops at ten leases, and takes nothing then', async () => {
    const deskId = await newDesk();
    await app.reviews(deskId, 11);
    const hoarder = await app.person('EDITOR');
    for (let i = 0; i < 10; i += 1)
      expect((await hoarder.data(TAKE_NEXT, { deskId })).answer.__typename).toBe('ReviewSuccess');
    const before = await app.fingerprint();
    expect((await hoarder.data(TAKE_NEXT, { deskId })).answer).toMatchObject({
      __typename: 'LeaseLimitReachedError',
      held: 10,
      limit: 10,
    });
    expect(await app.fingerprint()).toEqual(before);
  });
});

describe('a lease', () => {
  it('shows its token to its holder only', async () => {
    const deskId = await newDesk();
    const { reviewId } = await app.review(deskId);
    await mara.data(TAKE, { id: reviewId });
    const query = 'query ($id: ID!) { review(id: $id) { lease { token holder { name } } } }';
    expect((await mara.data(query, { id: reviewId })).review.lease.token).toMatch(/^[0-9a-f-]{36}$/);
    expect((await omar.data(query, { id: reviewId })).review.lease).toEqual({
      token: null,
      holder: { name: mara.name },
    });
  });

  it('is given back by expire-leases, with an event in its name', async () => {
    const deskId = await newDesk({ leaseSeconds: 1 });
    const { reviewId, claimId } = await app.review(deskId);
    const { review } = (await mara.data(TAKE_NEXT, { deskId })).answer;
    await app.until('the lease to end', async () => {
      await sweep();
      return (await app.sql(`SELECT FROM review WHERE id = $1 AND state = 'QUEUED'`, [reviewId])).length === 1;
    });
    const { edges } = (
      await mara.data(
        `query ($id: ID!) { auditEvents(claimId: $id, first: 100) {
      edges { node { action subject actor { name userId } changes { field before after } } } } }`,
        { id: claimId },
      )
    ).auditEvents;
    expect(edges.at(-1).node).toMatchObject({
      action: 'expireLeases',
      subject: 'review',
      actor: { name: 'expire-leases', userId: null },
    });
    expect(edges.at(-1).node.changes).toEqual(
      expect.arrayContaining([{ field: 'state', before: 'IN_REVIEW', after: 'QUEUED' }]),
    );
    const lost = (await mara.data(DECIDE, decision(review, 'after-sweep'))).answer;
    expect(lost).toMatchObject({
      __typename: 'LeaseLostError',
      state: 'QUEUED',
      lastChange: { action: 'expireLeases', by: 'expire-leases' },
    });
  });

  it('that ended decides nothing, even before the sweep', async () => {
    const deskId = await newDesk();
    const { reviewId } = await app.review(deskId);
    const { review } = (await mara.data(TAKE_NEXT, { deskId })).answer;
    await endLease(reviewId);
    const before = await app.fingerprint();
    const lost = (await mara.data(DECIDE, decision(review, 'expired'))).answer;
    expect(lost).toMatchObject({
      __typename: 'LeaseLostError',
      state: 'IN_REVIEW',
      lastChange: { action: 'leaseEnded' },
    });
    expect((await mara.data(RENEW, { id: reviewId, leaseToken: review.lease.token })).answer.code).toBe('LEASE_LOST');
    expect(await app.fingerprint()).toEqual(before);
  });

  it('of another person decides nothing, and the answer says who holds it', async () => {
    const deskId = await newDesk();
    await app.reviews(deskId, 1);
    const { review } = (await mara.data(TAKE_NEXT, { deskId })).answer;
    const before = await app.fingerprint();
    const lost = (await omar.data(DECIDE, decision(review, 'foreign'))).answer;
    expect(lost).toMatchObject({ code: 'LEASE_LOST', lastChange: { action: 'takeNextReview', by: mara.name } });
    expect((await omar.data(RELEASE, { id: review.id, leaseToken: review.lease.token })).answer.code).toBe(
      'LEASE_LOST',
    );
    expect(await app.fingerprint()).toEqual(before);
  });

  it('is renewed from now, for the desk’s full time, and keeps the review’s version', async () => {
    const deskId = await newDesk({ leaseSeconds: 600 });
    await app.reviews(deskId, 1);
    const { review } = (await mara.data(TAKE_NEXT, { deskId })).answer;
    await app.sql(`UPDATE review SET lease_until = clock_timestamp() + interval '5 seconds' WHERE id = $1`, [
      review.id,
    ]);
    const renewed = (await mara.data(RENEW, { id: review.id, leaseToken: review.lease.token })).answer.review;
    expect(renewed).toMatchObject({ version: review.version, lease: { token: review.lease.token } });
    expect(new Date(renewed.lease.until).getTime()).toBeGreaterThan(Date.now() + 590_000);
  });

  it('that is released leaves the review in its place for the next one', async () => {
    const deskId = await newDesk();
    await app.reviews(deskId, 1);
    const { review } = (await mara.data(TAKE_NEXT, { deskId })).answer;
    const released = (await mara.data(RELEASE, { id: review.id, leaseToken: review.lease.token })).answer.review;
    expect(released).toMatchObject({ state: 'QUEUED', lease: null, priority: review.priority });
    expect((await omar.data(TAKE_NEXT, { deskId })).answer.review.id).toBe(review.id);
  });
});

describe('takeReview', () => {
  it('says who holds a review that is taken', async () => {
    const deskId = await newDesk();
    const { reviewId } = await app.review(deskId);
    await mara.data(TAKE, { id: reviewId });
    const before = await app.fingerprint();
    expect((await omar.data(TAKE, { id: reviewId })).answer).toMatchObject({
      __typename: 'ReviewConflictError',
      state: 'IN_REVIEW',
      lastChange: { action: 'takeReview', by: mara.name },
    });
    expect(await app.fingerprint()).toEqual(before);
  });
});

describe('deferReview', () => {
  it('hides a review from takeNextReview until its time, then resume-deferred brings it back', async () => {
    const deskId = await newDesk();
    await app.reviews(deskId, 1);
    const { review } = (await mara.data(TAKE_NEXT, { deskId })).answer;
    const until = new Date(Date.now() + 1200).toISOString();
    const deferred = (
      await mara.data(DEFER, { id: review.id, leaseToken: review.lease.token, until, reason: 'Not yet.' })
    ).answer;
    expect(deferred.review).toMatchObject({ state: 'QUEUED', deferredUntil: until });
    expect((await omar.data(TAKE_NEXT, { deskId })).answer.__typename).toBe('NothingToTakeError');
    const taken = await app.until('the review to come back', async () => {
      await app.app.get(ResumeDeferred).handle({ actor: systemActor('resume-deferred'), requestId: 'job:2' });
      return (await omar.data(TAKE_NEXT, { deskId })).answer.review;
    });
    expect(taken).toMatchObject({ id: review.id, deferredUntil: null });
    expect(Date.now()).toBeGreaterThanOrEqual(new Date(until).getTime());
  });

  it.each([
    ['past', -1000],
    ['more than a year away', 367 * 86_400_000],
  ])('refuses a time that is %s', async (_, ms) => {
    const deskId = await newDesk();
    await app.reviews(deskId, 1);
    const { review } = (await mara.data(TAKE_NEXT, { deskId })).answer;
    const before = await app.fingerprint();
    const until = new Date(Date.now() + ms).toISOString();
    const { answer } = await mara.data(DEFER, {
      id: review.id,
      leaseToken: review.lease.token,
      until,
      reason: 'Later.',
    });
    expect(answer).toMatchObject({ code: 'INVALID_INPUT', path: ['until'] });
    expect(await app.fingerprint()).toEqual(before);
  });
});

describe('reassignReview', () => {
  it('ends a lease at once; who held it learns who did it', async () => {
    const deskId = await newDesk();
    await app.reviews(deskId, 1);
    const { review } = (await mara.data(TAKE_NEXT, { deskId })).answer;
    const { answer } = await chief.data(REASSIGN, { id: review.id, assigneeId: omar.id });
    expect(answer.review).toMatchObject({ state: 'QUEUED', lease: null, assignee: { id: omar.id } });
    expect((await mara.data(DECIDE, decision(review, 'reassigned'))).answer).toMatchObject({
      code: 'LEASE_LOST',
      lastChange: { action: 'reassignReview', by: chief.name },
    });
    expect((await omar.data(TAKE_NEXT, { deskId })).answer.review.id).toBe(review.id);
  });

  it('frees a review for all again', async () => {
    const deskId = await newDesk();
    const { reviewId } = await app.review(deskId);
    await chief.data(REASSIGN, { id: reviewId, assigneeId: omar.id });
    expect((await chief.data(REASSIGN, { id: reviewId, assigneeId: null })).answer.review.assignee).toBeNull();
    expect((await mara.data(TAKE_NEXT, { deskId })).answer.review.id).toBe(reviewId);
  });

  it('refuses somebody who could not take it', async () => {
    const deskId = await newDesk();
    const elsewhere = await app.person([{ role: 'EDITOR', deskId: await newDesk() }]);
    const auditor = await app.person('AUDITOR');
    const { reviewId } = await app.review(deskId);
    const before = await app.fingerprint();
    for (const { id } of [elsewhere, auditor, { id: reviewId }]) {
      expect((await chief.data(REASSIGN, { id: reviewId, assigneeId: id })).answer).toMatchObject({
        code: 'INVALID_INPUT',
        path: ['assigneeId'],
      });
    }
    expect(await app.fingerprint()).toEqual(before);
  });
});
