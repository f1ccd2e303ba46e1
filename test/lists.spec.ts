import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AddClaimantAlias } from '../src/claims/add-claimant-alias.js';
import { AppearanceStance } from '../src/claims/vocabulary.js';
import type { Submission } from '../src/intake/submission.js';
import { RecheckClaim } from '../src/review/recheck-claim.js';
import { DeskApp, type Person, SYSTEM } from './desk-app.js';
import { CLAIMS, DECIDE, DEFER, REASSIGN, REVIEWS, TAKE } from './operations.js';

let app: DeskApp;
let mara: Person;
let omar: Person;
let chief: Person;
let deskA: string;
let deskB: string;

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const article = (outlet: string, citation: string): Submission['appearances'] => [
  { article: { outlet, citation, language: 'en' }, stance: AppearanceStance.ASSERTS },
];

/** What is in the lists, by a short name that stands for the claim and its latest review. */
const CLAIMS_IN: Record<string, { desk?: 'B' } & Partial<Submission>> = {
  free: { statement: 'Wheat fell by 100% in May.', claimant: 'Ana Ruiz', claimedAt: '2025-05-31' },
  held: { statement: 'The file wheat_prices.csv was deleted.', claimant: 'A. Ruiz', claimedAt: '2025-06-01' },
  deferred: { statement: 'The log lies in C:\\temp\\wheat.', claimant: 'Bob Ito' },
  assigned: {
    statement: 'Цена пшеницы выросла.',
    claimant: 'Иван Петров',
    language: 'ru',
    appearances: article('Известия', '1'),
  },
  proposed: {
    desk: 'B',
    statement: '小麦の価格が上がった。',
    claimant: '伊藤',
    language: 'ja',
    appearances: article('朝日新聞', '1'),
  },
  verified: { statement: 'Rye fell by 100 points.', claimedAt: '2024-02-29', appearances: article('The Daily', '1') },
  disputed: { statement: 'RYE ROSE.', claimedAt: '2025-06-02', appearances: article('the daily', '2') },
  recheck: { statement: 'Oats may rise 🌾.' },
  withdrawn: { desk: 'B', statement: 'Barley is banned.' },
};
const claimIds: Record<string, string> = {};
const reviewIds: Record<string, string> = {};
const nameOf = (ids: Record<string, string>) => (id: string) => Object.keys(ids).find((name) => ids[name] === id) ?? id;

beforeAll(async () => {
  app = await DeskApp.start();
  [mara, omar, chief] = [await app.person('EDITOR'), await app.person('EDITOR'), await app.person('CHIEF_EDITOR')];
  [deskA, deskB] = [await app.desk('a'), await app.desk('b', { signOffsRequired: 1 })];
  await app.app.get(AddClaimantAlias).run(SYSTEM, { alias: 'A. Ruiz', claimant: 'Ana Ruiz' });
  for (const [name, { desk, ...submission }] of Object.entries(CLAIMS_IN)) {
    const made = await app.review(desk === 'B' ? deskB : deskA, submission);
    [claimIds[name], reviewIds[name]] = [made.claimId, made.reviewId];
  }
  await mara.data(TAKE, { id: reviewIds['held'] });
  const { review } = (await mara.data(TAKE, { id: reviewIds['deferred'] })).answer;
  await mara.data(DEFER, { id: review.id, leaseToken: review.lease.token, until: inAnHour(), reason: 'Later.' });
  await chief.data(REASSIGN, { id: reviewIds['assigned'], assigneeId: omar.id });
  const verdicts = { proposed: 'DISPUTED', verified: 'VERIFIED', disputed: 'DISPUTED', recheck: 'UNCONFIRMED' };
  for (const [name, verdict] of Object.entries(verdicts)) await decide(reviewIds[name]!, verdict);
  await app.sql(`UPDATE claim SET recheck_at = now() WHERE id = $1`, [claimIds['recheck']]);
  const [claim] = await app.sql('SELECT decision_id AS id FROM claim WHERE id = $1', [claimIds['recheck']]);
  await app.app.get(RecheckClaim).handle(SYSTEM, { claimId: claimIds['recheck']!, decisionId: claim.id });
  const [second] = await app.sql('SELECT id FROM review WHERE claim_id = $1 AND round = 2', [claimIds['recheck']]);
  reviewIds['recheck'] = second.id;
  await app.sql(`UPDATE review SET state = 'WITHDRAWN' WHERE id = $1`, [reviewIds['withdrawn']]);
  // Instants that no clock decides: an hour apart, in the order of the names above
  for (const [i, name] of Object.keys(CLAIMS_IN).entries()) {
    const hour = `2025-07-01T${String(10 + i)}:00:00Z`;
    await app.sql(`UPDATE review SET queued_at = $2, due_at = $2::timestamptz + interval '1 day' WHERE id = $1`, [
      reviewIds[name],
      hour,
    ]);
    await app.sql('UPDATE claim SET created_at = $2 WHERE id = $1', [claimIds[name], hour]);
  }
});
afterAll(() => app.stop());

