import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { formatSigningKey, parseSigningKeys } from '../src/audit/signing-key.js';
import { TEST_ORIGIN, TEST_SIGNING_KEY } from './audit-key.js';
import { sealAll, SealedDatabase, stream, write } from './sealed-database.js';

let db: SealedDatabase;
/** Leaves that are sealed before each test. */
const SIZE = 300;
beforeEach(async () => {
  db = await SealedDatabase.make();
  await db.sql(
    `SELECT audit.append(($1::text || i % 7)::uuid, '{"op": "INSERT", "table": "claim", "actor": "system:test", "row": {}}', NULL)
     FROM generate_series(1, $2) i`,
    [stream(0).slice(0, -1), SIZE - 1], // and log.key
  );
  await db.seal();
});
afterEach(() => db.drop());

/** The sealer refuses, and changes nothing, now and again. */
async function refused(code: string, problem: string | RegExp, keys?: string): Promise<void> {
  await write(db.owner, stream(8)); // so that there would be something to do
  const before = await db.signed();
  for (let i = 0; i < 2; i += 1) {
    const refusal = await db.seal(keys).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(refusal).toMatchObject({ name: 'LogRefusal', code });
    expect((refusal as unknown as { problem: string }).problem).toMatch(problem);
    expect(refusal!.message).toMatch(/Restore|backup|AUDIT_KEY|DATABASE_URL/);
  }
  expect(await db.signed()).toEqual(before);
}
const otherKey = (name = TEST_ORIGIN) => formatSigningKey(name, new Uint8Array(32).fill(2));

