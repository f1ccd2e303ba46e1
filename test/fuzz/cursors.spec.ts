import { afterAll, beforeAll, expect } from '@jest/globals';
import fc from 'fast-check';
import { MAX_PAGE_SIZE } from '../../src/graphql/connection.js';
import { anything, instant, text } from './arbitraries.js';
import { fuzz } from './fuzzing.js';
import { Guard } from './guard.js';
import { Stage } from './stage.js';

const LISTS = {
  claims: 'claims(first: $first, after: $after)',
  queue: 'reviews(first: $first, after: $after, orderBy: QUEUE)',
  newest: 'reviews(first: $first, after: $after, orderBy: NEWEST)',
  history: 'auditEvents(claimId: $claimId, first: $first, after: $after)',
} as const;
type List = keyof typeof LISTS;
const lists = fc.constantFrom(...(Object.keys(LISTS) as List[]));
const queryFor = (list: List): string =>
  `query ($first: Int! = 10, $after: String${list === 'history' ? ', $claimId: ID!' : ''}) { list: ${LISTS[list]} {
     edges { cursor node { ${list === 'history' ? 'seq' : 'id'} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;

let stage: Stage;
let guard: Guard;
/** What each list has in all, in its order. */
const whole = {} as Record<List, { cursor: string; node: unknown }[]>;
beforeAll(async () => {
  stage = await Stage.start();
  guard = new Guard(stage.app, stage.chief);
  for (let i = 0; i < 8; i += 1) await stage.app.review(stage.ids.desk);
  // some of equal rank, so that the order goes on by the next column
  await stage.app.sql(
    `UPDATE review SET due_at = '2030-01-01T00:00:00Z', priority = 60 WHERE id IN (SELECT id FROM review LIMIT 6)`,
  );
  for (const list of Object.keys(LISTS) as List[]) whole[list] = (await page(list, MAX_PAGE_SIZE)).data.list.edges;
}, 60_000);
afterAll(() => stage?.stop());

const page = (list: List, first: number, after?: unknown) =>
  guard.ask({
    query: queryFor(list),
    variables: { first, after, ...(list === 'history' ? { claimId: stage.ids.heldClaim } : {}) },
  });

/** A cursor of another list, one that was tampered with, or what never was one. */
const garbled: fc.Arbitrary<(known: string) => unknown> = fc.oneof(
  fc.tuple(fc.nat(), fc.nat(), text).map(
    ([at, cut, put]) =>
      (known: string) =>
        known.slice(0, at % known.length) + put + known.slice((at % known.length) + (cut % 4)),
  ),
  fc.tuple(fc.nat(), text).map(([at, put]) => (known: string) => {
    const position = JSON.parse(Buffer.from(known, 'base64url').toString()) as string[];
    return Buffer.from(JSON.stringify(position.with(at % position.length, put))).toString('base64url');
  }),
  fc
    .array(
      fc.oneof(fc.constantFrom('50', '0', '100', '101', '-1', '00', '1e1'), instant, fc.uuid(), fc.integer(), anything),
      { maxLength: 4 },
    )
    .map((position) => () => Buffer.from(JSON.stringify(position)).toString('base64url')),
  fc.oneof(fc.base64String({ maxLength: 700 }), fc.json(), anything).map((value) => () => value),
);

fuzz(
  'cursors',
  { short: 250, share: 0.05 },
  fc.tuple(lists, lists, fc.nat(), garbled),
  async ([list, other, at, garble]) => {
    const { cursor } = whole[other][at % whole[other].length]!;
    const after = garble(cursor);
    const { data, errors } = await page(list, 10, after);
    if (errors.length === 0) {
      // it says a place in the list, though nobody gave it: the rows after it, in their order
      const rows = data.list.edges.map((edge: any) => edge.cursor);
      const all = whole[list].map((edge) => edge.cursor);
      const start = rows.length === 0 ? all.length : all.indexOf(rows[0]);
      expect(rows).toEqual(all.slice(start, start + 10));
      return;
    }
    expect(errors).toHaveLength(1);
    const [{ message, extensions }] = errors;
    if (extensions.code === 'BAD_REQUEST') return; // the body as a whole, for a __proto__ in it
    expect(['BAD_USER_INPUT', 'INVALID_INPUT']).toContain(extensions.code);
    expect(extensions.details?.[0].path ?? [/"\$(after)"/.exec(message)?.[1]]).toEqual(['after']);
  },
);

fuzz('pages', { short: 60, share: 0.01 }, fc.tuple(lists, fc.integer({ min: 1, max: 12 })), async ([list, first]) => {
  const rows: unknown[] = [];
  let info: any = { hasNextPage: true, endCursor: null };
  while (info.hasNextPage) {
    const { data } = await page(list, first, info.endCursor);
    rows.push(...data.list.edges);
    info = data.list.pageInfo;
    expect(info.hasPreviousPage).toBe(rows.length > data.list.edges.length);
    expect(rows.length).toBeLessThanOrEqual(whole[list].length);
  }
  expect(rows).toEqual(whole[list]);
});
