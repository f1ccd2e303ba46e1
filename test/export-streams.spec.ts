import { connect, type Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../src/database/database.js';
import { MAX_EXPORTS } from '../src/export/export-slots.js';
import { LogConnection } from '../src/export/log-connection.js';
import { DeskApp, type Person } from './desk-app.js';
import { readExported } from './exported-log.js';
import { fillLog } from './log-filler.js';

const MEGABYTE = 1024 * 1024;

let app: DeskApp;
let auditor: Person;
let sealed: { size: number; verifierKey: string };
beforeAll(async () => {
  app = await DeskApp.start();
  auditor = await app.person('AUDITOR');
  // Three windows of 30 MB each: more than all the buffers on the way hold
  await fillLog(app, 4_000, 9, 1_400);
  sealed = await app.seal();
  await app.sql('VACUUM (ANALYZE) audit.leaf, audit.event');
}, 60_000);
afterAll(() => app.stop());
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  app.app.getHttpServer().setTimeout(60_000);
  await atRest();
});

/** Waits until no connection of the application's is in use. */
function atRest(): Promise<unknown> {
  const { pool } = app.app.get(Database);
  return app.until('all connections to be given back', async () => pool.totalCount === pool.idleCount);
}

const authorization = () => `Bearer ${auditor.token}`;
const get = (query = '', headers: Record<string, string> = {}) =>
  fetch(`${app.url}/audit/log?${query}`, { headers: { authorization: authorization(), ...headers } });

/** Asks for the log, and reads nothing of the answer until told to. */
async function ask(query = ''): Promise<Socket> {
  const socket = connect({ port: Number(new URL(app.url).port), host: '127.0.0.1' });
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.pause();
  socket.write(
    `GET /audit/log?${query} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorization()}\r\nconnection: close\r\n\r\n`,
  );
  return socket;
}

/** @returns the connections that are reading the log */
const readers = (): Promise<{ pid: number; waits: string | null; xid: string | null }[]> =>
  app.sql(
    `SELECT pid, wait_event AS waits, backend_xid::text AS xid FROM pg_stat_activity
     WHERE datname = current_database() AND state = 'active' AND query LIKE 'COPY%'`,
  );
const stuck = (count: number) =>
  app.until(`${count} exports to wait for their readers`, async () => {
    const waiting = (await readers()).filter(({ waits }) => waits === 'ClientWrite');
    return waiting.length === count ? waiting : null;
  });

/** Reads some bytes, and then rests, until all is read. */
async function readSlowly(socket: Socket, pieceBytes: number, restMs: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  while (!(socket.readableEnded || socket.closed) || socket.readableLength > 0) {
    const piece = socket.read(Math.min(pieceBytes, socket.readableLength) || undefined) as Buffer | null;
    if (piece !== null) pieces.push(piece);
    await new Promise((resolve) => setTimeout(resolve, restMs));
  }
  return Buffer.concat(pieces);
}

/** @returns the body of an answer in chunks (RFC 9112, 7.1); null where it lacks its end */
function bodyOf(bytes: Buffer): string | null {
  const pieces: Buffer[] = [];
  for (let at = bytes.indexOf('\r\n\r\n') + 4; at < bytes.length;) {
    const end = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.subarray(at, end).toString(), 16);
    if (size === 0) return Buffer.concat(pieces).toString();
    pieces.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return null;
}

/** @returns bytes in buffers that are in use: the server runs in this process */
function buffersNow(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().arrayBuffers;
}