describe('the sealer signs nothing where', () => {
  it('an older backup was restored', async () => {
    const admin = new pg.Client({ connectionString: process.env['TEST_ADMIN_URL'] });
    await admin.connect();
    const backup = db.name.replace('clone_', 'clone_b');
    await db.owner.end();
    await admin.query(`CREATE DATABASE ${backup} TEMPLATE ${db.name} STRATEGY file_copy`);
    const url = (name: string) => db.sealerUrl.replace(db.name, name);
    const own = db.folder.own();
    const writer = await db.connect();
    await write(writer, stream(1), stream(2));
    await sealAll(db.sealerUrl, own);
    const before = await db.folder.files();
    await expect(sealAll(url(backup), own)).rejects.toMatchObject({
      code: 'OLDER_DATABASE',
      problem: expect.stringContaining(`ends after ${SIZE} leaves, and a checkpoint over ${SIZE + 2} was signed`),
    });
    expect(await db.folder.files()).toEqual(before);
    // also without its memory, as long as the folder of checkpoints is there
    await rm(own.memory.file);
    await expect(sealAll(url(backup), own)).rejects.toMatchObject({ code: 'OLDER_DATABASE' });
    await admin.query(`DROP DATABASE ${backup} WITH (FORCE)`);
    await admin.end();
  }, 30_000);

  it('the end of the log was deleted, checkpoints included', async () => {
    await db.tamper(
      `DELETE FROM audit.leaf WHERE idx >= 290; DELETE FROM audit.event e WHERE NOT EXISTS (SELECT FROM audit.leaf WHERE event_id = e.id); DELETE FROM audit.checkpoint`,
    );
    await refused('OLDER_DATABASE', /^The database's log ends after 290 leaves, and a checkpoint over 300 was signed/);
  });

  it('the end of the log was deleted, and the checkpoints were not', async () => {
    await db.tamper('DELETE FROM audit.leaf WHERE idx >= 290');
    await refused('LOG_CUT', /^The database has a checkpoint over 300 leaves, and only 290 leaves\.$/);
  });

  it.each([
    [
      'a leaf was changed',
      `UPDATE audit.leaf SET hash = sha256('x') WHERE idx = 270`,
      /^The log's first 300 leaves are not those that were signed\. The first difference is among the leaves 256 to 287\.$/,
    ],
    ['a leaf was changed under a node', `UPDATE audit.leaf SET hash = sha256('x') WHERE idx = 0`, /^Node 0 of level 1/],
    [
      'two leaves were swapped',
      `UPDATE audit.leaf l SET hash = o.hash FROM audit.leaf o WHERE (l.idx, o.idx) IN ((298, 299), (299, 298))`,
      /among the leaves 296 to 299/,
    ],
    [
      'a leaf in the middle is gone',
      'DELETE FROM audit.leaf WHERE idx = 5',
      /^Of the log's leaves 0 to 299, some are gone/,
    ],
    ['a node was changed', `UPDATE audit.node SET hash = sha256('x')`, /^Node 0 of level 1 of the tree is not/],
    ['a node is gone', 'DELETE FROM audit.node', /^Node 0 of level 1/],
    ['there is a node too many', `INSERT INTO audit.node VALUES (1, 1, sha256('x'))`, /^audit.node has other rows/],
    [
      'a checkpoint’s row was changed',
      `UPDATE audit.checkpoint SET root = sha256('x')`,
      /^The row 300 of audit.checkpoint/,
    ],
  ])('%s', async (_, sql, problem) => {
    await db.tamper(sql);
    await refused('HISTORY_REWRITTEN', problem);
  });

  it('the database is in another cluster than remembered', async () => {
    const { memory } = db.folder.own();
    await memory.write({ ...(await memory.read())!, cluster: '7300000000000000001' });
    await refused('OTHER_CLUSTER', /^The log was sealed in the Postgres cluster 7300000000000000001, and this is/);
  });

  it('the database is in another cluster than its log says', async () => {
    await rm(db.folder.own().memory.file);
    await db.tamper('UPDATE audit.checkpoint SET cluster = 42');
    await refused('OTHER_CLUSTER', /^The log was sealed in the Postgres cluster 42, and this is/);
  });

  it('the key is another one', async () => {
    await refused('OTHER_KEY', /^The newest checkpoint of the log is not signed by the key\.$/, otherKey());
    await db.folder.empty(); // a machine that lost everything
    await refused('OTHER_KEY', /not signed by the key/, otherKey());
  });

  it('the key is that of another log', async () => {
    const problem = /^The log's origin is desk\.example\/audit, and that of the key is other\.example\.$/;
    await refused('OTHER_ORIGIN', problem, otherKey('other.example'));
    await db.folder.empty();
    await refused('OTHER_ORIGIN', problem, otherKey('other.example'));
  });

  it('the checkpoint in the database is signed by nobody', async () => {
    await db.folder.empty();
    await db.tamper(`UPDATE audit.checkpoint SET note = replace(note, E'\\n300\\n', E'\\n299\\n')`);
    await refused('OTHER_KEY', /not signed by the key/);
  });
});

it('a damaged memory is told, and nothing is signed', async () => {
  await writeFile(db.folder.own().memory.file, '{"size":');
  const before = await db.signed();
  await expect(db.seal()).rejects.toThrow(/sealer\.json is damaged/);
  expect(await db.signed()).toEqual(before);
});

describe('keys', () => {
  const rows = () =>
    db.sql(`SELECT leaf::jsonb -> 'row' AS row FROM audit.event WHERE leaf::jsonb ->> 'op' = 'KEY' ORDER BY seq`);
  const vkey = (key: string) => parseSigningKeys(key)[0]!.verifierKey;

  it('are replaced by way of both, and the log says so', async () => {
    const [old, next] = [TEST_SIGNING_KEY, otherKey()];
    const both = await db.seal(`${next}\n${old}`);
    expect(both.note.split('\n').filter((line) => line.startsWith('— '))).toHaveLength(2);
    expect(both.size).toBe(SIZE + 1);
    const alone = await db.seal(next);
    expect(alone.note.split('\n').filter((line) => line.startsWith('— '))).toHaveLength(1);
    expect((await rows()).map(({ row }) => row)).toEqual([
      { keys: [vkey(old)], previous: [] },
      { keys: [vkey(next), vkey(old)], previous: [vkey(old)] },
      { keys: [vkey(next)], previous: [vkey(next), vkey(old)] },
    ]);
    expect(await db.seal(next)).toEqual(alone);
    await refused('OTHER_KEY', /not signed by the key/, old);
  });
});

it('a checkpoint that cannot be written to its folder holds up nothing, and is told', async () => {
  const own = db.folder.own();
  const inTheWay = path.join(db.folder.dir, 'checkpoints/latest.new');
  await mkdir(inTheWay);
  await write(db.owner, stream(1));
  expect((await sealAll(db.sealerUrl, own)).size).toBe(SIZE + 1);
  expect(own.checkpoints.problem).toBe('Checkpoints cannot be written to their folder: EISDIR');
  await rm(inTheWay, { recursive: true });
  const { note } = await sealAll(db.sealerUrl, own);
  expect(own.checkpoints.problem).toBeNull();
  expect((await db.folder.files())['checkpoints/latest']).toBe(note);
});
