import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CODES, verifyLog } from '../verifier/claimdesk-verify.mjs';
import { TEST_ORIGIN } from './audit-key.js';
import { DeskApp, type Person } from './desk-app.js';
import { type ExportedLog, hex, readExported } from './exported-log.js';
import { fillLog, ODD_TEXTS } from './log-filler.js';

let app: DeskApp;
let auditor: Person;
let deskId: string;
let claimId: string;
let key: string;
/** Sizes of the checkpoints. */
let sizes: number[];
/** What the log holds, from the tables: the truth that exports are compared with. */
let log: { idx: number; leaf: string; body: string | null; salt: string | null; stream: string }[];

beforeAll(async () => {
  app = await DeskApp.start();
  auditor = await app.person('AUDITOR');
  deskId = await app.desk('one');
  ({ claimId } = await app.review(deskId, { statement: `Odd: ${ODD_TEXTS.join(' ').replaceAll(/\p{Cc}/gu, '')}` }));
  await app.reviews(await app.desk('two'), 3);
  const first = await app.seal();
  await fillLog(app, 60);
  const second = await app.seal();
  await app.reviews(deskId, 2);
  const third = await app.seal();
  key = third.verifierKey;
  sizes = [first.size, second.size, third.size];
  log = await app.sql(
    `SELECT l.idx::int, e.leaf, e.body, encode(e.salt, 'hex') AS salt, e.stream
     FROM audit.leaf l JOIN audit.event e ON e.id = l.event_id ORDER BY l.idx`,
  );
});
afterAll(() => app.stop());

const get = (query: Record<string, unknown> | string = '', headers: Record<string, string> = {}) =>
  fetch(`${app.url}/audit/log?${new URLSearchParams(query as string).toString()}`, {
    headers: { authorization: `Bearer ${auditor.token}`, 'accept-encoding': 'identity', ...headers },
  });
async function textOf(
  query: Record<string, unknown> | string = '',
  headers: Record<string, string> = {},
): Promise<string> {
  const answer = await get(query, headers);
  const text = await answer.text();
  expect([answer.status, answer.status === 200 ? '' : text]).toEqual([200, '']);
  return text;
}
/** An export that the verifier holds for whole, and that is read a second time by less code. */
async function exported(query: Record<string, unknown> | string = ''): Promise<ExportedLog> {
  const text = await textOf(query);
  const { code, problem, shown, withheld } = await verifyLog([Buffer.from(text)], { keys: [key] });
  const found = readExported(text, key);
  expect([code, problem, shown, shown + withheld]).toEqual([
    CODES.HOLDS,
    null,
    found.leaves.size,
    found.checkpoint.size,
  ]);
  return found;
}
const facts = (leaf: string) => JSON.parse(leaf);
const indices = (wanted: (leaf: any) => boolean) => log.filter(({ leaf }) => wanted(facts(leaf))).map(({ idx }) => idx);

describe('GET /audit/log', () => {
  it('answers the leaves byte by byte as they are stored, between a header and the checkpoint', async () => {
    const answer = await get();
    expect([...answer.headers].filter(([name]) => /^content-(type|disposition)|^vary/.test(name))).toEqual([
      ['content-disposition', `attachment; filename="claimdesk-log-${sizes[2]}.ndjson"`],
      ['content-type', 'application/x-ndjson'],
      ['vary', 'accept-encoding'],
    ]);
    const [{ note }] = await app.sql('SELECT note FROM audit.checkpoint ORDER BY size DESC LIMIT 1');
    expect(await answer.text()).toBe(
      [
        JSON.stringify({ $audit: 1, origin: TEST_ORIGIN, size: sizes[2] }),
        ...log.map(({ leaf }) => leaf),
        JSON.stringify({ $checkpoint: note }),
        '',
      ].join('\n'),
    );
    for (const odd of ODD_TEXTS)
      expect(log.some(({ leaf }) => leaf.includes(JSON.stringify(odd).slice(1, 5)))).toBe(true);
    expect((await exported()).leaves.size).toBe(sizes[2]);
  });

  it('answers a HEAD with the same headers and nothing else', async () => {
    const headers = { authorization: `Bearer ${auditor.token}`, 'accept-encoding': 'gzip' };
    const answer = await fetch(`${app.url}/audit/log`, { method: 'HEAD', headers });
    expect([answer.status, answer.headers.get('content-encoding'), await answer.text()]).toEqual([200, 'gzip', '']);
  });

  it('is gzipped for those who take that', async () => {
    const plain = await textOf();
    for (const [accepted, encoding] of [
      ['gzip', 'gzip'],
      ['br;q=1, *;q=0.1', 'gzip'],
      ['gzip;q=0, identity', null],
      ['br', null],
    ] as const) {
      const answer = await get('', { 'accept-encoding': accepted });
      expect([accepted, answer.headers.get('content-encoding')]).toEqual([accepted, encoding]);
      expect(await answer.text()).toBe(plain); // fetch unzips it
    }
  });

  it('ends with the checkpoint that was asked for', async () => {
    const { checkpoint, leaves } = await exported({ size: sizes[1] });
    expect([checkpoint.size, leaves.size]).toEqual([sizes[1], sizes[1]]);
  });

  it('knows nothing that is beyond the newest checkpoint', async () => {
    await app.sql(
      `INSERT INTO audit.leaf SELECT $1, max(id) + 1, sha256('x'), gen_random_uuid(), now(), 'system:test', 'claim.created' FROM audit.event`,
      [sizes[2]],
    );
    expect((await exported()).checkpoint.size).toBe(sizes[2]);
    expect((await exported({ type: 'claim.created' })).checkpoint.size).toBe(sizes[2]);
    await app.sql(
      'ALTER TABLE audit.leaf DISABLE TRIGGER append_only; DELETE FROM audit.leaf WHERE idx >= ' + sizes[2],
    );
    await app.sql('ALTER TABLE audit.leaf ENABLE ALWAYS TRIGGER append_only');
  });
});

