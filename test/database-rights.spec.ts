import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { derivedPasswords } from '../src/database/connection.js';
import { resolveDataDir } from '../src/database/embedded/embedded-postgres.js';
import { migrateDatabase } from '../src/database/migrate.js';
import { LOGIN_ROLES, MissingDatabaseRightsError, type RolePasswords } from '../src/database/roles.js';
import { migrations } from '../migrations/index.js';
import { Driver, sweepRuns } from './fixtures/driver.js';

const PROJECT_DIR = fileURLToPath(new URL('..', import.meta.url));
const ALL = migrations.map(({ name }) => name);
const ROLES = 'claimdesk_app, claimdesk_sealer, claimdesk_app_owner, claimdesk_audit_owner';

/** Makes users and databases on a server, and takes them away again. */
class Server {
  private readonly made: { databases: string[]; users: string[] } = { databases: [], users: [] };

  private constructor(
    readonly admin: pg.Client,
    readonly url: string,
    readonly version: number,
  ) {}

  static async connect(url: string): Promise<Server> {
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    const { rows } = await admin.query(`SELECT current_setting('server_version_num')::int / 10000 AS version`);
    return new Server(admin, url, rows[0].version);
  }

  /** @returns the name of a new user. Its password is its name. */
  async user(attributes = ''): Promise<string> {
    const name = `claimdesk_test_user_${randomBytes(4).toString('hex')}`;
    await this.admin.query(`CREATE ROLE ${name} LOGIN ${attributes} PASSWORD '${name}'`);
    this.made.users.push(name);
    return name;
  }

  async database(owner?: string): Promise<string> {
    const name = `claimdesk_test_clone_${randomBytes(4).toString('hex')}_${Math.floor(Date.now() / 1000)}`;
    await this.admin.query(`CREATE DATABASE ${name} ${owner === undefined ? '' : `OWNER ${owner}`} STRATEGY file_copy`);
    this.made.databases.push(name);
    return name;
  }

  urlOf(database: string, user?: string, password = user): string {
    const url = new URL(this.url);
    url.pathname = `/${database}`;
    if (user !== undefined) [url.username, url.password] = [user, password!];
    return url.href;
  }

  /** The roles' passwords on this server; other tests are connected with them. */
  get passwords(): RolePasswords {
    return derivedPasswords(this.url);
  }

  /** What the administrator does who is handed the message: runs it in that database, in order. */
  async administer(database: string, statements: readonly string[]): Promise<void> {
    const client = new pg.Client({ connectionString: this.urlOf(database) });
    await client.connect();
    try {
      for (const sql of statements) {
        const role = LOGIN_ROLES.find((name) => sql.includes(`ROLE ${name} PASSWORD`));
        await client.query(role === undefined ? sql : sql.replace(`'…'`, pg.escapeLiteral(this.passwords[role]!)));
      }
    } finally {
      await client.end();
    }
  }

  async sweep(): Promise<void> {
    for (const name of this.made.databases.splice(0)) await this.admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    for (const name of this.made.users.splice(0)) {
      await this.admin.query(`DROP OWNED BY ${name} CASCADE; DROP ROLE ${name}`);
    }
  }
}

/** @returns the statements of the message, after checking that the migration failed for want of rights */
async function refusedStatements(migration: Promise<unknown>): Promise<string[]> {
  const error = await migration.then(
    () => new Error('The migration succeeded.'),
    (reason: Error) => reason,
  );
  if (!(error instanceof MissingDatabaseRightsError)) throw error;
  return error.message.split('\n').flatMap((line) => /^ {2}(.*)$/.exec(line)?.[1] ?? []);
}

async function signsIn(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query('SELECT FROM audit.event')).rowCount === 0;
  } finally {
    await client.end();
  }
}

const PASSWORD_LINES = [
  `ALTER ROLE claimdesk_app PASSWORD '…'; -- and put it into APP_DATABASE_URL`,
  `ALTER ROLE claimdesk_sealer PASSWORD '…'; -- and put it into SEALER_DATABASE_URL`,
];
const NO_PASSWORDS: RolePasswords = { claimdesk_app: null, claimdesk_sealer: null };

