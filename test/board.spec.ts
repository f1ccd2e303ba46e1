import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExpireLeases } from '../src/review/expire-leases.js';
import { BOARD, decidedAt, reviewAt } from './board-desk.js';
import { DeskApp, type Person, SYSTEM } from './desk-app.js';
import { DEFER, ERASE_CLAIM, REASSIGN, SIGN_OFF, TAKE, DECIDE } from './operations.js';

let app: DeskApp;
let chief: Person;
let mara: Person;
let noor: Person;
beforeAll(async () => {
  app = await DeskApp.start();
  chief = await app.person('CHIEF_EDITOR');
  mara = await app.person('EDITOR');
  noor = await app.person('EDITOR');
});
afterAll(() => app.stop());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ago = (ms: number): Date => new Date(Date.now() - ms);
const total = (count: number) => ({ count, isCapped: false });
const read = async (slug: string, variables: object = {}): Promise<any> =>
  (await chief.data(BOARD, { slug, ...variables })).board;
const dayOf = (board: any, day: string): any => board.days.find((each: any) => each.day === day);
const personOf = (board: any, person: Person): any => board.people.find(({ user }: any) => user.id === person.id);
const utcDay = (at: Date): string => at.toISOString().slice(0, 10);
const NONE = { count: 0, verified: 0, disputed: 0, unconfirmed: 0, late: 0, p50Seconds: null, p90Seconds: null };

const hold = async (person: Person, reviewId: string): Promise<any> =>
  (await person.data(TAKE, { id: reviewId })).answer.review;
const decide = async (person: Person, review: any): Promise<any> =>
  (
    await person.data(DECIDE, {
      input: {
        reviewId: review.id,
        leaseToken: review.lease.token,
        verdict: 'DISPUTED',
        rationale: 'It is not so.',
        expectedVersion: review.claim.version,
        idempotencyKey: review.id,
      },
    })
  ).answer;

describe('of a desk on which nothing happened', () => {
  it('each day is there with nothing on it, and whoever may take reviews', async () => {
    const id = await app.desk('calm');
    const elsewhere = await app.desk('calm-elsewhere');
    const other = await app.person([{ role: 'EDITOR', deskId: elsewhere }]);
    const board = await read('calm', { days: 7 });
    expect(board).toMatchObject({ desk: { id, slug: 'calm' }, timeZone: 'UTC' });
    expect(Math.abs(Date.now() - Date.parse(board.at))).toBeLessThan(10_000);
    const days = Array.from({ length: 7 }, (_, i) => utcDay(ago((6 - i) * DAY)));
    const nothing = { queued: 0, withdrawn: 0, leaseExpiries: 0, decided: NONE };
    expect(board.days).toEqual(days.map((day) => Object.assign({ day, backlog: 0 }, nothing)));
    expect(board.total).toEqual(nothing);
    expect(board.ages.map((age: any) => [age.fromHours, age.toHours, age.count])).toEqual([
      [0, 24, total(0)],
      [24, 72, total(0)],
      [72, 168, total(0)],
      [168, 336, total(0)],
      [336, 720, total(0)],
      [720, null, total(0)],
    ]);
    expect(personOf(board, mara)).toEqual({
      user: { id: mara.id, name: mara.name },
      mayTake: true,
      holding: 0,
      assigned: total(0),
      decided: 0,
      medianSeconds: null,
      signOffs: 0,
      leaseExpiries: 0,
    });
    expect(personOf(board, other)).toBeUndefined();
  });
});