async function decide(reviewId: string, verdict: string): Promise<void> {
  const { review } = (await mara.data(TAKE, { id: reviewId })).answer;
  const input = {
    reviewId,
    leaseToken: review.lease.token,
    verdict,
    rationale: 'Reasons.',
    expectedVersion: review.claim.version,
    idempotencyKey: reviewId,
    recheckAt: verdict === 'UNCONFIRMED' ? inAnHour() : null,
  };
  expect((await mara.data(DECIDE, { input })).answer.__typename).toBe('DecideReviewSuccess');
}

/** @returns the names of what the list has, after checking that its total says the same */
async function listed(query: string, filter: object | undefined, ids: Record<string, string>): Promise<string[]> {
  const { list } = await mara.data(query, { filter, first: 100 });
  const names: string[] = list.edges.map(({ node }: any) => nameOf(ids)(node.id));
  expect(list.total).toEqual({ count: names.length, isCapped: false });
  return names.toSorted();
}

describe('the filter of reviews', () => {
  const OPEN = ['assigned', 'deferred', 'free', 'held', 'proposed', 'recheck'];
  const EVERY = ['QUEUED', 'IN_REVIEW', 'AWAITING_SIGN_OFF', 'DECIDED', 'WITHDRAWN'];
  const at = (hour: number, day = 1) => new Date(Date.UTC(2025, 6, day, hour)).toISOString();
  const ROWS: [string, () => object | undefined, string[]][] = [
    ['nothing: all on which work remains', () => undefined, OPEN],
    ['null for everything', () => ({ deskId: null, states: null, kinds: null, text: null, isDeferred: null }), OPEN],
    ['a desk', () => ({ deskId: deskB }), ['proposed']],
    ['an unknown desk', () => ({ deskId: claimIds['free'] }), []],
    ['a desk by its short name', () => ({ deskSlug: 'b' }), ['proposed']],
    ['a short name that no desk has', () => ({ deskSlug: 'B' }), []],
    ['a short name of another desk', () => ({ deskId: deskB, deskSlug: 'a' }), []],
    ['a state', () => ({ states: ['IN_REVIEW'] }), ['held']],
    ['a state twice', () => ({ states: ['IN_REVIEW', 'IN_REVIEW'] }), ['held']],
    ['two states', () => ({ states: ['AWAITING_SIGN_OFF', 'WITHDRAWN'] }), ['proposed', 'withdrawn']],
    ['ended ones', () => ({ states: ['DECIDED', 'WITHDRAWN'], kinds: ['INITIAL'], deskId: deskB }), ['withdrawn']],
    ['a kind', () => ({ kinds: ['RECHECK'] }), ['recheck']],
    ['kinds', () => ({ kinds: ['RECHECK', 'CORRECTION', 'INITIAL'] }), OPEN],
    ['a holder', () => ({ holderId: mara.id }), ['held']],
    ['a holder who holds none', () => ({ holderId: omar.id }), []],
    ['an assignee', () => ({ assigneeId: omar.id }), ['assigned']],
    ['put off', () => ({ isDeferred: true }), ['deferred']],
    ['not put off', () => ({ isDeferred: false }), OPEN.filter((name) => name !== 'deferred')],
    ['a verdict', () => ({ verdicts: ['DISPUTED'], states: EVERY }), ['disputed']],
    ['a verdict of before, under recheck', () => ({ verdicts: ['UNCONFIRMED'] }), ['recheck']],
    ['a claimant', () => ({ claimant: 'Ana Ruiz' }), ['free', 'held']],
    ['a claimant by another spelling', () => ({ claimant: 'A. RUIZ' }), ['free', 'held']],
    ['a claimant in another script', () => ({ claimant: 'Иван Петров' }), ['assigned']],
    ['part of a claimant', () => ({ claimant: 'Ruiz' }), []],
    ['text in any case', () => ({ text: 'WHEAT' }), ['deferred', 'free', 'held']],
    ['text with %', () => ({ text: '0% in' }), ['free']],
    ['% alone', () => ({ text: '%' }), ['free']],
    ['text with _', () => ({ text: 'wheat_' }), ['held']],
    ['text with \\', () => ({ text: '\\temp\\' }), ['deferred']],
    ['text in Cyrillic, in capitals', () => ({ text: 'ЦЕНА П' }), ['assigned']],
    ['two Japanese characters', () => ({ text: '価格' }), ['proposed']],
    ['an emoji', () => ({ text: '🌾' }), ['recheck']],
    ['text with a quote', () => ({ text: `' OR true --` }), []],
    ['queued from', () => ({ queuedFrom: at(14) }), ['proposed', 'recheck']],
    ['queued before', () => ({ queuedBefore: at(11) }), ['free']],
    ['due before', () => ({ dueBefore: at(12, 2) }), ['free', 'held']],
    [
      'all together',
      () => ({ deskId: deskA, states: ['QUEUED'], claimant: 'A. Ruiz', text: 'may', queuedBefore: at(11) }),
      ['free'],
    ],
  ];

  it.each(ROWS)('finds by %s', async (_, filter, expected) => {
    expect(await listed(REVIEWS, filter(), reviewIds)).toEqual(expected);
  });
});

