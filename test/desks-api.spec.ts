import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DESK_LIMITS } from '../editor/src/admin/desk-limits.js';
import { LIMITS } from '../src/desks/desk-rules.js';
import { DeskApp, type Person } from './desk-app.js';
import { DECIDE, RENEW, SIGN_OFF, TAKE } from './operations.js';

const DESK =
  'id slug name description topics languages signOffsRequired reviewHours leaseSeconds basePriority isDefault';
const mutation = (name: string, type: string) => `mutation ($input: ${type}!) { answer: ${name}(input: $input) {
  __typename ... on UserError { code message path } ... on DeskSuccess { desk { ${DESK} } } } }`;
const ADD = mutation('addDesk', 'AddDeskInput');
const UPDATE = mutation('updateDesk', 'UpdateDeskInput');

let app: DeskApp;
let chief: Person;
let next = 0;
beforeAll(async () => {
  app = await DeskApp.start();
  chief = await app.person('CHIEF_EDITOR');
});
afterAll(() => app.stop());

const ask = async (query: string, variables: object, who = chief) =>
  (await who.data(query, variables as Record<string, unknown>)).answer;
const update = (id: string, change: object) => ask(UPDATE, { input: { id, ...change } });
const slug = () => `desk-${(next += 1)}`;
const defaults = async () => (await app.sql('SELECT slug FROM desk WHERE is_default')).map((desk) => desk.slug);

async function refused(query: string, input: object): Promise<object> {
  const before = await app.fingerprint();
  const answer = await ask(query, { input });
  expect(await app.fingerprint()).toEqual(before);
  return answer;
}

describe('addDesk', () => {
  it('makes the first desk the default one, and a later one where that is asked for', async () => {
    expect((await ask(ADD, { input: { slug: 'first', name: 'First' } })).desk.isDefault).toBe(true);
    expect((await ask(ADD, { input: { slug: 'second', name: 'Second' } })).desk.isDefault).toBe(false);
    expect(await defaults()).toEqual(['first']);
    const { desk } = await ask(ADD, { input: { slug: 'third', name: 'Third', isDefault: true } });
    expect(await defaults()).toEqual(['third']);
    expect(await app.events(desk.id)).toMatchObject([
      { op: 'INSERT', table: 'desk', actor: `user:${chief.id}`, action: 'addDesk' },
    ]);
    const [first] = await app.sql('SELECT id FROM desk WHERE slug = $1', ['first']);
    expect((await app.events(first.id)).map(({ op, action }) => `${action} ${op}`)).toEqual([
      'addDesk INSERT',
      'addDesk UPDATE',
    ]);
  });

  it('keeps what it was given, in one form', async () => {
    const input = {
      slug: 'foreign-affairs2',
      name: ' Foreign affairs ',
      description: ' What governments say. ',
      topics: ['Summit', ' summit', 'calls'],
      languages: ['EN', 'pt-br', 'en'],
      signOffsRequired: 2,
      reviewHours: 12,
      leaseSeconds: 600,
      basePriority: 70,
      isDefault: false,
    };
    expect((await ask(ADD, { input })).desk).toEqual({
      ...input,
      id: expect.any(String),
      name: 'Foreign affairs',
      description: 'What governments say.',
      topics: ['summit', 'calls'],
      languages: ['en', 'pt-BR'],
    });
  });

  it('refuses a slug that is taken, also where two take it at once', async () => {
    expect(await refused(ADD, { slug: 'first', name: 'X' })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'slug'],
      message: 'Another desk has this short name.',
    });
    const twice = await Promise.all([1, 2, 3, 4].map(() => ask(ADD, { input: { slug: 'at-once', name: 'X' } })));
    expect(twice.filter(({ __typename }) => __typename === 'DeskSuccess')).toHaveLength(1);
  });

  it.each([['A'], ['a--b'], ['-a'], ['a_b'], [''], ['x'.repeat(61)]])('refuses the slug “%s”', async (bad) => {
    expect(await refused(ADD, { slug: bad, name: 'X' })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'slug'],
    });
  });
});

describe('the limits', () => {
  const numbers = ['signOffsRequired', 'reviewHours', 'leaseSeconds', 'basePriority'] as const;
  it.each(numbers)('of %s are those that the table accepts', async (field) => {
    const { min, max } = LIMITS[field];
    const id = await app.desk(slug());
    for (const value of [min, max]) expect((await update(id, { [field]: value })).desk[field]).toBe(value);
    for (const value of [min - 1, max + 1]) {
      const expected = {
        code: 'INVALID_INPUT',
        path: ['input', field],
        message: expect.stringContaining(`${min} to ${max}`),
      };
      expect(await refused(UPDATE, { id, [field]: value })).toMatchObject(expected);
      expect(await refused(ADD, { slug: slug(), name: 'X', [field]: value })).toMatchObject(expected);
    }
  });

  it.each([
    ['name', '', 'x'.repeat(101)],
    ['description', 'x'.repeat(1001)],
    ['topics', [' '], ['x'.repeat(61)], Array.from({ length: 101 }, (_, i) => `topic ${i}`)],
    ['languages', ['english!'], [''], ['en-'.concat('abcdefgh-'.repeat(4), 'abcdefgh')]],
  ])('of %s are held', async (field, ...values) => {
    const id = await app.desk(slug());
    for (const value of values) {
      expect(await refused(UPDATE, { id, [field]: value })).toMatchObject({
        code: 'INVALID_INPUT',
        path: ['input', field],
      });
    }
  });

  it('are the same in the editor’s forms, which count a hold in minutes', () => {
    const { leaseMinutes, ...others } = DESK_LIMITS;
    const { signOffsRequired, reviewHours, leaseSeconds, basePriority } = LIMITS;
    expect(others).toEqual({ signOffsRequired, reviewHours, basePriority });
    expect({ min: leaseMinutes.min * 60, max: leaseMinutes.max * 60 }).toEqual(leaseSeconds);
  });

  it('let texts be as long as they may, and no desk more than there may be', async () => {
    const id = await app.desk(slug());
    const change = { name: '𝒩'.repeat(100), description: 'é'.repeat(1000), topics: ['t'.repeat(60)] };
    expect((await update(id, change)).desk).toMatchObject(change);
    const [{ n }] = await app.sql('SELECT count(*)::int AS n FROM desk');
    const many: string[] = [];
    for (let i = n; i < LIMITS.desks; i += 1) many.push(await app.desk(slug()));
    expect(await refused(ADD, { slug: slug(), name: 'One too many' })).toMatchObject({
      code: 'INVALID_INPUT',
      path: [],
    });
    await app.sql('DELETE FROM desk WHERE id = ANY ($1)', [many]);
  });
});

