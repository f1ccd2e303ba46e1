import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { adoptLog } from '../src/audit/adopt-log.js';
import { formatSigningKey } from '../src/audit/signing-key.js';
import { CompactRange, leafHash, openNote, parseCheckpoint } from '../verifier/claimdesk-verify.mjs';
import { TEST_ORIGIN, TEST_VERIFIER_KEY } from './audit-key.js';
import { disorder, leading, SealedDatabase, stream, write } from './sealed-database.js';

let db: SealedDatabase;
beforeEach(async () => {
  db = await SealedDatabase.make();
  await write(db.owner, stream(1), stream(2), stream(3));
  await db.seal();
});
afterEach(() => db.drop());

const adopt = (reason = 'The disk was lost.', keys?: string) => adoptLog(db.sealerUrl, db.folder.own(keys), reason);

/** The log is what its newest checkpoint signs. */
async function holds(): Promise<void> {
  const log = await db.leaves();
  const tree = new CompactRange();
  for (const { leaf } of log) tree.append(leafHash(leaf));
  const [{ note }] = await db.sql('SELECT note FROM audit.checkpoint ORDER BY size DESC LIMIT 1');
  const { size, root } = parseCheckpoint(openNote(note, [TEST_VERIFIER_KEY]));
  expect([size, Buffer.from(root)]).toEqual([log.length, Buffer.from(tree.root())]);
  expect(disorder(log)).toEqual([]);
}
/** What is left after the newest events were lost with everything about them. */
const loseOne = () =>
  db.tamper(`DELETE FROM audit.checkpoint WHERE size = 5; DELETE FROM audit.event WHERE id = (SELECT max(event_id) FROM audit.leaf);
    UPDATE audit.head SET seq = seq - 1 WHERE stream = '${stream(1)}'; DELETE FROM audit.leaf WHERE idx = 4`);

describe('adoption', () => {
  it('goes on with an older state, says so in the log, and is the end of the refusal', async () => {
    await write(db.owner, stream(1));
    const lost = await db.seal();
    await loseOne();
    await write(db.owner, stream(1));
    await expect(db.seal()).rejects.toMatchObject({ code: 'OLDER_DATABASE' });

    const adopted = await adopt();
    expect(adopted).toEqual({ size: 6, note: expect.any(String), earlier: lost.note });
    const event = (await db.leaves()).find(({ type }) => type === 'log.adopt')!;
    expect(JSON.parse(event.leaf)).toMatchObject({
      actor: 'system:sealer',
      row: { reason: 'The disk was lost.', refusal: 'OLDER_DATABASE', earlier: lost.note, size: 4 },
    });
    await holds();
    const files = await db.folder.files();
    expect(files['checkpoints/latest']).toBe(adopted.note);
    expect(files['checkpoints/5']).toBe(lost.note); // the proof of what was given up

    await write(db.owner, stream(1));
    expect((await db.seal()).size).toBe(7);
    await holds();
  });

  it('keeps a checkpoint of the same size that was given up', async () => {
    await write(db.owner, stream(1));
    const lost = await db.seal();
    await loseOne();
    const { size, note } = await adopt();
    expect(size).toBe(5);
    const files = Object.entries(await db.folder.files());
    const kept = (name: RegExp) => files.filter(([file]) => name.test(file)).map(([, content]) => content);
    expect([kept(/\/5$/), kept(/\/5\.until-/)]).toEqual([[note], [lost.note]]);
  });

  it('in another cluster, seals also what transactions of the old one wrote, and goes on in their streams', async () => {
    await write(db.owner, stream(1), stream(4));
    await db.tamper(
      `UPDATE audit.event SET xid = (xid::text::bigint + 1000000000)::text::xid8`, // as the numbers of an older server
    );
    const { memory } = db.folder.own();
    await memory.write({ ...(await memory.read())!, cluster: '42' });
    await expect(db.seal()).rejects.toMatchObject({ code: 'OTHER_CLUSTER' });
    expect((await adopt()).size).toBe(7);
    await holds();
    await leading(db.sealerUrl, db.folder.own(), async (sealer) => {
      await sealer.seal();
      await write(db.owner, stream(1), stream(4), stream(5));
      expect(await sealer.seal()).toBe(3);
      expect(await sealer.seal()).toBe(0);
    });
    await holds();
  });

  it('with a new key, where the old one is lost, names both', async () => {
    const key = formatSigningKey(TEST_ORIGIN, new Uint8Array(32).fill(3));
    await expect(db.seal(key)).rejects.toMatchObject({ code: 'OTHER_KEY' });
    expect((await adopt('The key was lost.', key)).size).toBe(6);
    expect((await db.leaves()).slice(-2).map(({ type }) => type)).toEqual(['log.adopt', 'log.key']);
    expect((await db.seal(key)).size).toBe(6);
  });

  it('is refused where the log is as it was signed', async () => {
    const before = await db.signed();
    await expect(adopt()).rejects.toThrow('The log is as it was signed, so there is nothing to give up.');
    expect(await db.signed()).toEqual(before);
  });

  it('is refused while a sealer is at work', async () => {
    const before = await db.signed();
    await leading(db.sealerUrl, db.folder.own(), async () => {
      await expect(adoptLog(db.sealerUrl, db.folder.own(), 'x', 300)).rejects.toThrow(
        'A sealer is at work on this log',
      );
    });
    expect(await db.signed()).toEqual(before);
  });

  it.each([
    [
      'an event was rewritten',
      `UPDATE audit.event SET leaf = '{}' WHERE stream = '${stream(2)}'; DELETE FROM audit.checkpoint`,
      /^The log does not hold together.*is not the hash of its event's text/,
    ],
    ['leaves are missing', 'DELETE FROM audit.leaf WHERE idx = 1; DELETE FROM audit.checkpoint', /some are gone/],
    [
      'checkpoints are of more than there is',
      'DELETE FROM audit.leaf WHERE idx = 3',
      /^audit\.checkpoint has a row for 4 leaves, and audit\.leaf has only 3/,
    ],
  ])('is refused where nobody could verify the result: %s', async (_, sql, message) => {
    await db.tamper(sql);
    const { memory } = db.folder.own();
    await memory.write({ ...(await memory.read())!, cluster: '42' }); // so that the sealer refuses in any case
    const before = await db.signed();
    await expect(adopt()).rejects.toThrow(message);
    expect(await db.signed()).toEqual(before);
  });
});
