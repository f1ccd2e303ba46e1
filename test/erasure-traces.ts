import type { DeskApp } from './desk-app.js';

/** @returns each table of which a row holds the text, in whatever column; BullMQ's too */
export async function tablesWith(app: DeskApp, text: string): Promise<string[]> {
  const tables = await app.sql<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname IN ('public', 'audit', 'bullmq') ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await app.sql(`SELECT EXISTS (SELECT FROM ${name} t WHERE strpos(t::text, $1) > 0) AS found`, [text]);
    if (row.found) found.push(name);
  }
  return found;
}

/** The hashed texts of a stream, which no erasure may touch. */
export const leavesOf = (app: DeskApp, stream: string) =>
  app.sql('SELECT id, xid::text, seq, leaf FROM audit.event WHERE stream = $1 ORDER BY seq', [stream]);
