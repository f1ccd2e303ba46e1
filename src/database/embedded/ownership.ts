import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import pg from 'pg';
import type { DataFolder } from './data-folder.js';
import { isAlive, processToken, sleep } from './processes.js';
import { temporaryName } from './temporary.js';

/** Another process uses the data folder. Nothing of it was changed. */
export class DataFolderInUseError extends Error {
  constructor(
    readonly dataDir: string,
    /** Undefined where it cannot be told. */
    readonly pid: number | undefined,
  ) {
    const user = pid === undefined ? 'another process' : `process ${pid}`;
    super(
      `The data folder ${dataDir} is in use by ${user}. Stop that one first, ` +
        `or set DATA_DIR to another folder, or share one server through DATABASE_URL.`,
    );
    this.name = 'DataFolderInUseError';
  }
}

/**
 * Who may take over a server. The owner holds a session-level advisory lock on a connection of its own, so ownership
 * ends when the process does, however it ends. While its server restarts or stops, nobody holds the lock; then the
 * file `owner` speaks for it, as long as the process that it names is alive.
 */
export type Guard = pg.Client;

/** Key of the advisory lock in database `postgres`, where nobody else takes any: "clai", "mdsk" in ASCII. */
const LOCK_KEY = [0x636c6169, 0x6d64736b] as const;
/** How long a dead holder's lock may linger, and a live owner may be without it. A backend notices in milliseconds. */
const PATIENCE_MS = 5_000;

/**
 * Takes the ownership.
 * @returns the connection that holds it.
 * @throws DataFolderInUseError if another process is the owner; an error of pg if the server goes away meanwhile.
 */
export async function takeOwnership(folder: DataFolder, port: number, password: string): Promise<Guard> {
  const me = processToken(process.pid) ?? '';
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(100)) {
    const client = await connect(port, password, 'postgres', `claimdesk ${me}`);
    let holder: string | undefined;
    try {
      const sql = 'select pg_try_advisory_lock($1, $2) as got';
      const { rows } = await client.query<{ got: boolean }>(sql, [...LOCK_KEY]);
      if (rows[0]?.got) {
        const other = await liveOwner(folder, me);
        if (other === undefined) {
          await writeOwner(folder, me);
          // Still there? A server that was killed meanwhile has ended the connection already, and whoever then
          // waits for its end waits for ever
          await client.query('select');
          return client;
        }
        holder = other; // it restarts or stops its server right now: give it the lock back
      } else {
        holder = await lockHolder(client);
        if (holder && isAlive(holder)) throw inUse(folder, holder);
      }
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    await client.end();
    if (Date.now() > deadline) throw inUse(folder, holder);
  }
}

/**
 * Waits a little for an owner that is stopping. Called while no server runs, so that none is started under an owner
 * that is about to restart its own.
 * @throws DataFolderInUseError if it does not go.
 */
export async function waitForNoOwner(folder: DataFolder): Promise<void> {
  const me = processToken(process.pid) ?? '';
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(100)) {
    const owner = await liveOwner(folder, me);
    if (owner === undefined) return;
    if (Date.now() > deadline) throw inUse(folder, owner);
  }
}

/** To be called when the server has stopped. */
export async function dropOwnership(folder: DataFolder): Promise<void> {
  const owner = await readFile(folder.owner, 'utf8').catch(() => undefined);
  if (owner === processToken(process.pid)) await rm(folder.owner, { force: true });
}

/** Opens a connection as superuser. No time limits: a guard sits idle for months. */
export async function connect(port: number, password: string, database: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database,
    application_name: name,
    ssl: false,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    options: '-c idle_session_timeout=0 -c statement_timeout=0',
  });
  client.on('error', () => undefined); // without a listener, a lost connection ends the process; 'end' follows
  await client.connect();
  return client;
}

const inUse = (folder: DataFolder, token: string | undefined): DataFolderInUseError =>
  new DataFolderInUseError(folder.root, token ? Number.parseInt(token, 10) : undefined);

async function liveOwner(folder: DataFolder, me: string): Promise<string | undefined> {
  const owner = await readFile(folder.owner, 'utf8').catch(() => undefined);
  return owner !== undefined && owner !== me && isAlive(owner) ? owner : undefined;
}

async function writeOwner(folder: DataFolder, me: string): Promise<void> {
  const temporary = temporaryName(folder.owner);
  await writeFile(temporary, me);
  await rename(temporary, folder.owner);
}

async function lockHolder(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and l.classid = $1 and l.objid = $2`,
    [...LOCK_KEY],
  );
  return /^claimdesk (\S+)$/.exec(rows[0]?.name ?? '')?.[1];
}
