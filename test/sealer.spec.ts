import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CompactRange, leafHash, openNote, parseCheckpoint } from '../verifier/claimdesk-verify.mjs';
import { BATCH_SIZE } from '../src/audit/append-leaves.js';
import { nodeCount } from '../src/audit/log-tree.js';
import { TEST_ORIGIN, TEST_VERIFIER_KEY } from './audit-key.js';
import { DeskApp } from './desk-app.js';
import { disorder, leading, SealedDatabase, stream, write } from './sealed-database.js';

/** @returns the checkpoint that the leaves' texts make */
function computed(log: readonly { leaf: string }[]) {
  const tree = new CompactRange();
  for (const { leaf } of log) tree.append(leafHash(leaf));
  return { origin: TEST_ORIGIN, size: tree.size, root: Buffer.from(tree.root()) };
}
const opened = (note: string) => {
  const { root, ...rest } = parseCheckpoint(openNote(note, [TEST_VERIFIER_KEY]));
  return { ...rest, root: Buffer.from(root) };
};

describe('with the application', () => {
  let desk: DeskApp;
  beforeAll(async () => {
    desk = await DeskApp.start();
  });
  afterAll(() => desk.stop());

  it('everything that is committed comes under a signed checkpoint, named by type, time and actor', async () => {
    const deskId = await desk.desk('sealer');
    const claimId = await desk.claim(deskId);
    const { size, note, verifierKey } = await desk.seal();
    const log = await desk.sql(
      `SELECT e.leaf, e.stream = l.stream AS same, l.type, l.actor, (e.leaf::jsonb ->> 'at')::timestamptz = l.at AS at, l.stream
       FROM audit.leaf l JOIN audit.event e ON e.id = l.event_id ORDER BY l.idx`,
    );
    const [{ events }] = await desk.sql('SELECT count(*)::int AS events FROM audit.event');
    expect([log.length, size, verifierKey]).toEqual([events, events, TEST_VERIFIER_KEY]);
    expect(opened(note)).toEqual(computed(log));
    expect(log.every(({ same, at }) => same && at)).toBe(true);
    expect(log.filter((leaf) => leaf.stream === claimId).map(({ type, actor }) => [type, actor])).toEqual([
      ['claim.created', 'system:test'],
      ['appearance.created', 'system:test'],
    ]);
    expect(log.find(({ type }) => type === 'log.key')!.actor).toBe('system:sealer');

    expect(await desk.seal()).toEqual({ size, note, verifierKey });
    await desk.sql(`UPDATE desk SET name = 'Another' WHERE id = $1`, [deskId]);
    expect((await desk.seal()).size).toBe(size + 1);
    expect(await desk.sql('SELECT type FROM audit.leaf ORDER BY idx DESC LIMIT 1')).toEqual([{ type: 'desk.updated' }]);
  });
});

