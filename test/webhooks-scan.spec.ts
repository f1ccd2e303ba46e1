import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Database } from '../src/database/database.js';
import type { Queryable } from '../src/database/queryable.js';
import { type Found, scanLog } from '../src/webhooks/scan-log.js';
import { DeskApp } from './desk-app.js';
import { fillLog } from './log-filler.js';

/** Streams of ten events each: a log in which what is rare lies far apart. */
const STREAMS = 3000;

let app: DeskApp;
let size: number;
beforeAll(async () => {
  app = await DeskApp.start();
  await app.desk('rare');
  await fillLog(app, STREAMS);
  await app.desk('rarer');
  ({ size } = await app.seal());
  await app.sql('VACUUM ANALYZE audit.leaf, audit.event');
}, 120_000);
afterAll(() => app.stop());

/** The whole log, scan by scan. */
async function scanAll(eventTypes: string[], deskId: string | null): Promise<{ indexes: number[]; scans: Found[] }> {
  const scans: Found[] = [];
  for (let from = 0; from < size; from = scans.at(-1)!.scannedTo) {
    const found = await scanLog(app.app.get(Database), { eventTypes, deskId, size }, from);
    expect(found.scannedTo).toBeGreaterThan(from); // it always comes on
    for (const { index } of found.events) expect([from <= index, index < found.scannedTo]).toEqual([true, true]);
    scans.push(found);
  }
  return { indexes: scans.flatMap(({ events }) => events.map(({ index }) => index)), scans };
}
const byTypes = async (types: string[]): Promise<number[]> =>
  (await app.sql('SELECT idx::int AS n FROM audit.leaf WHERE type = ANY($1) ORDER BY idx', [types])).map(({ n }) => n);

it.each([[['*']], [['review.updated']], [['claim.created', 'review.updated', 'desk.created']], [['sign_off.created']]])(
  'finds every event of %j once, in order',
  async (types) => {
    const { indexes } = await scanAll(types, null);
    const wanted = types.includes('*') ? Array.from({ length: size }, (_, i) => i) : await byTypes(types);
    expect(indexes).toEqual(wanted);
  },
);

it('steps over what no one wants in one go, where an index tells, and by thousands where none does', async () => {
  const rare = await scanAll(['desk.created'], null);
  expect([rare.indexes.length, rare.scans.length]).toEqual([2, 1]);
  const [{ id }] = await app.sql(`SELECT id FROM desk WHERE slug = 'rare'`);
  const ofDesk = await scanAll(['*'], id);
  expect(ofDesk.indexes).toEqual([(await byTypes(['desk.created']))[0]]);
  expect(ofDesk.scans).toHaveLength(Math.ceil(size / 1000));
});

it('reads the log by its indexes', async () => {
  for (const [types, deskId] of [
    [['*'], null],
    [['desk.created', 'sign_off.created'], null],
    [['*'], '00000000-0000-4000-8000-000000000000'],
    [['review.updated'], '00000000-0000-4000-8000-000000000000'],
  ] as const) {
    const plans: string[] = [];
    const explaining: Queryable = {
      rows: async (sql, values) => {
        for (const row of await app.sql(`EXPLAIN ${sql as string}`, [...values!])) plans.push(row['QUERY PLAN']);
        return app.app.get(Database).rows(sql, values);
      },
    };
    await scanLog(explaining, { eventTypes: types, deskId, size }, Math.floor(size / 2));
    const onLog = plans.filter((line) => / on (leaf|event) /.test(line));
    expect([types, onLog.length > 1, onLog.filter((line) => !/Index|Bitmap/.test(line))]).toEqual([types, true, []]);
  }
});
