import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SettingsError } from '../config/env.js';
import { projectDir } from '../kernel/project-dir.js';
import { derivedAppPassword, derivedAppUrl, derivedPasswords, derivedSealerUrl } from './connection.js';
import { resolveDataDir, startEmbeddedPostgres } from './embedded/embedded-postgres.js';
import { migrateDatabase } from './migrate.js';
import { APP_ROLE, type LoginRole, type RolePasswords, SEALER_ROLE } from './roles.js';

export interface DatabaseSettings {
  readonly DATABASE_URL?: string | undefined;
  readonly APP_DATABASE_URL?: string | undefined;
  readonly SEALER_DATABASE_URL?: string | undefined;
  readonly DATA_DIR?: string | undefined;
}

export interface OpenDatabase {
  /** Connection of the application's role. It holds the password: do not log it. */
  readonly appUrl: string;
  /** Connection of the sealer's role; null where none was given and none can be derived. Not to be logged either. */
  readonly sealerUrl: string | null;
  /** Folder of our own Postgres; null where the database is somebody else's. */
  readonly dataDir: string | null;
  /** Stops our own Postgres. Close the application's connections first. */
  stop(): Promise<void>;
}

const nothing = async (): Promise<void> => undefined;

/**
 * Makes the database ready: our own Postgres is started, roles are made and migrations applied; of a database with
 * APP_DATABASE_URL alone, nothing is changed.
 *
 * @throws Error with what to do, for people
 */
export async function openDatabase(settings: DatabaseSettings, log: (line: string) => void): Promise<OpenDatabase> {
  const { DATABASE_URL: url, APP_DATABASE_URL: appUrl } = settings;
  const sealerUrl = sealerUrlOf(settings);
  if (url === undefined && appUrl !== undefined) return { appUrl, sealerUrl, dataDir: null, stop: nothing };
  if (url !== undefined) {
    if (appUrl === undefined && derivedAppPassword(url) === null) {
      throw new SettingsError([
        'DATABASE_URL holds no password, so none can be derived for the role claimdesk_app. Set APP_DATABASE_URL to the address by which API and worker shall connect as claimdesk_app.',
      ]);
    }
    log('Preparing the database …');
    await migrateDatabase(url, givenPasswords(url, settings));
    return { appUrl: appUrl ?? derivedAppUrl(url), sealerUrl, dataDir: null, stop: nothing };
  }
  return openEmbedded(settings.DATA_DIR, log);
}

/** @returns how the sealer connects to an existing database; null where it has no way to */
export function sealerUrlOf({ DATABASE_URL: url, SEALER_DATABASE_URL: sealerUrl }: DatabaseSettings): string | null {
  if (sealerUrl !== undefined) return sealerUrl;
  return url === undefined || derivedPasswords(url)[SEALER_ROLE] === null ? null : derivedSealerUrl(url);
}

/** The passwords for the roles: the one in a role's address, if that is of the role, or else a derived one. */
export function givenPasswords(url: string, settings: DatabaseSettings): RolePasswords {
  const derived = derivedPasswords(url);
  const given = (role: LoginRole, address: string | undefined): string | null => {
    if (address === undefined) return derived[role];
    const { username, password } = new URL(address);
    return username === role && password !== '' ? decodeURIComponent(password) : null;
  };
  return {
    claimdesk_app: given(APP_ROLE, settings.APP_DATABASE_URL),
    claimdesk_sealer: given(SEALER_ROLE, settings.SEALER_DATABASE_URL),
  };
}

async function openEmbedded(dataDir: string | undefined, log: (line: string) => void): Promise<OpenDatabase> {
  const folder = await resolveDataDir({ projectDir, dataDir, log });
  log(`Starting Postgres in ${folder} …`);
  const server = await startEmbeddedPostgres({ dataDir: folder, database: 'claimdesk', log });
  try {
    await migrateDatabase(server.url);
    const appUrl = derivedAppUrl(server.url);
    await mkdir(folder, { recursive: true });
    const sealerUrl = derivedSealerUrl(server.url);
    await writeFile(connectionFile(folder), `${appUrl}\n${sealerUrl}\n`, { mode: 0o600 });
    return { appUrl, sealerUrl, dataDir: folder, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Where a running Claimdesk leaves its connections for commands on the same machine: the application's, the sealer's. */
const connectionFile = (folder: string): string => path.join(folder, 'connection');

export interface LastConnection {
  readonly appUrl: string;
  /** Null where that Claimdesk was older than its sealer. */
  readonly sealerUrl: string | null;
  readonly dataDir: string;
}

/** @returns the connections of the Claimdesk that last ran on the data folder; null where none ever did */
export async function lastConnection(dataDir: string | undefined): Promise<LastConnection | null> {
  const folder = await resolveDataDir({ projectDir, dataDir });
  const text = await readFile(connectionFile(folder), 'utf8').catch(() => '');
  const [appUrl, sealerUrl] = text.split('\n');
  return appUrl ? { appUrl, sealerUrl: sealerUrl || null, dataDir: folder } : null;
}
