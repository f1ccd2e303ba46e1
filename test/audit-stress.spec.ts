import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomInt, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { CheckpointFolder } from '../src/audit/checkpoints.js';
import { LogMemory } from '../src/audit/log-memory.js';
import { Sealer } from '../src/audit/sealer.js';
import { connectSealer, tryToLead } from '../src/audit/sealer-connection.js';
import { parseSigningKeys } from '../src/audit/signing-key.js';
import { checkState } from '../src/audit/state-check.js';
import type { Finding } from '../src/audit/state-findings.js';
import { CompactRange, leafHash, openNote, parseCheckpoint } from '../verifier/claimdesk-verify.mjs';
import { TEST_SIGNING_KEY, TEST_VERIFIER_KEY } from './audit-key.js';
import { DeskApp } from './desk-app.js';

const WRITERS = 24;
const CLAIMS = 30;
/** Milliseconds of writing. Deadlocks are found after 50 ms here, so some thousand transactions fit in. */
const DURATION = 3000;

let app: DeskApp;
let folder: string;
let reviews: { claimId: string; reviewId: string }[];
let userId: string;

beforeAll(async () => {
  app = await DeskApp.start();
  folder = await mkdtemp(path.join(tmpdir(), 'claimdesk-stress-'));
  await app.sql(
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET deadlock_timeout = ''50ms''', current_database()); END $$`,
  );
  userId = (await app.person('EDITOR')).id;
  reviews = await app.reviews(await app.desk('stress'), CLAIMS);
}, 30_000);
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

type Outcome = 'committed' | 'rolled back' | 'deadlocked' | 'killed';
interface Written {
  /** Stands in `audit.request` of each of the transaction's events. */
  readonly mark: string;
  /** What it wrote, and did not take back to a savepoint. */
  readonly events: number;
  readonly outcome: Outcome;
}

const chance = (percent: number): boolean => randomInt(100) < percent;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: app.appUrl });
  client.on('error', () => undefined); // when it is killed
  await client.connect();
  return client;
}

/** One change to a claim or what hangs on it; the claim's row is locked first, as everywhere. @returns its events */
async function change(
  client: pg.Client,
  { claimId, reviewId }: { claimId: string; reviewId: string },
): Promise<number> {
  await client.query('UPDATE claim SET version = version + 1 WHERE id = $1', [claimId]);
  if (chance(50)) return 1;
  if (chance(50)) {
    await client.query('UPDATE review SET priority = (priority + 1) % 100 WHERE id = $1', [reviewId]);
  } else {
    await client.query(
      `INSERT INTO evidence (id, claim_id, url, excerpt, stance, added_by) VALUES ($1, $2, 'https://a.example/', 'Words.', 'CONTEXT', $3)`,
      [randomUUID(), claimId, userId],
    );
  }
  return 2;
}

/** A change that is taken back, or one that stands, below a savepoint. @returns the events that stand */
async function changeBelow(client: pg.Client, review: { claimId: string; reviewId: string }): Promise<number> {
  await client.query('SAVEPOINT here');
  const events = await change(client, review);
  if (chance(50)) {
    await client.query('RELEASE here');
    return events;
  }
  await client.query('ROLLBACK TO here');
  return 0;
}

async function transaction(client: pg.Client, mark: string): Promise<Written> {
  let events = 0;
  // In one order, as the application takes its locks; now and then in any order, into deadlocks
  const touched = Array.from({ length: 1 + randomInt(4) }, () => reviews[randomInt(CLAIMS)]!);
  if (!chance(10)) touched.sort((a, b) => (a.claimId < b.claimId ? -1 : 1));
  try {
    await client.query(
      `BEGIN; SELECT set_config('audit.actor', 'system:stress', true), set_config('audit.request', '${mark}', true)`,
    );
    // Its number before that of transactions that write and commit first
    if (chance(30)) await client.query('SELECT pg_current_xact_id()').then(() => pause(randomInt(30)));
    for (const review of touched) events += await (chance(30) ? changeBelow(client, review) : change(client, review));
    if (chance(5)) {
      const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
      const commit = chance(50) ? client.query('COMMIT') : pause(randomInt(5));
      await Promise.allSettled([commit, app.sql('SELECT pg_terminate_backend($1)', [rows[0].pid])]);
      return { mark, events, outcome: 'killed' };
    }
    const outcome = chance(15) ? 'rolled back' : 'committed';
    await client.query(outcome === 'committed' ? 'COMMIT' : 'ROLLBACK');
    return { mark, events, outcome };
  } catch (error) {
    if ((error as { code?: string }).code !== '40P01') throw error;
    await client.query('ROLLBACK');
    return { mark, events, outcome: 'deadlocked' };
  }
}

async function write(writer: number, end: number): Promise<Written[]> {
  const done: Written[] = [];
  let client = await connect();
  for (let i = 0; Date.now() < end; i += 1) {
    const written = await transaction(client, `w${writer}-${i}`);
    done.push(written);
    if (written.outcome !== 'killed') continue;
    await client.end().catch(() => undefined);
    client = await connect();
  }
  await client.end();
  return done;
}

/** Seals on and on until nobody writes any more, and then the rest. @returns how many batches there were */
async function sealUntil(writing: Promise<unknown>): Promise<number> {
  const client = await connectSealer(app.sealerUrl);
  const state = { isWriting: true };
  const ended = writing.finally(() => {
    state.isWriting = false;
  });
  try {
    expect(await tryToLead(client)).toBe(true);
    const sealer = await Sealer.open(client, {
      keys: parseSigningKeys(TEST_SIGNING_KEY),
      memory: new LogMemory(folder),
      checkpoints: new CheckpointFolder(path.join(folder, 'checkpoints')),
    });
    let batches = 0;
    while (state.isWriting) if ((await sealer.seal()) > 0) batches += 1;
    await ended;
    while ((await sealer.seal()) > 0);
    return batches;
  } finally {
    await client.end();
  }
}

it(`${WRITERS} writers at once: what they commit is sealed once and in order, and nothing else is`, async () => {
  const end = Date.now() + DURATION;
  const writing = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer, end)));
  const batches = await sealUntil(writing);
  const done = (await writing).flat();
  const of = (outcome: Outcome) => done.filter((written) => written.outcome === outcome);
  // It was a stress, and of every kind
  expect(batches).toBeGreaterThan(10);
  expect(of('committed').length).toBeGreaterThan(300);
  for (const outcome of ['rolled back', 'deadlocked', 'killed'] as const)
    expect([outcome, of(outcome).length]).not.toEqual([outcome, 0]);

  const log = await app.sql<{
    idx: number;
    hash: Buffer;
    leaf: string;
    xid: string;
    stream: string;
    seq: number;
    mark: string | null;
  }>(
    `SELECT l.idx::int, l.hash, e.leaf, e.xid::text, e.stream, e.seq::int, e.leaf::jsonb ->> 'request' AS mark
     FROM audit.leaf l LEFT JOIN audit.event e ON e.id = l.event_id ORDER BY l.idx`,
  );
  expect(log.map(({ idx }) => idx)).toEqual(log.map((_, i) => i));
  expect(
    await app.sql('SELECT FROM audit.event e WHERE NOT EXISTS (SELECT FROM audit.leaf WHERE event_id = e.id)'),
  ).toEqual([]);
  expect((await app.sql('SELECT count(DISTINCT event_id)::int AS n FROM audit.leaf'))[0].n).toBe(log.length);

  // All of what was committed, nothing of what was not, and of what was killed all or nothing
  const sealed = new Map<string, number>();
  for (const { mark } of log) if (mark !== null) sealed.set(mark, (sealed.get(mark) ?? 0) + 1);
  for (const { mark, events, outcome } of done) {
    const found = sealed.get(mark) ?? 0;
    const allowed = outcome === 'committed' ? [events] : outcome === 'killed' ? [0, events] : [0];
    expect([mark, outcome, allowed.includes(found), found]).toEqual([mark, outcome, true, found]);
  }

  // Each stream in its own order, though its transactions began in another
  const seqs = new Map<string, number>();
  const xids = new Map<string, bigint>();
  let overtaken = 0;
  const tree = new CompactRange();
  for (const { stream, seq, xid, leaf, hash } of log) {
    expect(seq).toBe((seqs.get(stream) ?? 0) + 1);
    if (BigInt(xid) < (xids.get(stream) ?? 0n)) overtaken += 1;
    seqs.set(stream, seq);
    xids.set(stream, BigInt(xid));
    expect(Buffer.from(leafHash(leaf)).equals(hash)).toBe(true);
    tree.append(hash);
  }
  expect(overtaken).toBeGreaterThan(0);
  expect(await app.gaps()).toBe(0);

  const [checkpoint] = await app.sql('SELECT size::int, root, note FROM audit.checkpoint ORDER BY size DESC LIMIT 1');
  const signed = parseCheckpoint(openNote(checkpoint.note, [TEST_VERIFIER_KEY]));
  expect([signed.size, Buffer.from(signed.root)]).toEqual([log.length, Buffer.from(tree.root())]);
  const findings: Finding[] = [];
  const client = await connect();
  await checkState(client, { onFinding: (found) => findings.push(found) });
  await client.end();
  expect(findings).toEqual([]);
}, 30_000);
