import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { OpenTransactions } from '../src/audit/open-transactions.js';
import { connectSealer } from '../src/audit/sealer-connection.js';
import { SealedDatabase, stream, write } from './sealed-database.js';

let db: SealedDatabase;
let sealer: pg.Client;
const told: [string, Record<string, unknown>][] = [];
beforeAll(async () => {
  db = await SealedDatabase.make();
  sealer = await connectSealer(db.sealerUrl);
  const warn = (message: string, fields: Record<string, unknown>) => void told.push([message, fields]);
  Logger.overrideLogger({ log: () => undefined, error: () => undefined, warn });
});
afterEach(() => void told.splice(0));
afterAll(async () => {
  await sealer.end();
  await db.drop();
});

/** Looks several times a second, as the sealer does, until it is told of the process, or for so long. */
async function look(limitMs: number, pid: number, forMs: number): Promise<Record<string, unknown>[]> {
  const transactions = new OpenTransactions(sealer, limitMs);
  const ours = () => told.map(([, fields]) => fields).filter((fields) => fields['pid'] === pid);
  for (const end = Date.now() + forMs; Date.now() < end && ours().length === 0;) {
    const { rows } = await sealer.query('SELECT pg_current_snapshot()::text AS snapshot');
    await transactions.look(rows[0].snapshot);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return ours();
}

let open: pg.Client;
let pid: number;
beforeEach(async () => {
  open = await db.connect();
  await open.query(`SET application_name = 'a forgotten terminal'; BEGIN`);
  await write(open, stream(1));
  pid = (await open.query('SELECT pg_backend_pid() AS pid')).rows[0].pid;
});
afterEach(() => open.query('ROLLBACK'));

it('a transaction that stays open is named by process, application, user and time', async () => {
  const [holder] = await look(200, pid, 15_000); // of the whole server, so also older ones of other tests
  const [{ user }] = await db.sql('SELECT current_user AS user');
  expect(holder).toMatchObject({
    application: 'a forgotten terminal',
    database: db.name,
    user,
    openForAtLeastSeconds: expect.any(Number),
  });
  expect(told.at(-1)![0]).toContain('pg_terminate_backend(pid) ends it');
});

it('one that is not open for so long is not', async () => {
  expect(await look(60_000, pid, 500)).toEqual([]);
});
