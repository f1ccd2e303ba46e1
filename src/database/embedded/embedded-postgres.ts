import { createHash } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { findBinaries } from './binaries.js';
import { ensureCluster, hasCluster } from './cluster.js';
import { prepareDataFolder } from './data-folder.js';
import { clusterIdentity, newClusterIdentity } from './identity.js';
import { connect } from './ownership.js';
import { platformPackage } from './platform-package.js';
import { Supervisor } from './supervisor.js';

export { DataFolderInUseError } from './ownership.js';
export { resolveDataDir } from './data-folder.js';

/** Not 5432, where a Postgres of the system's would be; from the range for private use (RFC 6335). */
const DEFAULT_PORT = 54329;

/** What a fresh Postgres has too; written out because the app's pools are sized by the first. */
const DEFAULT_SETTINGS = {
  /** The app's pools, its workers and the guard together use about 40. */
  max_connections: '100',
  /** Enough for a desk's working set on the smallest machine that runs Node well. */
  shared_buffers: '128MB',
};

export interface EmbeddedPostgres {
  /** URL of the database for the superuser, on 127.0.0.1. It holds the password: do not log it. */
  readonly url: string;
  readonly port: number;
  /** Stops the server, if healthy within seconds. Close the app's own connections first. May be called twice. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** A folder of its own for the server; see resolveDataDir. */
  readonly dataDir: string;
  /** Preferred port. If it is busy, a free one is taken. */
  readonly port?: number;
  /** Made if it is not there. */
  readonly database: string;
  /** Settings of postgresql.conf, over the defaults. `fsync: 'off'` also skips the flush after initdb. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: (line: string) => void;
}

/**
 * Starts a Postgres server from the npm binaries, or takes over the one that a killed process left running, and keeps
 * it running until stop().
 * @throws DataFolderInUseError if another process uses the folder.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  const settings: Record<string, string> = { ...DEFAULT_SETTINGS, ...options.settings };
  platformPackage(); // where there is none, that is the first thing to say
  const cluster = path.join(options.dataDir, 'cluster');
  const who = (await hasCluster(cluster)) ? await clusterIdentity(cluster) : newClusterIdentity();
  const folder = await prepareDataFolder(options.dataDir, who);
  const binaries = await findBinaries(who, folder.root, log);
  const durable = settings['fsync'] !== 'off';
  const password = await ensureCluster(folder, binaries, who, { durable, log });

  const supervisor = new Supervisor({
    folder,
    binaries,
    who,
    password,
    settings,
    // In the titles of all its processes, which Postgres cuts at about 60 characters
    clusterName: `claimdesk-${createHash('sha256').update(folder.root).digest('hex').slice(0, 12)}`,
    log,
  });
  const port = await supervisor.start(options.port ?? DEFAULT_PORT);
  try {
    await ensureDatabase(port, password, options.database);
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
  const database = encodeURIComponent(options.database);
  return {
    url: `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
    port,
    stop: () => supervisor.stop(),
  };
}

async function ensureDatabase(port: number, password: string, name: string): Promise<void> {
  const client = await connect(port, password, 'postgres', 'claimdesk setup');
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
