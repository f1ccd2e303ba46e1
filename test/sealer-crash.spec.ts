import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { Sealer, type SealerBelongings } from '../src/audit/sealer.js';
import { connectSealer, tryToLead } from '../src/audit/sealer-connection.js';
import { SealerRunner } from '../src/audit/sealer-runner.js';
import { openNote } from '../verifier/claimdesk-verify.mjs';
import { TEST_VERIFIER_KEY } from './audit-key.js';
import { disorder, leading, SealedDatabase, SealerFolder, sealAll, stream, write } from './sealed-database.js';

let db: SealedDatabase;
beforeEach(async () => {
  db = await SealedDatabase.make();
});
afterEach(() => db.drop());

/** A sealer whose process ends where `crash` is called. */
async function crashing(own: (crash: () => Promise<void>) => SealerBelongings): Promise<void> {
  const client = await connectSealer(db.sealerUrl);
  await tryToLead(client);
  const [{ pid }] = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows as [{ pid: number }];
  const crash = async () => {
    await db.sql('SELECT pg_terminate_backend($1, 5000)', [pid]);
  };
  await expect(Sealer.open(client, own(crash)).then((sealer) => sealer.seal())).rejects.toThrow(
    /The key is gone|terminat|connection error/i,
  );
  await client.end().catch(() => undefined);
}
/** The key cannot sign any more. */
function withoutKey(own: SealerBelongings): SealerBelongings {
  const sign = () => {
    throw new Error('The key is gone.');
  };
  return { ...own, keys: [{ ...own.keys[0]!, sign }] };
}
const checkpoints = () =>
  db.sql<{ size: number; note: string }>('SELECT size::int, note FROM audit.checkpoint ORDER BY size');

describe('a crash', () => {
  it('between the leaves’ commit and the signature: the next sealer signs the same leaves', async () => {
    await write(db.owner, stream(1));
    const { size } = await db.seal();
    await write(db.owner, stream(1), stream(2));
    await crashing(() => withoutKey(db.folder.own()));
    const unsigned = await db.leaves();
    expect([unsigned.length, (await checkpoints()).length]).toEqual([size + 2, 1]);

    expect((await db.seal()).size).toBe(size + 2);
    expect(await db.leaves()).toEqual(unsigned);
    await write(db.owner, stream(2));
    expect((await db.seal()).size).toBe(size + 3);
    expect(disorder(await db.leaves())).toEqual([]);
  });

  it('there does not let an event be changed before it is signed', async () => {
    const { size } = await db.seal();
    await write(db.owner, stream(1));
    await crashing(() => withoutKey(db.folder.own()));
    await db.tamper(`UPDATE audit.event SET leaf = replace(leaf, 'INSERT', 'UPDATE') WHERE stream = '${stream(1)}'`);
    const before = await db.signed();
    await expect(db.seal()).rejects.toMatchObject({
      code: 'HISTORY_REWRITTEN',
      problem: `Leaf ${size} of the log is not the hash of its event's text.`,
    });
    expect(await db.signed()).toEqual(before);
  });

  it('between remembering and storing: the remembered checkpoint is stored', async () => {
    await write(db.owner, stream(1));
    const own = db.folder.own();
    await crashing((crash) => {
      const remember = own.memory.write.bind(own.memory);
      own.memory.write = async (remembered) => {
        await remember(remembered);
        await crash();
      };
      return own;
    });
    expect(await checkpoints()).toEqual([]);
    const { note } = (await db.folder.own().memory.read())!;
    expect(openNote(note, [TEST_VERIFIER_KEY])).toContain('\n2\n');
    expect(await db.seal()).toMatchObject({ size: 2, note });
    expect(await checkpoints()).toEqual([{ size: 2, note }]);
    expect((await db.folder.files())['checkpoints/latest']).toBe(note);
  });

  it('between storing and publishing: the checkpoint is published', async () => {
    const { note, size } = await db.seal();
    await rm(path.join(db.folder.dir, 'checkpoints'), { recursive: true });
    await db.seal();
    const files = await db.folder.files();
    expect([files['checkpoints/latest'], files[`checkpoints/${size}`]]).toEqual([note, note]);
  });

  it('of everything but the database: the newest checkpoint counts, if the own key signed it', async () => {
    await write(db.owner, stream(1));
    const { size } = await db.seal();
    const other = await SealerFolder.make();
    await write(db.owner, stream(1));
    expect((await sealAll(db.sealerUrl, other.own())).size).toBe(size + 1);
    expect((await other.own().memory.read())!.tree.size).toBe(size + 1);
    await other.remove();
  });
});

describe('sealers that run', () => {
  const runners: SealerRunner[] = [];
  const run = (own: SealerBelongings): SealerRunner => {
    const runner = new SealerRunner({ url: db.sealerUrl, own, isAlone: true });
    runners.push(runner);
    runner.onApplicationBootstrap();
    return runner;
  };
  const stopAll = () => Promise.all(runners.splice(0).map((runner) => runner.onApplicationShutdown()));
  afterEach(stopAll);
  const leader = async (): Promise<number | undefined> =>
    (
      await db.sql(
        `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      )
    )[0]?.pid;
  async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
    for (const end = Date.now() + 15_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 30))) {
      const found = await look();
      if (found !== undefined && found !== false) return found;
    }
    throw new Error(`Waited in vain for ${what}.`);
  }
  const sealed = (size: number) =>
    until(`${size} sealed events`, async () => ((await checkpoints()).at(-1)?.size ?? 0) >= size);

  it('one leads; when its connection is killed, another takes over, and nothing is sealed twice', async () => {
    const other = await SealerFolder.make();
    run(db.folder.own());
    run(other.own());
    const first = await until('a leader', leader);
    const stop = new AbortController();
    const writing = (async () => {
      const writer: pg.Client = await db.connect();
      let written = 0;
      for (; !stop.signal.aborted; written += 2) await write(writer, stream(written % 5), stream(7));
      return written;
    })();
    await sealed(50);
    await db.sql('SELECT pg_terminate_backend($1)', [first]);
    const second = await until('another leader', async () => {
      const pid = await leader();
      return pid !== first && pid;
    });
    expect(second).not.toBe(first);
    const at = (await checkpoints()).at(-1)!.size;
    await sealed(at + 50);
    stop.abort();
    const total = (await writing) + 1; // log.key
    await sealed(total);
    expect(disorder(await db.leaves())).toEqual([]);
    expect((await db.leaves()).length).toBe(total);
    expect(runners.map(({ problem }) => problem)).toContain(null);
    await stopAll();
    await other.remove();
  }, 60_000);

  it('the last events before a stop are sealed', async () => {
    const runner = run(db.folder.own());
    await sealed(1);
    await write(db.owner, stream(1), stream(2));
    await runner.onApplicationShutdown();
    expect((await checkpoints()).at(-1)!.size).toBe(3);
  }, 30_000);

  it('one that waits for the database, or stands by, ends at once', async () => {
    await leading(db.sealerUrl, db.folder.own(), async () => {
      const [standing, lost] = [
        run(db.folder.own()),
        new SealerRunner({ url: 'postgres://x:y@127.0.0.1:1/z', own: db.folder.own(), isAlone: true }),
      ];
      lost.onApplicationBootstrap();
      await until('it to stand by', async () => standing.problem === null);
      expect(lost.problem).not.toBeNull();
      const started = performance.now();
      await Promise.all([standing.onApplicationShutdown(), lost.onApplicationShutdown()]);
      expect(performance.now() - started).toBeLessThan(1000);
    });
  }, 30_000);
});