describe('what is on hand', () => {
  it('is counted by state, by age, and for each day by what came and went since', async () => {
    const desk = await app.desk('hand', { signOffsRequired: 1 });
    for (const age of [HOUR, 23 * HOUR, 25 * HOUR, 8 * DAY, 29 * DAY, 31 * DAY, 200 * DAY])
      await reviewAt(app, desk, ago(age));
    const gone = await reviewAt(app, desk, ago(5 * DAY));
    await decidedAt(app, gone, mara, ago(3 * DAY));
    const held = await hold(mara, await reviewAt(app, desk, ago(2 * HOUR)));
    await decide(noor, await hold(noor, await reviewAt(app, desk, ago(3 * HOUR))));
    const deferred = await hold(noor, await reviewAt(app, desk, ago(4 * HOUR)));
    await noor.data(DEFER, {
      id: deferred.id,
      leaseToken: deferred.lease.token,
      until: new Date(Date.now() + DAY).toISOString(),
      reason: 'Later.',
    });
    const board = await read('hand');
    expect(board.counts).toEqual({
      queued: total(7),
      deferred: total(1),
      inReview: total(1),
      awaitingSignOff: total(1),
      overdue: total(5),
    });
    expect(board.ages.map(({ count }: any) => count.count)).toEqual([5, 1, 0, 1, 1, 2]);
    const backlogOn = (age: number) => dayOf(board, utcDay(ago(age))).backlog;
    expect([0, 3, 4, 7, 9].map((age) => backlogOn(age * DAY))).toEqual([
      10,
      backlogOn(3 * DAY),
      backlogOn(4 * DAY),
      4,
      3,
    ]);
    expect(backlogOn(4 * DAY)).toBe(5); // with the one that is gone
    expect(backlogOn(3 * DAY)).toBe(4);
    expect(held.state).toBe('IN_REVIEW');
  });

  it('is as far as the limit of a count, and says so', async () => {
    const desk = await app.desk('full');
    const { reviewId } = await app.review(desk);
    await app.sql('ALTER TABLE claim DISABLE TRIGGER audit_capture; ALTER TABLE review DISABLE TRIGGER audit_capture');
    await app.sql(
      `WITH made AS (INSERT INTO claim (id, statement, claimant, claimed_at, language, desk_id, fingerprint)
         SELECT gen_random_uuid(), 'S', 'C', '2025-01-01', 'en', $1::uuid, sha256(convert_to('full' || i, 'UTF8'))
         FROM generate_series(1, 1000) i RETURNING id)
       INSERT INTO review (id, claim_id, desk_id, round, kind, state, priority, queued_at, due_at, assignee_id)
       SELECT gen_random_uuid(), id, $1::uuid, 1, 'INITIAL', 'QUEUED', 1, now() - interval '2 days', now(), $2 FROM made`,
      [desk, mara.id],
    );
    await app.sql(
      'ALTER TABLE claim ENABLE ALWAYS TRIGGER audit_capture; ALTER TABLE review ENABLE ALWAYS TRIGGER audit_capture',
    );
    await chief.data(REASSIGN, { id: reviewId, assigneeId: mara.id });
    const board = await read('full');
    const capped = { count: 1000, isCapped: true };
    expect(board.counts.queued).toEqual(capped);
    expect(board.ages[1].count).toEqual(total(1000));
    expect(personOf(board, mara).assigned).toEqual(capped);
    expect(board.days.at(-1).backlog).toBe(1001);
  });
});

describe('what was decided', () => {
  it('is counted by verdict, by time and by person, from the queue to the final decision', async () => {
    const desk = await app.desk('decided');
    // ten of 1 to 10 hours, all decided now but the first, an eleventh too long ago
    for (let hours = 1; hours <= 10; hours += 1) {
      const queuedAt = ago(hours * HOUR + MINUTE);
      const verdict = hours <= 5 ? 'VERIFIED' : hours <= 8 ? 'DISPUTED' : 'UNCONFIRMED';
      const due = new Date(+queuedAt + (hours > 7 ? hours * HOUR - 1 : hours * HOUR));
      const id = await reviewAt(app, desk, queuedAt, due);
      await decidedAt(app, id, hours <= 3 ? mara : noor, new Date(+queuedAt + hours * HOUR), verdict);
    }
    const longAgo = ago(8 * DAY);
    await decidedAt(app, await reviewAt(app, desk, new Date(+longAgo - DAY)), mara, longAgo);
    const board = await read('decided', { days: 7 });
    expect(board.total.decided).toEqual({
      count: 10,
      verified: 5,
      disputed: 3,
      unconfirmed: 2,
      late: 3,
      p50Seconds: 5 * 3600,
      p90Seconds: 9 * 3600,
    });
    expect(board.total.queued).toBe(10);
    expect(personOf(board, mara)).toMatchObject({ decided: 3, medianSeconds: 2 * 3600 });
    expect(personOf(board, noor)).toMatchObject({ decided: 7, medianSeconds: 7 * 3600 });
    const longer = await read('decided', { days: 10 });
    expect(longer.total.decided).toMatchObject({ count: 11, late: 3 });
    expect(dayOf(longer, utcDay(longAgo)).decided).toMatchObject({
      count: 1,
      p50Seconds: 86_400,
      p90Seconds: 86_400,
    });
  });

  it('counts when it became final, for its author; a word on it is the other’s', async () => {
    const desk = await app.desk('signed', { signOffsRequired: 1 });
    const review = await hold(mara, await reviewAt(app, desk, ago(5 * DAY)));
    const { decision } = await decide(mara, review);
    expect((await read('signed')).total.decided).toEqual(NONE);
    await app.sql('UPDATE decision SET decided_at = $2 WHERE id = $1', [decision.id, ago(2 * DAY)]);
    const rejected = await hold(mara, (await app.review(desk)).reviewId);
    const proposed = await decide(mara, rejected);
    await noor.data(SIGN_OFF, { input: { reviewId: review.id, decisionId: decision.id, outcome: 'APPROVE' } });
    await noor.data(SIGN_OFF, {
      input: { reviewId: rejected.id, decisionId: proposed.decision.id, outcome: 'REJECT', comment: 'No.' },
    });
    const board = await read('signed');
    expect(board.days.at(-1).decided).toMatchObject({ count: 1, disputed: 1, late: 1 });
    expect(board.total.decided.p50Seconds).toBeGreaterThanOrEqual(5 * 86_400);
    expect(board.total.decided.p50Seconds).toBeLessThan(5 * 86_400 + 60);
    expect(personOf(board, mara)).toMatchObject({ decided: 1, signOffs: 0 });
    expect(personOf(board, noor)).toMatchObject({ decided: 0, signOffs: 2 });
    expect(personOf(await read('calm'), noor)).toMatchObject({ signOffs: 0 });
  });

  it('leaves out what was erased, which was withdrawn on that day', async () => {
    const desk = await app.desk('withdrawn');
    const { claimId } = await app.review(desk);
    await chief.data(ERASE_CLAIM, { input: { claimId, basis: 'OBJECTION' } });
    const board = await read('withdrawn');
    expect(board.total).toEqual({ queued: 1, withdrawn: 1, leaseExpiries: 0, decided: NONE });
    expect(board.days.at(-1)).toMatchObject({ withdrawn: 1, backlog: 0 });
  });
});

