import pg from 'pg';
import { DataSource } from 'typeorm';
import { derivedPasswords } from './connection.js';
import { dataSourceOptions } from './data-source.js';
import { migrateQueue } from './queue-schema.js';
import { APP_ROLE, ensureRoles, type RolePasswords } from './roles.js';

/** The oldest server that has what the schema uses (UNIQUE NULLS NOT DISTINCT). */
const OLDEST_SERVER = 15;
/** Spells CLDK. Two deploys at once: the second waits and then finds nothing to do. */
const MIGRATION_LOCK = 0x434c444b;

/**
 * Makes the roles and applies the migrations that are missing, ours and then BullMQ's.
 *
 * @param databaseUrl URL of a user that may create roles, or that already is a member of the owner roles
 * @param passwords to give to the roles that log in
 * @returns the names of the migrations that were applied
 * @throws MissingDatabaseRightsError with what an administrator has to run
 */
export async function migrateDatabase(
  databaseUrl: string,
  passwords: RolePasswords = derivedPasswords(databaseUrl),
): Promise<string[]> {
  const lock = new pg.Client({ connectionString: databaseUrl });
  await lock.connect();
  try {
    const version = Math.floor(
      Number((await lock.query('SHOW server_version_num')).rows[0].server_version_num) / 10_000,
    );
    if (version < OLDEST_SERVER) {
      throw new Error(`DATABASE_URL: the server is PostgreSQL ${version}; Claimdesk needs ${OLDEST_SERVER} or newer.`);
    }
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await ensureRoles(lock, passwords);
    return await applyMigrations(databaseUrl);
  } finally {
    await lock.end();
  }
}

async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const options = dataSourceOptions(databaseUrl, 2);
  const dataSource = await new DataSource({ ...options, extra: { keepAlive: true } }).initialize();
  try {
    const applied = await dataSource.runMigrations();
    // BullMQ's schema moves with its package, so it is looked at on every deploy
    await dataSource.transaction((tx) => migrateQueue(tx.queryRunner!));
    // the readiness check compares it with the migrations that this build knows
    await dataSource.query(`GRANT SELECT ON public.migration TO ${APP_ROLE}`);
    return applied.map((migration) => migration.name);
  } finally {
    await dataSource.destroy();
  }
}