describe('a filter', () => {
  const filled = () => log.find(({ leaf }) => facts(leaf).action === 'fillLog')!.stream;
  const filledLeaves = () => log.map(({ leaf }) => facts(leaf)).filter(({ action }) => action === 'fillLog');
  /** When the so many-th of the filled leaves was written; they are a millisecond apart. */
  const at = (n: number): string => new Date(filledLeaves()[n].at).toISOString();
  const CASES: [string, () => Record<string, unknown> | string, (leaf: any) => boolean][] = [
    ['a claim', () => ({ stream: claimId }), ({ stream: own }) => own === claimId],
    ['a stream', () => ({ stream: filled() }), ({ stream: own }) => own === filled()],
    ['the log itself', () => ({ stream: '00000000-0000-0000-0000-000000000000' }), ({ table }) => table === 'log'],
    ['an actor', () => ({ actor: 'system:test' }), ({ actor }) => actor === 'system:test'],
    ['a type', () => ({ type: 'review.created' }), ({ table, op }) => table === 'review' && op === 'INSERT'],
    [
      'types',
      () => 'type=review.updated&type=log.key',
      ({ table, op }) => `${table} ${op}` === 'review UPDATE' || op === 'KEY',
    ],
    [
      'a time',
      () => ({ after: at(70), before: at(90) }),
      ({ at: own }) => own >= at(70).slice(0, 23) && own < at(90).slice(0, 23),
    ],
    ['the time until', () => ({ before: at(90) }), ({ at: own }) => own < at(90).slice(0, 23)],
    [
      'several things',
      () => ({ actor: 'system:test', type: 'claim.updated', after: at(100) }),
      ({ actor, table, op, at: own }) =>
        actor === 'system:test' && table === 'claim' && op === 'UPDATE' && own >= at(100).slice(0, 23),
    ],
    ['nothing that there is', () => ({ actor: 'system:nobody' }), () => false],
    ['no time that there is', () => ({ before: '1999-01-01T00:00:00Z' }), () => false],
    ['nobody’s desk', () => ({ desk: claimId }), ({ stream: own }) => own === claimId],
  ];

  it.each(CASES)(
    'for %s shows exactly its leaves, and proves the log with the rest withheld',
    async (_, query, wanted) => {
      const shown = await exported(query());
      const expected = indices(wanted);
      expect([...shown.leaves.keys()]).toEqual(expected);
      for (const [index, leaf] of shown.leaves) expect(leaf).toBe(log[index]!.leaf);
      expect(shown.withheld.reduce((sum, [from, to]) => sum + to - from, 0)).toBe(log.length - expected.length);
    },
  );

  it('for a desk shows its own leaves and those of its claims', async () => {
    const claims = (await app.sql('SELECT id FROM claim WHERE desk_id = $1', [deskId])).map(({ id }) => id);
    expect(claims).toHaveLength(3);
    const expected = indices(({ stream: own }) => own === deskId || claims.includes(own));
    expect([...(await exported({ desk: deskId })).leaves.keys()]).toEqual(expected);
  });

  it('stands in the header as it was understood', async () => {
    const { header } = await exported(
      'type=log.key&type=claim.created&after=2026-01-01T02:00:00%2B02:00&actor=system:test',
    );
    const filter = { actor: 'system:test', after: '2026-01-01T00:00:00.000Z', type: ['log.key', 'claim.created'] };
    expect(header).toEqual({ $audit: 1, origin: TEST_ORIGIN, size: sizes[2], filter });
  });

  it('withholds what is before `from`, and splits what is withheld at `since`', async () => {
    const from = sizes[1]! - 3;
    const late = await exported({ from });
    expect([...late.leaves.keys()]).toEqual(log.map(({ idx }) => idx).slice(from));
    expect(late.withheld).toEqual([[0, from]]);
    const split = await exported({ from, since: sizes[0] });
    expect(split.withheld).toEqual([
      [0, sizes[0]],
      [sizes[0], from],
    ]);
    for (const size of [sizes[0]!, sizes[1]!]) {
      const [{ root }] = await app.sql('SELECT root FROM audit.checkpoint WHERE size = $1', [size]);
      const { roots } = await exported({ actor: 'system:nobody', since: size });
      expect(roots.get(size)).toBe(hex(root));
    }
    expect((await exported({ from: sizes[2] })).leaves.size).toBe(0);
  });
});

