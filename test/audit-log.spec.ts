import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Database } from '../src/database/database.js';
import { selectRows } from '../src/export/leaf-statements.js';
import { DeskApp, type Person } from './desk-app.js';
import { fillLog } from './log-filler.js';

const LOG = `query ($filter: AuditLogFilter, $first: Int, $after: String, $from: Int) {
  auditLog(filter: $filter, first: $first, after: $after, from: $from) {
    pageInfo { hasNextPage endCursor }
    edges { node { index type stream seq at operation subject actor { userId name } changes { field before after } } } } }`;

let app: DeskApp;
let auditor: Person;
let deskId: string;
let claimId: string;
let size: number;
beforeAll(async () => {
  app = await DeskApp.start();
  auditor = await app.person('AUDITOR');
  deskId = await app.desk('one');
  await fillLog(app, 4_000);
  ({ claimId } = await app.review(deskId, { statement: 'A private word.' }));
  for (const language of ['de', 'fr'])
    await app.sql('UPDATE claim SET language = $1 WHERE id = $2', [language, claimId]);
  ({ size } = await app.seal());
  // 300,000 more that nobody verifies here: what is looked at is how they are read
  await app.sql(
    `INSERT INTO audit.leaf SELECT $1 + n, -n, sha256('x'), md5('other ' || n % 30000)::uuid,
      timestamptz '2020-01-01Z' + n * interval '1 minute', CASE WHEN n % 10000 = 0 THEN 'system:rare-one' ELSE 'system:other' END,
      CASE WHEN n % 5000 = 0 THEN 'rare.created' ELSE 'other.created' END
    FROM generate_series(0, 299999) n`,
    [size],
  );
  await app.sql('VACUUM (ANALYZE) audit.leaf, audit.event, claim');
}, 60_000);
afterAll(() => app.stop());

const page = async (filter: object = {}, more: object = {}, by = auditor) =>
  (await by.data(LOG, { filter, first: 50, ...more })).auditLog;
const nodes = async (filter: object = {}, more: object = {}, by = auditor): Promise<any[]> =>
  (await page(filter, more, by)).edges.map(({ node }: any) => node);