describe('a reader', () => {
  it('that waits makes the database wait, and the server keep nothing', async () => {
    const before = buffersNow();
    const socket = await ask();
    const [reader] = await stuck(1);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    // What has passed through is still to be swept up
    await app.until('the buffers to be small', async () => buffersNow() - before < 4 * MEGABYTE, 10_000);
    expect(await stuck(1)).toEqual([{ ...reader, xid: null }]);
    const text = bodyOf(await readSlowly(socket, MEGABYTE, 0))!;
    expect(readExported(text, sealed.verifierKey).leaves.size).toBe(sealed.size);
  });

  it('does not hold up the sealer', async () => {
    await ask();
    await stuck(1);
    await app.person('CHECKER');
    const next = await app.seal();
    expect(next.size).toBeGreaterThan(sealed.size);
    sealed = next;
  });

  it('that goes away ends its COPY and gives the connection back', async () => {
    for (const query of ['', 'private=1', 'type=claim.updated']) {
      const socket = await ask(query);
      await app.until('an answer', async () => socket.bytesRead > 0 || (await readers()).length > 0);
      socket.destroy();
      await atRest();
    }
  });

  it('that is slow but alive is not cut off; one that is dead is', async () => {
    app.app.getHttpServer().setTimeout(3000);
    const slow = await ask();
    const started = Date.now();
    const text = bodyOf(await readSlowly(slow, 256 * 1024, 15))!;
    expect(Date.now() - started).toBeGreaterThan(4000);
    expect(readExported(text, sealed.verifierKey).leaves.size).toBe(sealed.size);
    const dead = await ask();
    await stuck(1);
    await atRest();
    expect(bodyOf(await readSlowly(dead, MEGABYTE, 0))).toBeNull();
  }, 60_000);
});

describe('exports at once', () => {
  it(`are ${MAX_EXPORTS}; the next one is told when to come back, and comes in when one ends`, async () => {
    const open = [];
    for (let i = 0; i < MAX_EXPORTS; i += 1) open.push(await ask());
    await stuck(MAX_EXPORTS);
    const before = await app.fingerprint();
    const refused = await get();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10']);
    expect(((await refused.json()) as any).error).toMatchObject({
      code: 'UNAVAILABLE',
      message: `${MAX_EXPORTS} exports are under way, and this server makes no more at once.`,
    });
    expect(await app.fingerprint()).toEqual(before);
    open[0]!.destroy();
    const answer = await app.until('a place', async () => {
      const next = await get('type=log.key');
      return next.status === 200 ? next : (await next.text(), null);
    });
    expect(readExported(await answer.text(), sealed.verifierKey).leaves.size).toBe(1);
  });
});

describe('an export that cannot be brought to its end', () => {
  it('because its connection is gone lacks its end, and the server goes on', async () => {
    const socket = await ask();
    const [reader] = await stuck(1);
    await app.sql('SELECT pg_terminate_backend($1)', [reader!.pid]);
    const answer = await readSlowly(socket, MEGABYTE, 0);
    expect([bodyOf(answer), answer.includes('$checkpoint')]).toEqual([null, false]);
    expect((await get('type=log.key')).status).toBe(200);
  });

  it('because the database lacks an event lacks its end', async () => {
    const [{ id }] = await app.sql('SELECT event_id AS id FROM audit.leaf WHERE idx = 20000');
    await app.owner.query('BEGIN; ALTER TABLE audit.event DISABLE TRIGGER append_only');
    await app.sql('CREATE TABLE kept AS SELECT * FROM audit.event WHERE id = $1', [id]);
    await app.sql('DELETE FROM audit.event WHERE id = $1', [id]);
    await app.owner.query('ALTER TABLE audit.event ENABLE ALWAYS TRIGGER append_only; COMMIT');
    const [{ type }] = await app.sql('SELECT type FROM audit.leaf WHERE idx = 20000');
    for (const query of ['', 'private=1', `type=${type}`, `type=${type}&private=1`, 'from=20000']) {
      await expect(get(query).then((answer) => answer.text())).rejects.toThrow('terminated');
    }
    expect((await get('from=20001')).status).toBe(200);
    await app.sql('INSERT INTO audit.event OVERRIDING SYSTEM VALUE SELECT * FROM kept');
    expect((await (await get()).text()).includes('$checkpoint')).toBe(true);
  }, 60_000);
});

it('the connection reads only, may take minutes, and is nobody else’s after', async () => {
  const connection = await LogConnection.open(app.app.get(Database).pool);
  const settings = ['statement_timeout', 'transaction_read_only', 'max_parallel_workers_per_gather'];
  const chunks = await connection
    .copy(`SELECT ${settings.map((name) => `current_setting('${name}')`).join(', ')}, pg_current_xact_id_if_assigned()`)
    .toArray();
  connection.close();
  expect(Buffer.concat(chunks).toString()).toBe('15min\u0002on\u00020\u0002\n');
  expect(await app.app.get(Database).rows('SHOW statement_timeout')).toEqual([{ statement_timeout: '15s' }]);
});