describe('private=1', () => {
  it('puts after each leaf its private text and salt, which are what the leaf vouches for', async () => {
    const { privates, leaves } = await exported({ private: 1 });
    expect(leaves.size).toBe(log.length);
    expect([...privates.keys()]).toEqual(log.filter(({ body }) => body !== null).map(({ idx }) => idx));
    for (const [index, { $private, salt }] of privates) {
      expect([$private, salt]).toEqual([log[index]!.body, log[index]!.salt]);
      const hash = createHash('sha256').update(Buffer.from(salt, 'hex')).update($private);
      expect(hash.digest('hex')).toBe(facts(log[index]!.leaf).c);
    }
  });

  it('says where a text was erased', async () => {
    const erased = await app.claim(deskId, { statement: 'To be erased.' });
    const chief = await app.person('CHIEF_EDITOR');
    await chief.data(
      'mutation ($input: EraseClaimInput!) { eraseClaim(input: $input) { ... on EraseClaimSuccess { erasedEvents } } }',
      { input: { claimId: erased, basis: 'OBJECTION' } },
    );
    await app.seal();
    const { privates } = readExported(await textOf({ private: 1, stream: erased }), key);
    const told = [...privates.values()];
    expect(told.filter(({ $erased }) => $erased === true).length).toBeGreaterThan(0);
    expect(JSON.stringify(told)).not.toContain('To be erased.');
    for (const each of told) expect([['$erased'], ['$private', 'salt']]).toContainEqual(Object.keys(each));
  });

  it('continues like the whole log does', async () => {
    const whole = await textOf({ private: 1, size: sizes[2] });
    const rest = await textOf({ private: 1, size: sizes[2], from: 40, continue: 1 });
    expect(whole.endsWith(rest)).toBe(true);
  });
});

describe('an export that broke off', () => {
  it.each([
    ['the whole log', ''],
    ['a filter', 'type=claim.updated'],
    ['a filter and since', 'actor=system:rare'],
  ])('of %s, at whatever line, is continued to the same file', async (name, filter) => {
    const query = `${filter}&size=${sizes[2]}${name.includes('since') ? `&since=${sizes[0]! + 5}` : ''}`;
    const whole = await textOf(query);
    let reached = 0;
    let offset = whole.indexOf('\n') + 1;
    const lines = whole.slice(offset).split('\n').slice(0, -2);
    const wrong: number[] = [];
    for (const [i, line] of lines.entries()) {
      if (i % 23 === 0 || line.startsWith('{"$skip')) {
        const rest = await textOf(`${query}&from=${reached}&continue=1`);
        if (whole.slice(0, offset) + rest !== whole) wrong.push(reached);
      }
      reached += line.startsWith('{"$skip') ? JSON.parse(line).$skip : 1;
      offset = whole.indexOf('\n', offset) + 1;
    }
    expect([reached, wrong]).toEqual([sizes[2], []]);
    expect(await textOf(`${query}&from=${sizes[2]}&continue=1`)).toBe(whole.slice(offset));
  });
});