describe('the order', () => {
  let db: SealedDatabase;
  beforeEach(async () => {
    db = await SealedDatabase.make();
  });
  afterEach(() => db.drop());

  it('is that of each stream, also where the later transaction took its number earlier', async () => {
    const [early, late] = [await db.connect(), await db.connect()];
    await early.query('BEGIN; SELECT pg_current_xact_id()');
    await write(late, stream(1)); // has the larger number, and is first in the stream
    await write(early, stream(1), stream(2));
    await early.query('COMMIT');
    await db.seal();
    const log = await db.leaves();
    const [{ reversed }] = await db.sql(
      'SELECT (SELECT xid FROM audit.event WHERE stream = $1 AND seq = 2) < (SELECT xid FROM audit.event WHERE stream = $1 AND seq = 1) AS reversed',
      [stream(1)],
    );
    expect(reversed).toBe(true);
    expect(disorder(log)).toEqual([]);
    expect(log).toHaveLength(4); // with log.key
  });

  it('a transaction that stays open holds up nobody else’s events; its own follow once it ends', async () => {
    const open = await db.connect();
    await open.query('BEGIN');
    await write(open, stream(1));
    await leading(db.sealerUrl, db.folder.own(), async (sealer) => {
      for (let i = 1; i <= 3; i += 1) {
        await write(db.owner, stream(2));
        expect(await sealer.seal()).toBe(i === 1 ? 2 : 1);
      }
      expect(await sealer.seal()).toBe(0);
      await open.query('COMMIT');
      expect(await sealer.seal()).toBe(1);
      const ids = (await db.leaves()).map(({ id }) => id);
      expect(ids).not.toEqual(ids.toSorted((a, b) => a - b)); // it was written first
      await write(db.owner, stream(1));
      expect(await sealer.seal()).toBe(1);
    });
    expect(disorder(await db.leaves())).toEqual([]);
    expect((await db.leaves()).length).toBe(6);
  });

  it('a transaction that is rolled back leaves no gap, nor does a savepoint', async () => {
    const writer = await db.connect();
    await writer.query('BEGIN');
    await write(writer, stream(1));
    await writer.query('SAVEPOINT s');
    await write(writer, stream(2));
    await writer.query('ROLLBACK TO s');
    await write(writer, stream(2), stream(1));
    await writer.query('COMMIT; BEGIN');
    await write(writer, stream(1));
    await writer.query('ROLLBACK');
    await db.seal();
    expect(disorder(await db.leaves())).toEqual([]);
    expect((await db.leaves()).length).toBe(4);
  });

  it('is whole while writers of the same streams run against a sealer', async () => {
    const writers = await Promise.all(Array.from({ length: 8 }, () => db.connect()));
    const stop = new AbortController();
    const random = (below: number) => Math.floor(Math.random() * below);
    const work = writers.map(async (writer) => {
      for (let i = 0; i < 100; i += 1) {
        // streams in one order, as locks are taken everywhere
        const streams = Array.from({ length: 1 + random(3) }, () => random(6)).toSorted((a, b) => a - b);
        await writer.query('BEGIN; SELECT pg_current_xact_id()');
        await write(writer, ...streams.map(stream));
        await writer.query(random(5) === 0 ? 'ROLLBACK' : 'COMMIT');
      }
    });
    const sealing = leading(db.sealerUrl, db.folder.own(), async (sealer) => {
      let rounds = 0;
      for (; !stop.signal.aborted; rounds += 1) await sealer.seal();
      await sealer.seal();
      return rounds;
    });
    await Promise.all(work);
    stop.abort();
    expect(await sealing).toBeGreaterThan(5);
    const log = await db.leaves();
    const [{ events }] = await db.sql('SELECT count(*)::int AS events FROM audit.event');
    expect([disorder(log), log.length]).toEqual([[], events]);
    const [{ note }] = await db.sql('SELECT note FROM audit.checkpoint ORDER BY size DESC LIMIT 1');
    expect(opened(note)).toEqual(computed(log));
  }, 60_000);

  it('of more events than fit a batch, in one transaction, is the same; so are the nodes', async () => {
    const count = 2 * BATCH_SIZE + 1234;
    await db.sql(
      `SELECT audit.append(($1::text || i % 7)::uuid, '{"op": "INSERT", "table": "claim", "actor": "system:test", "row": {}}', NULL)
       FROM generate_series(1, $2) i`,
      [stream(0).slice(0, -1), count],
    );
    const { size, note } = await db.seal();
    const log = await db.leaves();
    expect([size, disorder(log)]).toEqual([count + 1, []]);
    expect(opened(note)).toEqual(computed(log));
    const sizes = await db.sql('SELECT size::int FROM audit.checkpoint ORDER BY size');
    expect(sizes.map((row) => row.size)).toEqual([BATCH_SIZE, 2 * BATCH_SIZE, count + 1]);
    const [{ nodes }] = await db.sql('SELECT count(*)::int AS nodes FROM audit.node');
    expect(nodes).toBe(nodeCount(size));
    expect((await db.seal()).size).toBe(size); // which compares all of it again
  }, 60_000);

  it('of a long backlog is that of each stream, also where a stream’s first event is committed between two batches', async () => {
    const open = await db.connect();
    await open.query('BEGIN');
    await write(open, stream(1)); // has the smallest id of all
    const count = 2 * BATCH_SIZE;
    await db.sql(
      `SELECT audit.append(($1::text || 2 + i % 7)::uuid, '{"op": "INSERT", "table": "claim", "actor": "system:test", "row": {}}', NULL)
       FROM generate_series(1, $2) i`,
      [stream(0).slice(0, -1), count],
    );
    await leading(db.sealerUrl, db.folder.own(), async (sealer) => {
      expect(await sealer.seal()).toBe(BATCH_SIZE);
      await open.query('COMMIT');
      await write(db.owner, stream(1));
      expect(await sealer.seal()).toBe(BATCH_SIZE);
      expect(sealer.seen).toBeNull();
      expect([await sealer.seal(), await sealer.seal()]).toEqual([3, 0]); // with log.key
      expect(sealer.seen).not.toBeNull();
    });
    const log = await db.leaves();
    expect([log.length, disorder(log)]).toEqual([count + 3, []]);
    expect(log.findIndex((leaf) => leaf.stream === stream(1))).toBe(BATCH_SIZE);
  }, 60_000);
});
