import { readEnv, SettingsError } from '../config/env.js';
import { migrateDatabase } from '../database/migrate.js';
import { givenPasswords } from '../database/open-database.js';
import { MissingDatabaseRightsError } from '../database/roles.js';

/** `npm run migrate`: makes roles and tables on DATABASE_URL, for deployments whose API may not. */
async function main(): Promise<void> {
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    console.log(
      'Usage: DATABASE_URL=… [APP_DATABASE_URL=…] [SEALER_DATABASE_URL=…] npm run migrate\n\nMakes roles and tables on an existing Postgres, or brings them up to date. npm start does so too.',
    );
    return;
  }
  const env = readEnv(process.env);
  if (env.DATABASE_URL === undefined)
    throw new SettingsError(['DATABASE_URL is not set; it must be the address of the Postgres to migrate.']);
  const applied = await migrateDatabase(env.DATABASE_URL, givenPasswords(env.DATABASE_URL, env));
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`);
}

try {
  await main();
} catch (error) {
  const isExpected = error instanceof SettingsError || error instanceof MissingDatabaseRightsError;
  console.error(isExpected ? error.message : error);
  process.exitCode = 1;
}
