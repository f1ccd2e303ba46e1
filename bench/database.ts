import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { derivedAppUrl, derivedSealerUrl } from '../src/database/connection.js';
import {
  type EmbeddedPostgres,
  resolveDataDir,
  startEmbeddedPostgres,
} from '../src/database/embedded/embedded-postgres.js';
import { migrateDatabase } from '../src/database/migrate.js';
import { projectDir } from '../src/kernel/project-dir.js';
import { addDesks, addEditors, type Desks, type Editor } from './people.js';

/** Preferred; another one is taken where it is busy. Not that of `npm start`. */
const PORT = 54339;

/** As many editors work at once, at most. */
export const MOST_EDITORS = 64;

/** A database with tables, desks and editors, and no claims yet. */
export interface BenchDatabase {
  readonly name: string;
  /** Connection of the application's role. */
  readonly appUrl: string;
  /** Connection of the sealer's role. */
  readonly sealerUrl: string;
  /** Superuser. */
  readonly client: pg.Client;
  readonly desks: Desks;
  readonly editors: readonly Editor[];
}

/** A Postgres of the benchmark's own, in a folder that is gone when it stops. */
export class BenchServer {
  private readonly clients: pg.Client[] = [];

  private constructor(
    private readonly postgres: EmbeddedPostgres,
    private readonly folder: string,
  ) {}

  /** With the settings that `npm start` gives its Postgres, fsync and all: what is measured is what people get. */
  static async start(log: (line: string) => void): Promise<BenchServer> {
    const folder = path.join(await resolveDataDir({ projectDir }), 'bench');
    const start = (): Promise<EmbeddedPostgres> =>
      startEmbeddedPostgres({ dataDir: folder, database: 'bench', port: PORT, log });
    if (existsSync(folder)) {
      // Of a run that was killed, and its Postgres may still run: the start takes it over, so that it can be stopped
      await (await start()).stop();
      await rm(folder, { recursive: true, force: true });
    }
    return new BenchServer(await start(), folder);
  }

  async database(name: string): Promise<BenchDatabase> {
    const admin = await this.connect(this.postgres.url);
    await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
    const url = new URL(this.postgres.url);
    url.pathname = `/${name}`;
    await migrateDatabase(url.href);
    const client = await this.connect(url.href);
    await client.query(
      `SELECT set_config('audit.actor', 'system:bench', false), set_config('audit.action', 'bench', false)`,
    );
    const desks = await addDesks(client);
    const editors = await addEditors(client, MOST_EDITORS);
    return { name, appUrl: derivedAppUrl(url.href), sealerUrl: derivedSealerUrl(url.href), client, desks, editors };
  }

  /** @returns the server's version, for the report */
  async version(): Promise<string> {
    const [row] = (
      await (await this.connect(this.postgres.url)).query<{ server_version: string }>('SHOW server_version')
    ).rows;
    return row!.server_version;
  }

  async stop(): Promise<void> {
    for (const client of this.clients) await client.end().catch(() => undefined);
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async connect(url: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined); // what it was used for fails by itself
    await client.connect();
    this.clients.push(client);
    return client;
  }
}