describe('the filter of claims', () => {
  const at = (hour: number) => `2025-07-01T${hour}:00:00.000Z`;
  const ALL = Object.keys(CLAIMS_IN).toSorted();
  const DECIDED = ['disputed', 'recheck', 'verified'];
  const ROWS: [string, () => object | undefined, string[]][] = [
    ['nothing', () => undefined, ALL],
    ['a desk', () => ({ deskId: deskB }), ['proposed', 'withdrawn']],
    ['a desk by its short name', () => ({ deskSlug: 'b' }), ['proposed', 'withdrawn']],
    ['a verdict', () => ({ verdicts: ['VERIFIED'] }), ['verified']],
    ['verdicts', () => ({ verdicts: ['VERIFIED', 'DISPUTED'] }), ['disputed', 'verified']],
    ['with a verdict', () => ({ isDecided: true }), DECIDED],
    [
      'without one, also where one is proposed',
      () => ({ isDecided: false }),
      ALL.filter((name) => !DECIDED.includes(name)),
    ],
    ['a claimant by another spelling', () => ({ claimant: 'a ruiz' }), ['free', 'held']],
    ['text', () => ({ text: 'rye ' }), ['disputed', 'verified']],
    ['% and nothing else', () => ({ text: '100%' }), ['free']],
    ['text in Cyrillic', () => ({ text: 'пшениц' }), ['assigned']],
    ['text in Japanese', () => ({ text: '小麦の' }), ['proposed']],
    ['an outlet, as it is spelt', () => ({ outlet: 'The Daily' }), ['verified']],
    ['an outlet in another script', () => ({ outlet: '朝日新聞' }), ['proposed']],
    ['said on a day or later', () => ({ claimedFrom: '2025-06-01' }), ['disputed', 'held']],
    ['said on a day or earlier', () => ({ claimedTo: '2025-05-31' }), ['free', 'verified']],
    ['said on that very day', () => ({ claimedFrom: '2024-02-29', claimedTo: '2024-02-29' }), ['verified']],
    ['submitted at an instant or later', () => ({ submittedFrom: at(17) }), ['recheck', 'withdrawn']],
    ['submitted before an instant', () => ({ submittedBefore: at(11) }), ['free']],
    [
      'submitted at that instant, in another zone',
      () => ({ submittedFrom: '2025-07-01T19:00:00+09:00', submittedBefore: at(11) }),
      ['free'],
    ],
  ];

  it.each(ROWS)('finds by %s', async (_, filter, expected) => {
    expect(await listed(CLAIMS, filter(), claimIds)).toEqual(expected);
  });

  it('lists the newest first', async () => {
    const { list } = await mara.data(CLAIMS, { first: 100 });
    expect(list.edges.map(({ node }: any) => nameOf(claimIds)(node.id))).toEqual(Object.keys(CLAIMS_IN).toReversed());
  });
});

