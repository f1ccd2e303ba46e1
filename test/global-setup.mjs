// One Postgres for the whole run: TEST_DATABASE_URL, or an embedded one in .data/test. In plain JavaScript, because
// jest loads it with a transform that cannot follow './x.js' to './x.ts'.
import { readFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { ensureEditorBuilt } from '../scripts/build.mjs';
import { loadEmbedded, PROJECT_DIR } from './fixtures/load-embedded.mjs';

/** Postgres 15 is the oldest that is supported: security_invoker views, and no CREATE for all in `public`. */
const OLDEST_VERSION = 150_000;
/** Another one than the app's default, so that tests run beside `npm start`. */
const PORT = 54_339;
const DAY_SECONDS = 86_400;
/** Templates are made anew after a week; so those of old migrations go away without being known. */
const TEMPLATE_AGE_SECONDS = 7 * DAY_SECONDS;

export default async function globalSetup() {
  const given = process.env.TEST_DATABASE_URL;
  // On a server that others may use too, only a database older than a day is surely a dead run's
  const adminUrl = given ?? (await startServer());
  await checkServer(adminUrl, given ? DAY_SECONDS : 0);
  await ensureEditorBuilt(); // here, since two files at once would build over each other
  process.env.TEST_ADMIN_URL = adminUrl; // workers inherit the environment; see test/database.ts
}

async function startServer() {
  const { resolveDataDir, startEmbeddedPostgres, DataFolderInUseError } = await loadEmbedded();
  const log = (line) => console.error(`test setup: ${line}`);
  const base = await resolveDataDir({
    projectDir: PROJECT_DIR,
    dataDir: process.env.DATA_DIR,
    log,
  });
  await removeOrphanedTestData(path.dirname(base));
  try {
    const server = await startEmbeddedPostgres({
      dataDir: path.join(base, 'test'),
      port: PORT,
      database: 'claimdesk_test_admin',
      settings: {
        max_connections: '300', // several apps at once, each with its pools and workers
        // Test data need not outlive a power cut. Without these, making and dropping databases takes twice as long
        fsync: 'off',
        synchronous_commit: 'off',
        full_page_writes: 'off',
      },
      log,
    });
    globalThis.testServer = server;
    stopOnSignal(server);
    return server.url;
  } catch (error) {
    if (!(error instanceof DataFolderInUseError)) throw error;
    throw new Error(
      `Another test run (process ${error.pid}) uses the test server in ${error.dataDir}. ` +
        `Wait for it, or set TEST_DATABASE_URL to the superuser URL of another Postgres.`,
      { cause: error },
    );
  }
}

/** Jest does not run its teardown on Ctrl-C. */
function stopOnSignal(server) {
  for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 })) {
    process.once(signal, () => server.stop().finally(() => process.exit(code)));
  }
}

/** Fails early where the server will not do, and drops what earlier runs left, so that the disk does not fill. */
async function checkServer(adminUrl, cloneAgeSeconds) {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `select current_setting('server_version_num')::int as version, rolsuper as super
       from pg_roles where rolname = current_user`,
    );
    if (rows[0].version < OLDEST_VERSION) throw new Error('TEST_DATABASE_URL: needs Postgres 15 or newer');
    if (!rows[0].super) throw new Error('TEST_DATABASE_URL: needs a superuser, to make databases and roles');
    await dropOlderThan(client, 'claimdesk_test_clone_', cloneAgeSeconds);
    await dropOlderThan(client, 'claimdesk_test_template_', TEMPLATE_AGE_SECONDS);
  } finally {
    await client.end();
  }
}

/** The names end in the second of their making; see test/database.ts. */
async function dropOlderThan(client, prefix, seconds) {
  const { rows } = await client.query(
    `select datname as name from pg_database
     where starts_with(datname, $1) and datname ~ '_[0-9]{10}$'
       and right(datname, 10)::bigint <= extract(epoch from now()) - $2`,
    [prefix, seconds],
  );
  for (const { name } of rows) {
    // Another run may be at the same; a database may also be in use as the template of a clone right now
    await client.query(`alter database ${name} is_template false`).catch(() => undefined);
    await client.query(`drop database if exists ${name} with (force)`).catch(() => undefined);
  }
}

/**
 * Clones of the project in a closed folder keep their data elsewhere (resolveDataDir), and CI makes a new clone each
 * time. Test data of clones that are gone is removed; other data never is.
 */
async function removeOrphanedTestData(parent) {
  if (parent !== '/var/lib/claimdesk') return;
  for (const name of await readdir(parent)) {
    const project = await readFile(path.join(parent, name, 'project'), 'utf8').catch(() => undefined);
    if (project === undefined) continue;
    const isGone = await readdir(project.trim()).then(
      () => false,
      (error) => error.code === 'ENOENT',
    );
    if (isGone) await rm(path.join(parent, name, 'test'), { recursive: true, force: true });
  }
}
