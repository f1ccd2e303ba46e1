import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../src/database/database.js';
import { COUNT_LIMIT } from '../src/graphql/connection.js';
import { DeskApp, type Person } from './desk-app.js';
import { CLAIMS, REVIEWS, TAKE_NEXT } from './operations.js';
import { indexesRead, planOf, type Statement, statementsOf } from './plans.js';

let app: DeskApp;
let mara: Person;
let desks: string[];

beforeAll(async () => {
  app = await DeskApp.start();
  mara = await app.person('EDITOR');
  desks = [];
  for (const slug of ['big', 'small', 'thousand', 'more']) desks.push(await app.desk(slug));
  // The events of 42,000 rows would take most of the time, and no list reads them
  await app.sql('ALTER TABLE claim DISABLE TRIGGER audit_capture; ALTER TABLE review DISABLE TRIGGER audit_capture');
  await fill(desks[0]!, 18_000);
  await fill(desks[1]!, 2_000);
  await fill(desks[2]!, COUNT_LIMIT, 'QUEUED');
  await fill(desks[3]!, COUNT_LIMIT + 1, 'QUEUED');
  await app.sql('VACUUM (ANALYZE) claim, review');
}, 60_000);
afterAll(() => app.stop());

/** Adds claims and a review of each: of all states, priorities and due times, where none is given. */
async function fill(deskId: string, count: number, state?: string): Promise<void> {
  await app.sql(
    `WITH made AS (
       INSERT INTO claim (id, statement, claimant, claimed_at, language, desk_id, fingerprint)
       SELECT gen_random_uuid(), 'Statement ' || md5(i::text), 'Claimant ' || i % 500, date '2025-01-01' + i % 365,
              'en', $1::uuid, sha256(convert_to($1::uuid::text || i, 'UTF8'))
       FROM generate_series(1, $2::int) i RETURNING id)
     INSERT INTO review (id, claim_id, desk_id, round, kind, state, priority, queued_at, due_at,
       lease_holder_id, lease_token, lease_until)
     SELECT gen_random_uuid(), id, $1::uuid, 1, 'INITIAL', state, n * 7 % 100, now(),
            now() + make_interval(days => n::int * 13 % 5),
            holder, CASE WHEN state = 'IN_REVIEW' THEN id END,
            CASE WHEN state = 'IN_REVIEW' THEN now() + interval '1 hour' END
     FROM (SELECT id, n,
                  coalesce($3, ('{QUEUED,QUEUED,WITHDRAWN,WITHDRAWN,IN_REVIEW}'::text[])[1 + n % 5]) AS state
           FROM (SELECT id, row_number() OVER () AS n FROM made) m) s,
       LATERAL (SELECT CASE WHEN state = 'IN_REVIEW' THEN $4::uuid END AS holder) h`,
    [deskId, count, state ?? null, (await app.sql('SELECT id FROM app_user LIMIT 1'))[0].id],
  );
}

const indexesOf = (statement: Statement): Promise<string[]> => indexesRead(app, statement, ['review', 'claim']);

describe('on 20,000 reviews, by way of an index', () => {
  const LISTS: [string, () => Record<string, unknown>, string[]][] = [
    ['the queue of a desk', () => ({ filter: { deskId: desks[0] } }), ['review_queue_order_idx']],
    ['the queue of a desk by its short name', () => ({ filter: { deskSlug: 'big' } }), ['review_queue_order_idx']],
    ['the queue of all desks', () => ({}), ['review_queue_order_idx']],
    [
      'one state of a small desk',
      () => ({ filter: { deskId: desks[1], states: ['IN_REVIEW'] } }),
      ['review_queue_order_idx'],
    ],
    [
      'what was withdrawn last',
      () => ({ filter: { states: ['WITHDRAWN'] }, orderBy: 'NEWEST' }),
      ['review_newest_idx'],
    ],
    ['a claimant’s', () => ({ filter: { deskId: desks[0], claimant: 'Claimant 7', states: ['WITHDRAWN'] } }), []],
    ['a text’s', () => ({ filter: { text: '0fd' } }), []],
  ];

  it.each(LISTS)('is listed %s, and the page after', async (_, variables, indexes) => {
    const pages = await statementsOf(async () => {
      const { list } = await mara.data(REVIEWS, { ...variables(), first: 10 });
      expect(list.edges).toHaveLength(10);
      await mara.data(REVIEWS, { ...variables(), first: 10, after: list.pageInfo.endCursor });
    }, /ORDER BY.*LIMIT/s);
    expect(pages).toHaveLength(2);
    for (const page of pages) expect(await indexesOf(page)).toEqual(expect.arrayContaining(indexes));
  });

  it.each([
    ['the newest claims', {}, ['claim_pkey']],
    ['the claims of a desk by its short name', { deskSlug: 'small' }, ['claim_desk_idx']],
    ['the claims of a claimant', { claimant: 'Claimant 7' }, ['claim_claimant_idx']],
    ['the claims with a text', { text: '0fd3a' }, ['claim_statement_trgm_idx']],
    ['the claims of a day', { claimedFrom: '2025-03-01', claimedTo: '2025-03-01' }, ['claim_claimed_at_idx']],
  ])('are listed %s', async (_, filter, indexes) => {
    const [page] = await statementsOf(() => mara.data(CLAIMS, { filter }), /ORDER BY.*LIMIT/s);
    expect(await indexesOf(page!)).toEqual(indexes);
  });

  it('and without compiling the statement, which would take longer than to run it', async () => {
    expect(await app.app.get(Database).rows('SHOW jit')).toEqual([{ jit: 'off' }]);
  });

  it('is taken the next one', async () => {
    const [take] = await statementsOf(() => mara.data(TAKE_NEXT, { deskId: desks[0] }), /SKIP LOCKED/);
    expect(await indexesOf(take!)).toEqual(
      expect.arrayContaining(['review_lease_holder_idx', 'review_next_assigned_idx', 'review_next_idx']),
    );
  });
});

