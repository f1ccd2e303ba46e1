import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { derivedAppUrl } from '../src/database/connection.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/database/embedded/embedded-postgres.js';
import { isPostmaster } from '../src/database/embedded/processes.js';
import { migrateDatabase } from '../src/database/migrate.js';

/** Another one than those of `npm start` and `npm test`, so that it runs beside them. */
const PORT = 54_349;
/** What the application names its connections (data-source.ts), and BullMQ its own. */
const OURS = `datname = current_database() AND usename = 'claimdesk_app'`;

/** The run's own Postgres, with what can be done to it. */
export class Server {
  private constructor(
    private readonly postgres: EmbeddedPostgres,
    private readonly dataDir: string,
    readonly appUrl: string,
  ) {}

  static async start(dataDir: string, log: (line: string) => void): Promise<Server> {
    const postgres = await startEmbeddedPostgres({ dataDir, port: PORT, database: 'claimdesk', log });
    await migrateDatabase(postgres.url);
    return new Server(postgres, dataDir, derivedAppUrl(postgres.url));
  }

  /** Of the superuser. */
  get url(): string {
    return this.postgres.url;
  }

  /** @returns a connection of its own. @throws an error of pg where the server is not there */
  async connect(url = this.url): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    client.on('error', () => undefined); // the server is killed under it
    await client.connect();
    return client;
  }

  /** Waits until it answers, or until `isOver`. */
  async isUp(isOver: () => boolean): Promise<void> {
    const answers = (): Promise<boolean> =>
      this.sql('SELECT').then(
        () => true,
        () => false,
      );
    while (!isOver() && !(await answers())) await sleep(50);
  }

  /** Runs one statement as the superuser. */
  async sql<Row extends object = any>(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = await this.connect();
    try {
      return (await client.query<Row>(text, values)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Ends connections of the application, as an administrator or a network does. @param limit null for all */
  async terminate(limit: number | null): Promise<number> {
    const ended = await this.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${OURS} ORDER BY random() LIMIT $1`,
      [limit],
    );
    return ended.length;
  }

  /** @returns the pid of one of the application's backends that is at work, or of any; null where there is none */
  async backend(): Promise<number | null> {
    const [row] = await this.sql<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE ${OURS} ORDER BY state = 'active' DESC, random() LIMIT 1`,
    );
    return row?.pid ?? null;
  }

  /** The pid of the server's first process; null while there is none, whatever a killed one left in its file. */
  get postmaster(): number | null {
    const cluster = path.join(this.dataDir, 'cluster');
    try {
      const pid = Number.parseInt(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8'), 10);
      return isPostmaster(pid, cluster) ? pid : null; // a dead one's pid may be anybody's by now
    } catch {
      return null;
    }
  }

  /**
   * Sets how large files may grow for all processes of the server: 0 is what a full disk is like. Linux only; what it
   * starts afterwards by itself inherits it, what the supervisor starts does not.
   */
  limitFiles(limit: 0 | 'unlimited'): boolean {
    const first = this.postmaster;
    if (process.platform !== 'linux' || first === null) return false;
    for (const pid of [first, ...childrenOf(first)]) {
      try {
        execFileSync('prlimit', [`--fsize=${limit}:`, '--pid', String(pid)], { stdio: 'ignore' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
        // it ended in between
      }
    }
    return true;
  }

  /** @returns the last lines of its log */
  log(): string {
    try {
      return readFileSync(path.join(this.dataDir, 'server.log'), 'utf8').slice(-4000);
    } catch {
      return '';
    }
  }

  stop(): Promise<void> {
    return this.postgres.stop();
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      if (!pid) return false;
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        // proc(5): after the name in parentheses come the state and the parent
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      } catch {
        return false;
      }
    });
}