/** Pages through a list. @param between runs after each page with its number, from 1. @returns the ids in order */
async function walk(
  query: string,
  variables: object,
  between: (page: number) => Promise<unknown> = async () => undefined,
): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  for (let page = 1; ; page += 1) {
    const { list } = await mara.data(query, { ...variables, after });
    ids.push(...list.edges.map(({ node }: any) => node.id));
    expect(list.pageInfo).toEqual({
      hasNextPage: list.pageInfo.hasNextPage,
      hasPreviousPage: after !== null,
      startCursor: list.edges.at(0)?.cursor ?? null,
      endCursor: list.edges.at(-1)?.cursor ?? null,
    });
    if (!list.pageInfo.hasNextPage) return ids;
    after = list.pageInfo.endCursor;
    await between(page);
  }
}

describe('the pages of reviews', () => {
  it('are in the order of the queue: priority, then due, then the earlier opened', async () => {
    const deskId = await app.desk('order');
    const ids = (await app.reviews(deskId, 6)).map(({ reviewId }) => reviewId);
    // Written in another order than that of the ids, so that the heap's own order is not the one wanted
    for (const [i, priority, day] of [
      [5, 50, 1],
      [4, 50, 1],
      [3, 0, 1],
      [2, 100, 9],
      [1, 50, 1],
      [0, 50, 2],
    ] as const) {
      await app.sql(`UPDATE review SET priority = $2, due_at = $3 WHERE id = $1`, [
        ids[i],
        priority,
        `2030-01-0${day}T00:00:00Z`,
      ]);
    }
    const order = [2, 1, 4, 5, 0, 3].map((i) => ids[i]);
    // By index, and by sorting what a text finds
    expect(await walk(REVIEWS, { filter: { deskId, text: 'number' }, first: 2 })).toEqual(order);
    expect(await walk(REVIEWS, { filter: { deskId }, first: 1 })).toEqual(order);
    expect(await walk(REVIEWS, { filter: { deskId }, first: 100 })).toEqual(order);
    const newest = { filter: { deskId }, first: 4, orderBy: 'NEWEST' };
    expect(await walk(REVIEWS, newest)).toEqual(ids.toReversed());
    // A list over all desks and states is one order too
    const all = await walk(REVIEWS, { first: 100, orderBy: 'NEWEST' });
    expect(all).toEqual(all.toSorted().toReversed());
  });

  it.each(['QUEUE', 'NEWEST'])(
    'in the order %s neither repeat nor lose a row while others come and go',
    async (orderBy) => {
      const deskId = await app.desk(`moving-${orderBy.toLowerCase()}`);
      const ids = (await app.reviews(deskId, 30)).map(({ reviewId }) => reviewId);
      // Groups of equal priority and due time, so that the id decides; two desks' worth of states in one list
      await app.sql(
        `UPDATE review SET priority = 50 + length(id::text) % 2, due_at = '2030-01-01' WHERE desk_id = $1`,
        [deskId],
      );
      const came: string[] = [];
      const gone: string[] = [];
      const between = async (page: number) => {
        for (const priority of [99, 1]) {
          const { reviewId } = await app.review(deskId);
          await app.sql(`UPDATE review SET priority = $2, due_at = '2029-01-01' WHERE id = $1`, [reviewId, priority]);
          came.push(reviewId);
        }
        for (const id of [ids[page * 2]!, ids[29 - page * 2]!]) {
          await app.sql(`UPDATE review SET state = 'WITHDRAWN' WHERE id = $1`, [id]);
          gone.push(id);
        }
      };
      const seen = await walk(REVIEWS, { filter: { deskId }, first: 7, orderBy }, between);
      expect(gone.length).toBeGreaterThanOrEqual(6);
      expect(new Set(seen).size).toBe(seen.length);
      const stayed = ids.filter((id) => !gone.includes(id));
      expect(seen.filter((id) => stayed.includes(id)).toSorted()).toEqual(stayed.toSorted());
      // What came behind the cursor is seen in its turn, what came before it is not
      expect(came.filter((id) => seen.includes(id)).length).toBe(orderBy === 'NEWEST' ? 0 : came.length / 2);
    },
  );
});