describe('a lease that ran out', () => {
  it('counts on the day on which it ended, for who held it then', async () => {
    const desk = await app.desk('expired');
    const { reviewId } = await app.review(desk);
    const ended = ago(3 * DAY);
    for (const person of [mara, noor, noor]) {
      await hold(person, reviewId);
      await app.sql('UPDATE review SET lease_until = $2 WHERE id = $1', [
        reviewId,
        person === mara ? ended : ago(HOUR * Math.random()),
      ]);
      await app.app.get(ExpireLeases).handle(SYSTEM);
    }
    const board = await read('expired', { days: 7 });
    expect(board.total.leaseExpiries).toBe(3);
    expect(dayOf(board, utcDay(ended)).leaseExpiries).toBe(1);
    expect(personOf(board, mara)).toMatchObject({ leaseExpiries: 1, holding: 0 });
    expect(personOf(board, noor)).toMatchObject({ leaseExpiries: 2 });
    expect(personOf(await read('expired', { days: 2 }), mara)).toMatchObject({ leaseExpiries: 0 });
  });
});

describe('a person', () => {
  it('holds and is assigned what they do now, whether they may still take it or not', async () => {
    const desk = await app.desk('people');
    const gone = await app.person([{ role: 'EDITOR', deskId: desk }]);
    await hold(gone, (await app.review(desk)).reviewId);
    await chief.data(REASSIGN, { id: (await app.review(desk)).reviewId, assigneeId: gone.id });
    await app.sql('UPDATE app_user SET disabled_at = now() WHERE id = $1', [gone.id]);
    const board = await read('people');
    expect(personOf(board, gone)).toMatchObject({ mayTake: false, holding: 1, assigned: total(1) });
    expect(personOf(await read('calm'), gone)).toBeUndefined();
    const { answer } = await chief.data(
      'query ($id: ID!) { answer: reviews(filter: { deskId: $id }) { edges { node { desk { assignees { id } } } } } }',
      { id: desk },
    );
    const ids = answer.edges[0].node.desk.assignees.map(({ id }: any) => id);
    expect(ids).toEqual(expect.arrayContaining([chief.id, mara.id, noor.id]));
    expect(ids).not.toContain(gone.id);
  });
});

describe('all desks together', () => {
  it('are the sum of each', async () => {
    const all = (await chief.data(BOARD, { slug: null })).board;
    const { desks } = await chief.data('{ desks { slug } }');
    let decided = 0;
    for (const { slug } of desks) decided += (await read(slug)).total.decided.count;
    expect(all.desk).toBeNull();
    expect(all.total.decided.count).toBe(decided);
    expect(decided).toBeGreaterThan(10);
  });
});
