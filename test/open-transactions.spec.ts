import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
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

/** Looks for half a second, as the sealer does. */
async function look(limitMs: number): Promise<void> {
  const transactions = new OpenTransactions(sealer, limitMs);
  for (const end = Date.now() + 500; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const { rows } = await sealer.query('SELECT pg_current_snapshot()::text AS snapshot');
    await transactions.look(rows[0].snapshot);
  }
}

it('a transaction that stays open is named once, by process, application, user and time', async () => {
  const open = await db.connect();
  await open.query(`SET application_name = 'a forgotten terminal'; BEGIN`);
  await write(open, stream(1));
  const [{ pid }] = (await open.query('SELECT pg_backend_pid() AS pid')).rows;
  await look(200);
  const ours = told.filter(([, fields]) => fields['pid'] === pid);
  expect(ours).toHaveLength(1);
  const user = (await db.sql('SELECT current_user AS name'))[0].name;
  expect(ours[0]![1]).toMatchObject({ application: 'a forgotten terminal', database: db.name, user });
  expect(ours[0]![1]['openForAtLeastSeconds']).toBe(0);
  expect(ours[0]![0]).toContain('pg_terminate_backend(pid)');
  await open.query('ROLLBACK');
});

it('one that is not open for so long is not', async () => {
  const open = await db.connect();
  await open.query('BEGIN');
  await write(open, stream(1));
  await look(60_000);
  expect(told).toEqual([]);
  await open.query('ROLLBACK');
});