describe('the pages of claims', () => {
  it('neither repeat nor lose a row while others come', async () => {
    const deskId = await app.desk('claims');
    const ids: string[] = [];
    for (let i = 0; i < 12; i += 1) ids.push(await app.claim(deskId));
    const seen = await walk(CLAIMS, { filter: { deskId }, first: 5 }, () => app.claim(deskId));
    expect(seen).toEqual(ids.toReversed());
  });

  it('end with an empty one where the last row was the page’s last', async () => {
    const deskId = await app.desk('exact');
    for (let i = 0; i < 4; i += 1) await app.claim(deskId);
    const { list } = await mara.data(CLAIMS, { filter: { deskId }, first: 4 });
    expect(list.pageInfo.hasNextPage).toBe(false);
    const next = (await mara.data(CLAIMS, { filter: { deskId }, first: 4, after: list.pageInfo.endCursor })).list;
    expect(next).toEqual({
      total: { count: 4, isCapped: false },
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });
});

it('a claim that came before an alias was known is found by every spelling of its claimant', async () => {
  const early = await app.review(deskA, { claimant: 'C. Late' });
  await app.app.get(AddClaimantAlias).run(SYSTEM, { alias: 'C. Late', claimant: 'Carla Late' });
  const late = await app.review(deskA, { claimant: 'C. LATE' });
  for (const claimant of ['C. Late', 'Carla Late', 'c late']) {
    const found = await mara.data(
      `query ($claimant: String!) {
         claims(filter: { claimant: $claimant }) { edges { node { id } } }
         reviews(filter: { claimant: $claimant }) { edges { node { id } } } }`,
      { claimant },
    );
    const ids = (list: any): string[] => list.edges.map(({ node }: any) => node.id).toSorted();
    expect(ids(found.claims)).toEqual([early.claimId, late.claimId].toSorted());
    expect(ids(found.reviews)).toEqual([early.reviewId, late.reviewId].toSorted());
  }
});

it('a token for claims alone reads no reviews, decisions or counts by way of a claim', async () => {
  const { claimId } = await app.review(deskA);
  const reader = await app.person('EDITOR', ['claims:read']);
  for (const field of ['reviews { id }', 'decisions { id }', 'desk { counts { queued { count } } }']) {
    const { data, errors } = await reader.ask(`query ($id: ID!) { claim(id: $id) { id ${field} } }`, { id: claimId });
    expect(errors!.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    expect(data.claim).toBeNull();
  }
});
