import { createHash, randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { migrateDatabase } from '../src/database/migrate.js';

const PROJECT_DIR = fileURLToPath(new URL('..', import.meta.url));
/** What makes the schema: our migrations, what runs them, and the version of bullmq, which brings its own. */
const SCHEMA_SOURCES = ['migrations', 'src/database', 'package.json'];
/** Key of the advisory lock under which templates are made and cloned: "clai", "test" in ASCII. */
const LOCK_KEY = [0x636c6169, 0x74657374];

export interface TestDatabase {
  /** For the superuser. */
  readonly url: string;
  readonly name: string;
  /** Also ends the sessions that are still open. */
  drop(): Promise<void>;
}

/**
 * Makes a database with every migration applied, as the clone of a template. The template is made once for a set of
 * migrations, by whichever test file comes first. What is not dropped, a later run's setup drops.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = process.env['TEST_ADMIN_URL'];
  if (adminUrl === undefined) throw new Error('TEST_ADMIN_URL is not set; see test/global-setup.mjs');
  const name = `claimdesk_test_clone_${randomBytes(4).toString('hex')}_${nowSeconds()}`;
  await withClient(adminUrl, async (client) => {
    const template = await ensureTemplate(client, adminUrl);
    // Measured with fsync off: 20 to 40 ms with file_copy, twice that with the default wal_log
    await client.query(`create database ${name} template ${template} strategy file_copy`);
  });
  return {
    name,
    url: urlOf(adminUrl, name),
    drop: () =>
      withClient(adminUrl, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      }),
  };
}

/** @returns the template's name. It bears its final name only once it is complete. */
async function ensureTemplate(client: pg.Client, adminUrl: string): Promise<string> {
  const prefix = `claimdesk_test_template_${await hashOfSchema()}_`;
  const find = async () => {
    const sql = 'select datname from pg_database where starts_with(datname, $1) order by 1 desc';
    return (await client.query<{ datname: string }>(sql, [prefix])).rows[0]?.datname;
  };
  const known = await find();
  if (known !== undefined) return known;
  await client.query('select pg_advisory_lock($1, $2)', LOCK_KEY);
  try {
    const made = await find(); // by another test file, while we waited
    if (made !== undefined) return made;
    const draft = `claimdesk_test_clone_draft_${process.pid}_${nowSeconds()}`;
    await client.query(`create database ${draft}`);
    await migrateDatabase(urlOf(adminUrl, draft));
    const name = `${prefix}${nowSeconds()}`;
    await client.query(`alter database ${draft} rename to ${name}`);
    await client.query(`alter database ${name} allow_connections false`); // a template in use cannot be cloned
    return name;
  } finally {
    await client.query('select pg_advisory_unlock($1, $2)', LOCK_KEY);
  }
}

async function hashOfSchema(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SCHEMA_SOURCES) {
    const at = path.join(PROJECT_DIR, source);
    const names = source.endsWith('.json') ? [''] : (await readdir(at)).filter((name) => name.endsWith('.ts'));
    for (const name of names.toSorted()) hash.update(name).update(await readFile(path.join(at, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

/** Ten digits until the year 2286. The setup tells a database's age by it. */
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