describe('updateDesk', () => {
  it('changes what is given and nothing else; a change that is none leaves no event', async () => {
    const id = await app.desk(slug(), { topics: ['calls'], languages: ['en'] });
    const { desk } = await update(id, { name: 'Other', languages: [], description: null });
    expect(desk).toMatchObject({ name: 'Other', languages: [], topics: ['calls'], reviewHours: 24 });
    await update(id, { name: 'Other' });
    await update(id, {});
    expect((await app.events(id)).map(({ op, action, actor }) => `${actor} ${action} ${op}`)).toEqual([
      'system:test addDesk INSERT',
      `user:${chief.id} updateDesk UPDATE`,
    ]);
  });

  it('finds no desk that there is not', async () => {
    expect(await refused(UPDATE, { id: '00000000-0000-4000-8000-000000000000', name: 'X' })).toMatchObject({
      code: 'NOT_FOUND',
      path: ['input', 'id'],
    });
  });
});

describe('the default desk', () => {
  let ids: string[];
  beforeEach(async () => {
    ids = [await app.desk(slug()), await app.desk(slug()), await app.desk(slug())];
    await update(ids[0]!, { isDefault: true });
  });
  const slugOf = async (id: string) => (await app.sql('SELECT slug FROM desk WHERE id = $1', [id]))[0].slug;

  it('is handed on, and never given up', async () => {
    expect(await refused(UPDATE, { id: ids[0], isDefault: false, name: 'X' })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'isDefault'],
    });
    expect((await update(ids[1]!, { isDefault: true })).desk.isDefault).toBe(true);
    expect(await defaults()).toEqual([await slugOf(ids[1]!)]);
    expect((await update(ids[0]!, { isDefault: false })).__typename).toBe('DeskSuccess');
  });

  it('is exactly one, also where several are made so at once', async () => {
    for (let i = 0; i < 5; i += 1) {
      const all = [...ids, ...ids].map((id) => update(id, { isDefault: true }));
      const added = ask(ADD, { input: { slug: slug(), name: 'X', isDefault: true } });
      for (const { __typename } of await Promise.all([...all, added])) expect(__typename).toBe('DeskSuccess');
      expect(await defaults()).toHaveLength(1);
    }
  });
});

describe('reviews that are open', () => {
  const take = async (who: Person, id: string) => (await ask(TAKE, { id }, who)).review;
  const decide = (review: any) => ({
    input: {
      reviewId: review.id,
      leaseToken: review.lease.token,
      verdict: 'VERIFIED',
      rationale: 'Reasons.',
      expectedVersion: review.claim.version,
      idempotencyKey: review.id,
    },
  });
  const stateOf = async (id: string) => (await app.sql('SELECT state FROM review WHERE id = $1', [id]))[0].state;

  it('ask for sign-offs as the desk stands then; lowering finishes nothing by itself', async () => {
    const deskId = await app.desk(slug(), { signOffsRequired: 1 });
    const [author, second, third] = [
      await app.person('EDITOR'),
      await app.person('EDITOR'),
      await app.person('EDITOR'),
    ];
    const { reviewId } = await app.review(deskId);
    const { decision } = await ask(DECIDE, decide(await take(author, reviewId)), author);
    const approve = (who: Person) =>
      ask(SIGN_OFF, { input: { reviewId, decisionId: decision.id, outcome: 'APPROVE' } }, who);
    await update(deskId, { signOffsRequired: 2 });
    await approve(second);
    expect(await stateOf(reviewId)).toBe('AWAITING_SIGN_OFF');
    await update(deskId, { signOffsRequired: 0 });
    expect(await stateOf(reviewId)).toBe('AWAITING_SIGN_OFF');
    await approve(third);
    expect(await stateOf(reviewId)).toBe('DECIDED');
  });

  it('keep their due time, priority and the end of a hold; the hold is shorter once it is renewed', async () => {
    const deskId = await app.desk(slug());
    const editor = await app.person('EDITOR');
    const { reviewId } = await app.review(deskId);
    const { lease } = await take(editor, reviewId);
    const row = async () =>
      (await app.sql('SELECT due_at, priority, lease_until FROM review WHERE id = $1', [reviewId]))[0];
    const before = await row();
    await update(deskId, { leaseSeconds: 60, reviewHours: 1, basePriority: 90 });
    expect(await row()).toEqual(before);
    await ask(RENEW, { id: reviewId, leaseToken: lease.token }, editor);
    const after = await row();
    expect(after).toMatchObject({ due_at: before.due_at, priority: before.priority });
    expect(after.lease_until.getTime()).toBeLessThan(before.lease_until.getTime());
  });
});