describe('auditLog', () => {
  it('lists the sealed log, the newest first, page by page and without a gap', async () => {
    const seen: number[] = [];
    for (let after: string | null = null, i = 0; i < 5; i += 1) {
      const { edges, pageInfo } = await page({}, { first: 30, after });
      seen.push(...edges.map(({ node }: any) => node.index));
      after = pageInfo.endCursor;
      expect(pageInfo.hasNextPage).toBe(true);
    }
    expect(seen).toEqual(Array.from({ length: 150 }, (_, i) => size - 1 - i));
  });

  it('begins at the entry that is asked for, page by page, and with the newest where that is not sealed yet', async () => {
    const indexes = ({ edges }: any) => edges.map(({ node }: any) => node.index);
    const first = await page({}, { first: 2, from: 10 });
    expect(indexes(first)).toEqual([10, 9]);
    expect(indexes(await page({}, { first: 2, from: 10, after: first.pageInfo.endCursor }))).toEqual([8, 7]);
    expect(indexes(await page({}, { from: 0 }))).toEqual([0]);
    expect(indexes(await page({}, { first: 1, from: size + 5 }))).toEqual([size - 1]);
    const [{ seq, stream }] = await nodes({}, { first: 1, from: 7 });
    expect((await nodes({ stream }, { from: 7 }))[0]).toMatchObject({ index: 7, seq });
    expect((await auditor.ask(LOG, { from: -1 })).errors?.[0].extensions.code).toBe('BAD_USER_INPUT');
  });

  it('tells of an event what auditEvents tells, and where it is in the log', async () => {
    const FIELDS = 'index type stream seq at operation subject actor { userId name } changes { field before after }';
    const { auditEvents } = await auditor.data(
      `query ($id: ID!) { auditEvents(claimId: $id) { edges { node { ${FIELDS} } } } }`,
      { id: claimId },
    );
    const events = auditEvents.edges.map(({ node }: any) => node);
    expect(await nodes({ stream: claimId })).toEqual(events.toReversed());
    expect(events[0]).toMatchObject({ type: 'claim.created', stream: claimId, seq: 1, operation: 'INSERT' });
    expect(events.map(({ index }: any) => index)).not.toContain(null);
    const later = await app.claim(deskId);
    const unsealed = await auditor.data(
      'query ($id: ID!) { auditEvents(claimId: $id) { edges { node { index type } } } }',
      { id: later },
    );
    expect(unsealed.auditEvents.edges[0].node).toEqual({ index: null, type: 'claim.created' });
    expect(await nodes({ stream: later })).toEqual([]);
  });

  it('is told of claims alone by auditEvents: an account’s name and address are not for all who read histories', async () => {
    const checker = await app.person('CHECKER');
    const ask = 'query ($id: ID!) { auditEvents(claimId: $id) { edges { node { seq } } } }';
    expect(await app.events(checker.id)).not.toEqual([]);
    expect((await checker.data(ask, { id: checker.id })).auditEvents.edges).toEqual([]);
    expect((await checker.data(ask, { id: claimId })).auditEvents.edges).not.toEqual([]);
  });

  it('compares an update with the event of its row before it, however far that is back', async () => {
    const [found] = await nodes({ types: ['review.updated'] }, { first: 1 });
    expect(found.changes.find(({ field }: any) => field === 'version')).toEqual({
      field: 'version',
      before: '4',
      after: '8',
    });
  });

  it('names the desk that an event is about; the account or the token’s owner to those who may read private fields', async () => {
    const about = async (stream: string, by?: Person) => {
      const asked = await (by ?? auditor).data(
        'query ($filter: AuditLogFilter) { auditLog(filter: $filter) { edges { node { about } } } }',
        { filter: { stream } },
      );
      return [...new Set(asked.auditLog.edges.map(({ node }: any) => node.about))];
    };
    const service = await app.person('SERVICE');
    const [{ id: tokenId }] = await app.sql('SELECT id FROM api_token WHERE user_id = $1', [auditor.id]);
    for (const stream of [auditor.id, tokenId]) {
      expect([await about(stream), await about(stream, service)]).toEqual([[auditor.name], [null]]);
    }
    expect([await about(deskId), await about(deskId, service)]).toEqual([['Desk one'], ['Desk one']]);
    expect(await about(claimId)).toEqual([null]);
  });

  it('knows what happened to the log itself', async () => {
    const [found] = await nodes({ types: ['log.key'] });
    expect(found).toMatchObject({ operation: 'OTHER', subject: 'log', type: 'log.key', actor: { name: 'sealer' } });
  });

  it('filters', async () => {
    const all = async (filter: object) => (await nodes(filter, { first: 100 })).map(({ index }) => index);
    const truth = async (condition: string) =>
      (
        await app.sql(
          `SELECT idx::int FROM audit.leaf WHERE idx < ${size} AND ${condition} ORDER BY idx DESC LIMIT 100`,
        )
      ).map(({ idx }) => idx);
    expect(await all({ actor: 'system:rare' })).toEqual(await truth(`actor = 'system:rare'`));
    expect(await all({ types: ['review.updated', 'claim.created', 'log.key'] })).toEqual(
      await truth(`type IN ('review.updated', 'claim.created', 'log.key')`),
    );
    expect(await all({ deskId })).toEqual(await truth(`stream IN ('${deskId}', '${claimId}')`));
    const [{ from, before }] = await app.sql(
      `SELECT (SELECT at FROM audit.leaf WHERE idx = 20000) AS from, (SELECT at FROM audit.leaf WHERE idx = 20040) AS before`,
    );
    const time = { writtenFrom: from.toISOString(), writtenBefore: before.toISOString() };
    expect(await all(time)).toHaveLength(40);
    expect(await all(time)).toEqual(await truth(`at >= '${time.writtenFrom}' AND at < '${time.writtenBefore}'`));
    expect(await all({ writtenFrom: from.toISOString() })).toEqual(await truth(`at >= '${time.writtenFrom}'`));
    expect(await all({ ...time, actor: 'system:test', types: ['claim.updated', 'review.updated'] })).toEqual(
      await truth(
        `at >= '${time.writtenFrom}' AND at < '${time.writtenBefore}' AND actor = 'system:test' AND type IN ('claim.updated', 'review.updated')`,
      ),
    );
  });

  it('shows private fields to those who may read them alone', async () => {
    const told = JSON.stringify(await nodes({ stream: claimId }));
    expect(told).toContain('A private word.');
    const service = await app.person('SERVICE');
    const [served] = await nodes({ stream: claimId, types: ['claim.created'] }, {}, service);
    expect(served.changes.map(({ field }: any) => field)).toContain('language');
    expect(JSON.stringify(await nodes({ stream: claimId }, {}, service))).not.toContain('A private word.');
  });

  it('refuses a filter that is none', async () => {
    const before = await app.fingerprint();
    for (const filter of [{ actor: 'me' }, { types: [] }, { types: ['x'] }, { stream: 'x' }]) {
      const { errors } = await auditor.ask(LOG, { filter });
      expect(errors?.[0].extensions.code).toBe('BAD_USER_INPUT');
    }
    const { errors } = await auditor.ask(LOG, { after: Buffer.from('["x"]').toString('base64url') });
    expect(errors).toHaveLength(1);
    expect(await app.fingerprint()).toEqual(before);
  });
});

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  Plans?: Plan[];
}
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** @returns the indexes of audit.leaf by which the statement reads, and how many of its rows it looks at */
async function readBy(sql: string, values: unknown[] = []): Promise<{ indexes: string[]; rows: number }> {
  const [row] = await app.sql(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, values);
  const ofLeaves = nodesOf(row['QUERY PLAN'][0].Plan).filter(
    (node) => node['Relation Name'] === 'leaf' || node['Index Name']?.startsWith('leaf_'),
  );
  expect(ofLeaves.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  const rows = ofLeaves.map(
    (node) => (node['Actual Rows']! + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']!,
  );
  return {
    indexes: [...new Set(ofLeaves.flatMap((node) => node['Index Name'] ?? []))].toSorted(),
    rows: Math.max(...rows),
  };
}

describe('on 340,000 leaves', () => {
  /** The statement of a page, with all leaves taken for sealed. */
  async function statement(filter: object): Promise<{ sql: string; values: unknown[] }> {
    const spy = jest.spyOn(Database.prototype, 'rows');
    try {
      await page(filter);
      const [sql, values = []] = spy.mock.calls.find(
        ([text]) => typeof text === 'string' && text.includes('audit.event p'),
      )!;
      return { sql: sql as string, values: values.map((value) => (value === size ? size + 300_000 : value)) };
    } finally {
      spy.mockRestore();
    }
  }
  const CASES: [string, () => object, string[], number][] = [
    ['all', () => ({}), ['leaf_pkey'], 100],
    ['a claim', () => ({ stream: claimId }), ['leaf_stream_idx'], 100],
    ['a desk', () => ({ deskId }), ['leaf_stream_idx'], 100],
    ['a rare actor', () => ({ actor: 'system:rare-one' }), ['leaf_actor_idx'], 100],
    ['a frequent actor', () => ({ actor: 'system:other' }), [], 100],
    ['a rare type', () => ({ types: ['rare.created'] }), ['leaf_type_idx'], 100],
    [
      'rare and frequent types',
      () => ({ types: ['rare.created', 'claim.updated', 'other.created'] }),
      ['leaf_type_idx'],
      200,
    ],
    [
      'an hour long ago',
      () => ({ writtenFrom: '2020-01-02T00:00:00Z', writtenBefore: '2020-01-02T01:00:00Z' }),
      ['leaf_at_idx'],
      100,
    ],
    [
      'some days long ago',
      () => ({ writtenFrom: '2020-01-02T00:00:00Z', writtenBefore: '2020-01-05T00:00:00Z' }),
      ['leaf_at_idx'],
      5000,
    ],
    ['all since long ago', () => ({ writtenFrom: '2020-01-02T00:00:00Z' }), ['leaf_pkey'], 10_001],
  ];

  it.each(CASES)('a page of %s is read by way of an index', async (_, filter, indexes, most) => {
    const { sql, values } = await statement(filter());
    const read = await readBy(sql, values);
    expect(read.indexes).toEqual(expect.arrayContaining(indexes));
    expect(read.rows).toBeLessThanOrEqual(most);
  });

  it.each([
    ['stream', () => ({ stream: claimId }), 'leaf_stream_idx'],
    ['desk', () => ({ desk: deskId }), 'leaf_stream_idx'],
    ['actor', () => ({ actor: 'system:rare-one' }), 'leaf_actor_idx'],
    ['type', () => ({ type: ['rare.created'] }), 'leaf_type_idx'],
    ['types', () => ({ type: ['rare.created', 'log.key'] }), 'leaf_type_idx'],
    [
      'time',
      () => ({ after: new Date('2020-01-02T00:00:00Z'), before: new Date('2020-01-02T01:00:00Z') }),
      'leaf_at_idx',
    ],
  ])('a window of an export by %s, too', async (_, filter, index) => {
    const [{ setting }] = await app.sql(`SELECT current_setting('enable_bitmapscan') AS setting`);
    for (const name of ['bitmapscan', 'hashjoin', 'mergejoin']) await app.sql(`SET enable_${name} = off`);
    await app.sql('SET max_parallel_workers_per_gather = 0');
    const wanted = { filter: filter(), withPrivate: false } as never;
    const read = await readBy(selectRows(wanted, size + 16_384, size + 32_768));
    for (const name of ['bitmapscan', 'hashjoin', 'mergejoin']) await app.sql(`SET enable_${name} = ${setting}`);
    await app.sql('RESET max_parallel_workers_per_gather');
    expect(read.indexes).toEqual([index]);
    expect(read.rows).toBeLessThanOrEqual(100);
  });
});
