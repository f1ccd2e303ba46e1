import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import { readEnv } from '../config/env.js';
import { derivedAppPassword, derivedAppUrl } from '../database/connection.js';
import { dataSourceOptions } from '../database/data-source.js';
import { lastConnection } from '../database/open-database.js';
import { RefusedError } from './failures.js';

/** Connects as the application does: what an administrator does is bound by the same rights and is in the log. */
async function connectionUrl(): Promise<string> {
  const { APP_DATABASE_URL: appUrl, DATABASE_URL: url, DATA_DIR: dataDir } = readEnv(process.env);
  if (appUrl !== undefined) return appUrl;
  // Without a password in it none can be derived; that user owns the tables, and the triggers bind owners too
  if (url !== undefined) return derivedAppPassword(url) === null ? url : derivedAppUrl(url);
  const last = await lastConnection(dataDir);
  if (last !== null) return last.appUrl;
  throw new RefusedError('There is no Claimdesk here yet. Run npm start first, or set DATABASE_URL to its database.');
}

/**
 * Opens the database of the environment for a command, and closes it after.
 *
 * @param poolSize connections at most
 * @param entities those whose use-cases go through TypeORM's manager
 */
export async function connected<T>(
  { poolSize, entities = [] }: { poolSize: number; entities?: MixedList<Function | string | EntitySchema> },
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const options = { ...dataSourceOptions(await connectionUrl(), poolSize), entities, logging: false };
  const dataSource = await new DataSource(options).initialize();
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}