describe('the order of the queue', () => {
  it.each([
    ['read from an index', {}],
    ['sorted after a search', { text: 'a' }],
  ])('is strict where hundreds are of equal priority and due at once, %s', async (_, filter) => {
    const cursors: string[] = [];
    for (let page = 0; page < 4; page += 1) {
      const { list } = await mara.data(REVIEWS, { filter, first: 100, after: cursors.at(-1) ?? null });
      cursors.push(...list.edges.map((edge: { cursor: string }) => edge.cursor));
    }
    // A cursor is the row's place in the order: rank, due, id. Texts of one length each, so that they compare as texts
    const places = cursors.map((text) => {
      const [rank, due, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as [string, string, string];
      return `${rank.padStart(3, '0')} ${due} ${id}`;
    });
    expect(places).toEqual(places.toSorted());
    expect(new Set(places).size).toBe(400);
    expect(new Set(places.map((place) => place.slice(0, 28))).size).toBeLessThan(100); // there are ties
  });
});

describe('a total', () => {
  it(`is exact to ${COUNT_LIMIT}, and says no more than that beyond`, async () => {
    const total = async (query: string, deskId: string) =>
      (await mara.data(query, { filter: { deskId }, first: 1 })).list.total;
    for (const query of [REVIEWS, CLAIMS]) {
      expect(await total(query, desks[2]!)).toEqual({ count: COUNT_LIMIT, isCapped: false });
      expect(await total(query, desks[3]!)).toEqual({ count: COUNT_LIMIT, isCapped: true });
    }
    expect((await mara.data(REVIEWS, { first: 1 })).list.total).toEqual({ count: COUNT_LIMIT, isCapped: true });
    const { desks: counted } = await mara.data(
      '{ desks { id counts { queued { count isCapped } inReview { count } } } }',
    );
    const countsOf = (id: string) => counted.find((desk: { id: string }) => desk.id === id).counts;
    expect(countsOf(desks[2]!).queued).toEqual({ count: COUNT_LIMIT, isCapped: false });
    expect(countsOf(desks[3]!).queued).toEqual({ count: COUNT_LIMIT, isCapped: true });
    expect(countsOf(desks[1]!)).toEqual({ queued: { count: 800, isCapped: false }, inReview: { count: 400 } });
  });

  it('is not counted where nobody asks for it', async () => {
    const counts = await statementsOf(
      () => mara.data('{ reviews { edges { node { id } } } claims { edges { node { id } } } }'),
      /count\(\*\)/,
    );
    expect(counts).toEqual([]);
  });
});

describe('what desks decided last and what comes next', () => {
  it('is found at the ends of three indexes', async () => {
    await app.sql(`SET session_replication_role = replica`); // the decisions themselves are not looked at
    await app.sql(
      `UPDATE review SET state = 'DECIDED', decided_at = now() - make_interval(secs => priority), decision_id = id
       WHERE state = 'WITHDRAWN'`,
    );
    await app.sql(
      `UPDATE review SET deferred_until = now() + make_interval(secs => priority), defer_reason = 'Later.'
       WHERE state = 'QUEUED' AND priority < 50`,
    );
    await app.sql(`UPDATE claim SET verdict = 'UNCONFIRMED', decision_id = id, decided_at = now(), recheck_at = now()`);
    await app.sql('SET session_replication_role = origin');
    await app.sql('VACUUM (ANALYZE) claim, review');
    const outlook = '{ desks { outlook { lastDecided { id } nextDeferredUntil nextRecheckAt } } }';
    const [statement] = await statementsOf(async () => {
      const { desks: found } = await mara.data(outlook);
      expect(found.filter((desk: any) => desk.outlook.nextRecheckAt !== null)).toHaveLength(4);
    }, /AS "nextRecheckAt"/);
    expect(await indexesOf(statement!)).toEqual([
      'claim_next_recheck_idx',
      'review_decided_idx',
      'review_next_deferred_idx',
    ]);
    // and one row of each: nothing is sorted or added up
    const types = (await planOf(app, statement!)).map((node) => node['Node Type']);
    expect(types.filter((type) => ['Sort', 'Aggregate'].includes(type))).toEqual([]);
  });
});
