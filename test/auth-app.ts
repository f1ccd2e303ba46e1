import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import pg from 'pg';
import { AddUser } from '../src/auth/add-user.js';
import { AuthModule } from '../src/auth/auth.module.js';
import { registerAuthentication } from '../src/auth/authenticate.js';
import type { AuthSettings } from '../src/auth/settings.js';
import { derivedAppUrl, derivedPasswords } from '../src/database/connection.js';
import { DatabaseModule } from '../src/database/database.module.js';
import { Database } from '../src/database/database.js';
import { ensureRoles } from '../src/database/roles.js';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import { GraphqlModule } from '../src/graphql/graphql.module.js';
import { configureHttp } from '../src/http/configure-http.js';
import { createFastifyAdapter } from '../src/http/fastify-adapter.js';
import { type RoleGrant, type Role, systemActor } from '../src/kernel/actor.js';
import { createTestDatabase, type TestDatabase } from './database.js';

export const CLI = { actor: systemActor('cli'), requestId: 'test' };
export const everywhere = (role: Role): RoleGrant => ({ role, deskId: null });

/** The application as far as auth/ reaches, on a database of its own, connected as the role that owns nothing. */
export class AuthApp {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly db: Database,
    readonly appUrl: string,
    private readonly testDatabase: TestDatabase,
  ) {}

  static async start(settings: Partial<AuthSettings> = {}): Promise<AuthApp> {
    const testDatabase = await createTestDatabase();
    const admin = new pg.Client({ connectionString: testDatabase.url });
    await admin.connect();
    await ensureRoles(admin, derivedPasswords(testDatabase.url));
    await admin.end();
    const appUrl = derivedAppUrl(testDatabase.url);
    const app = await AuthApp.listen(appUrl, settings);
    return new AuthApp(app, app.get(Database), appUrl, testDatabase);
  }

  /** Another API process on the same database. */
  static async listen(appUrl: string, settings: Partial<AuthSettings> = {}): Promise<NestFastifyApplication> {
    const auth: AuthSettings = { sessionHours: 12, publicUrl: 'http://localhost:3000', ...settings };
    @Module({
      imports: [DatabaseModule.register(appUrl, 10), AuthModule.register(auth), GraphqlModule],
    })
    class TestModule {}
    const testing = await Test.createTestingModule({ imports: [TestModule] }).compile();
    const app = testing.createNestApplication<NestFastifyApplication>(createFastifyAdapter({ trustProxy: false }), {
      logger: false,
    });
    await configureHttp(app, { publicUrl: auth.publicUrl });
    registerAuthentication(app, ['GET /open']);
    const fastify = app.getHttpAdapter().getInstance();
    fastify.get('/open', async () => ({ open: true }));
    fastify.all('/late', async () => ({ late: true }));
    fastify.register(async (inner) => {
      inner.get('/plugin/:name', async () => ({ plugin: true }));
    });
    await app.listen(0, '127.0.0.1');
    return app;
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.testDatabase.drop();
  }

  /** For what the application's role may not do, such as turning back a clock. */
  async asOwner(sql: string, values: unknown[]): Promise<void> {
    const client = new pg.Client({ connectionString: this.testDatabase.url });
    await client.connect();
    try {
      await client.query(`SELECT set_config('audit.actor', 'system:test', false)`);
      await client.query(sql, values);
    } finally {
      await client.end();
    }
  }

  /**
   * Makes a race certain: starts `work` while another transaction holds what `sql` locks, and lets go once so many
   * others wait for it.
   */
  async race<T>(sql: string, values: unknown[], waiting: number, work: () => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.testDatabase.url });
    await client.connect();
    try {
      await client.query(`SELECT set_config('audit.actor', 'system:test', false)`);
      await client.query('BEGIN');
      await client.query(sql, values);
      const result = work();
      result.catch(() => undefined);
      await this.untilWaiting(waiting);
      await client.query('COMMIT');
      return await result;
    } finally {
      await client.end();
    }
  }

  private async untilWaiting(count: number): Promise<void> {
    for (const deadline = Date.now() + 5000; Date.now() < deadline;) {
      const [row] = await this.db.rows<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (row!.count === count) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`There were never ${count} that waited for the lock.`);
  }

  browser(): Browser {
    return new Browser(this.app);
  }

  /** @returns the id and the password, which is not a one-time one any more unless `isOneTime` */
  async addUser(email: string, roles: RoleGrant[], isOneTime = false): Promise<{ id: string; password: string }> {
    const added = await this.app.get(AddUser).run(CLI, { email, name: email.split('@')[0]!, roles });
    if (!isOneTime) {
      await this.app
        .get(UnitOfWork)
        .run(CLI, 'test', (tx) =>
          tx.rows('UPDATE app_user SET must_change_password = false WHERE id = $1', [added.id]),
        );
    }
    return { id: added.id, password: added.oneTimePassword ?? '' };
  }

  /** @returns what an auditor can see of everything that happened, to look for what must not be there */
  async auditText(): Promise<string> {
    const rows = await this.db.rows<{ text: string }>(
      `SELECT leaf || coalesce(body, '') AS text FROM audit.event ORDER BY id`,
    );
    return rows.map(({ text }) => text).join('\n');
  }

  /** @returns how much there is of everything that auth/ writes */
  async counts(): Promise<Record<string, number>> {
    const [row] = await this.db.rows<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM app_user) AS users, (SELECT count(*)::int FROM role_grant) AS grants,
         (SELECT count(*)::int FROM api_token) AS tokens, (SELECT count(*)::int FROM session) AS sessions,
         (SELECT count(*)::int FROM audit.event) AS events`,
    );
    return row!;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

/** A client that keeps the session cookie and the CSRF token, over real HTTP. */
export class Browser {
  cookie = '';
  csrfToken = '';
  readonly url: string;

  constructor(app: NestFastifyApplication) {
    const address = app.getHttpServer().address() as { port: number };
    this.url = `http://127.0.0.1:${address.port}`;
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        ...(this.csrfToken === '' ? {} : { 'x-csrf-token': this.csrfToken }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const setCookie = response.headers.get('set-cookie');
    if (setCookie !== null) this.cookie = setCookie.split(';')[0]!;
    const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body: parsed };
  }

  async signIn(email: string, password: string): Promise<Answer> {
    const answer = await this.send('POST', '/auth/sign-in', { email, password });
    if (answer.status === 200) this.csrfToken = answer.body.csrfToken;
    return answer;
  }

  graphql(query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
    return this.send('POST', '/graphql', { query, variables }, headers);
  }
}

export const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