describe('on a server that has the roles', () => {
  let server: Server;
  beforeAll(async () => {
    server = await Server.connect(process.env['TEST_ADMIN_URL']!);
  });
  afterEach(() => server.sweep());
  afterAll(() => server.admin.end());

  it('a user with no rights is told all that it lacks; with that, all migrations succeed, now and later', async () => {
    const [user, database] = [await server.user(), await server.database()];
    const url = server.urlOf(database, user);
    const statements = await refusedStatements(migrateDatabase(url, NO_PASSWORDS));
    expect(statements).toEqual([
      `GRANT claimdesk_app_owner, claimdesk_audit_owner TO "${user}";`,
      `GRANT CREATE ON DATABASE "${database}" TO "${user}";`,
      `GRANT ALL ON SCHEMA public TO "${user}" WITH GRANT OPTION;`,
      ...PASSWORD_LINES,
    ]);
    await server.administer(database, statements);
    expect(await migrateDatabase(url, NO_PASSWORDS)).toEqual(ALL);
    expect(await migrateDatabase(url, NO_PASSWORDS)).toEqual([]);
    // A start with the password that the administrator chose asks for no right to change it
    expect(await migrateDatabase(url, server.passwords)).toEqual([]);
  });

  it('the owner of the database lacks only membership in the owner roles', async () => {
    const user = await server.user();
    const database = await server.database(user);
    const url = server.urlOf(database, user);
    const statements = await refusedStatements(migrateDatabase(url, NO_PASSWORDS));
    expect(statements).toEqual([`GRANT claimdesk_app_owner, claimdesk_audit_owner TO "${user}";`, ...PASSWORD_LINES]);
    await server.administer(database, statements);
    expect(await migrateDatabase(url, NO_PASSWORDS)).toEqual(ALL);
    expect(await migrateDatabase(url, NO_PASSWORDS)).toEqual([]);
  });

  it('an owner with CREATEROLE needs help from Postgres 16 on, where roles belong to who made them', async () => {
    const user = await server.user('CREATEROLE');
    const database = await server.database(user);
    const url = server.urlOf(database, user);
    const needsHelp = server.version >= 16;
    const statements = needsHelp ? await refusedStatements(migrateDatabase(url, server.passwords)) : [];
    const grant = `GRANT claimdesk_app_owner, claimdesk_audit_owner TO "${user}";`;
    expect(statements).toEqual(needsHelp ? [grant, ...PASSWORD_LINES] : []);
    await server.administer(database, statements);
    expect(await migrateDatabase(url, server.passwords)).toEqual(ALL);
    expect(await migrateDatabase(url, server.passwords)).toEqual([]);
  });

  it('CREATEROLE alone opens no database of somebody else', async () => {
    const [user, database] = [await server.user('CREATEROLE'), await server.database()];
    const url = server.urlOf(database, user);
    const statements = await refusedStatements(migrateDatabase(url, server.passwords));
    expect(statements).toEqual(
      expect.arrayContaining([
        `GRANT CREATE ON DATABASE "${database}" TO "${user}";`,
        `GRANT ALL ON SCHEMA public TO "${user}" WITH GRANT OPTION;`,
      ]),
    );
    await server.administer(database, statements);
    expect(await migrateDatabase(url, server.passwords)).toEqual(ALL);
  });

  it('two migrations of one database at once both succeed, and one of them does the work', async () => {
    const url = server.urlOf(await server.database());
    const applied = await Promise.all([migrateDatabase(url), migrateDatabase(url)]);
    expect(applied.toSorted((a, b) => a.length - b.length)).toEqual([[], ALL]);
  });
});

describe('on a new server', () => {
  let root: string;
  let server: Server;
  beforeAll(async () => {
    const parent = await resolveDataDir({ projectDir: PROJECT_DIR }); // where Postgres can get, whoever we are
    await mkdir(parent, { recursive: true });
    await sweepRuns(parent);
    root = await mkdtemp(path.join(parent, `spec-${process.pid}-`));
    await chmod(root, 0o755);
    server = await Server.connect((await new Driver(path.join(root, '0')).next('ready')).url!);
  }, 30_000);
  // Each test finds the server as new: without our roles
  afterEach(async () => {
    await server.sweep();
    await server.admin.query(`DROP ROLE IF EXISTS ${ROLES}`);
  });
  afterAll(async () => {
    await server.admin.end();
    await Driver.killAll();
    await rm(root, { recursive: true, force: true, maxRetries: 8, retryDelay: 100 });
  });

  it('a user with no rights is told to have the roles made; with that, the migration succeeds', async () => {
    const [user, database] = [await server.user(), await server.database()];
    const url = server.urlOf(database, user);
    const statements = await refusedStatements(migrateDatabase(url, NO_PASSWORDS));
    expect(statements).toEqual([
      'CREATE ROLE claimdesk_app_owner NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;',
      'CREATE ROLE claimdesk_audit_owner NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;',
      'CREATE ROLE claimdesk_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;',
      'CREATE ROLE claimdesk_sealer LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;',
      `GRANT claimdesk_app_owner, claimdesk_audit_owner TO "${user}";`,
      `GRANT CREATE ON DATABASE "${database}" TO "${user}";`,
      `GRANT ALL ON SCHEMA public TO "${user}" WITH GRANT OPTION;`,
      ...PASSWORD_LINES,
    ]);
    await server.administer(database, statements);
    expect(await migrateDatabase(url, NO_PASSWORDS)).toEqual(ALL);
    for (const role of LOGIN_ROLES)
      expect(await signsIn(server.urlOf(database, role, server.passwords[role]!))).toBe(true);
  });

  it('an owner with CREATEROLE needs no administrator', async () => {
    const user = await server.user('CREATEROLE');
    const database = await server.database(user);
    const url = server.urlOf(database, user);
    expect(await migrateDatabase(url)).toEqual(ALL);
    expect(await migrateDatabase(url)).toEqual([]);
    const passwords = derivedPasswords(url);
    for (const role of LOGIN_ROLES) expect(await signsIn(server.urlOf(database, role, passwords[role]!))).toBe(true);
  });

  it('the first starts of two databases at once both make the roles', async () => {
    const urls = [server.urlOf(await server.database()), server.urlOf(await server.database())];
    expect(await Promise.all(urls.map((url) => migrateDatabase(url)))).toEqual([ALL, ALL]);
  });
});
