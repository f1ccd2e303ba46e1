import { getQueueToken } from '@nestjs/bullmq';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Queue } from 'bullmq';
import pg from 'pg';
import { AddUser } from '../src/auth/add-user.js';
import { CreateApiToken } from '../src/auth/create-api-token.js';
import { AppearanceStance } from '../src/claims/vocabulary.js';
import { createApi, createLogger } from '../src/create-app.js';
import { derivedAppUrl, derivedPasswords, derivedSealerUrl } from '../src/database/connection.js';
import { ensureRoles } from '../src/database/roles.js';
import { UnitOfWork } from '../src/database/unit-of-work.js';
import { EnsureDesk, type NewDesk } from '../src/desks/ensure-desk.js';
import type { Submission } from '../src/intake/submission.js';
import { SubmitClaims } from '../src/intake/submit-claims.js';
import { JobQueue } from '../src/jobs/job-queue.js';
import { REVIEW_QUEUE } from '../src/jobs/job-map.js';
import {
  type Role,
  type RoleGrant,
  systemActor,
  TOKEN_SCOPES,
  type TokenScope,
  type UserActor,
} from '../src/kernel/actor.js';
import type { Caller } from '../src/kernel/caller.js';
import { DomainError } from '../src/kernel/domain-error.js';
import { openReview } from '../src/review/open-review.js';
import { ReviewKind } from '../src/review/vocabulary.js';
import { createTestDatabase, type TestDatabase } from './database.js';
import { sealAll, SealerFolder } from './sealed-database.js';

export const SYSTEM: Caller = { actor: systemActor('test'), requestId: 'test' };
const DAY = 86_400_000;
const UNLIMITED = { perAddress: 1e9, perAccount: 1e9 };

/** What a GraphQL request answered; `any`, because each test knows what it asked for. */
export interface GraphQLAnswer {
  readonly status: number;
  readonly data: any;
  readonly errors: any[] | undefined;
}

/** Somebody with an account, who calls the API over HTTP with a token. */
export class Person {
  constructor(
    readonly id: string,
    readonly name: string,
    readonly token: string,
    private readonly url: string,
  ) {}

  async ask(
    query: string,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<GraphQLAnswer> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}`, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as { data?: unknown; errors?: any[] };
    return { status: response.status, data: body.data, errors: body.errors };
  }

  /** @returns the answer's data. @throws Error if there are top-level errors */
  async data(query: string, variables: Record<string, unknown> = {}): Promise<any> {
    const { data, errors } = await this.ask(query, variables);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  }
}

/** The whole application on a database of its own: real Postgres, real HTTP, connected as the role that owns nothing. */
export class DeskApp {
  private people = 0;
  private claims = 0;
  /** Of the sealer that `seal` runs. */
  private sealerFolder: SealerFolder | undefined;

  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    readonly appUrl: string,
    /** Superuser on the application's database. */
    readonly owner: pg.Client,
    private readonly testDatabase: TestDatabase,
  ) {}

  /**
   * @param worker whether jobs are worked on in this process
   * @param webhookAllowPrivate whether webhooks may go to receivers on this machine
   */
  static async start({ worker = false, webhookAllowPrivate = false } = {}): Promise<DeskApp> {
    const testDatabase = await createTestDatabase();
    const owner = new pg.Client({ connectionString: testDatabase.url });
    await owner.connect();
    await ensureRoles(owner, derivedPasswords(testDatabase.url));
    await owner.query(`SELECT set_config('audit.actor', 'system:test', false)`);
    const appUrl = derivedAppUrl(testDatabase.url);
    const auth = { sessionHours: 12, publicUrl: 'http://localhost:3000' };
    const app = await createApi(
      { databaseUrl: appUrl, poolSize: 20, api: true, worker, auth, webhookAllowPrivate },
      { publicUrl: auth.publicUrl, trustProxy: false, rateLimits: UNLIMITED },
      createLogger('fatal', false),
    );
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as { port: number };
    return new DeskApp(app, `http://127.0.0.1:${port}`, appUrl, owner, testDatabase);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.owner.end();
    await this.testDatabase.drop();
    await this.sealerFolder?.remove();
  }

  /** For the superuser. */
  get databaseUrl(): string {
    return this.testDatabase.url;
  }

  get queue(): Queue {
    return this.app.get<Queue>(getQueueToken(REVIEW_QUEUE));
  }

  /** Runs SQL as the superuser, for what no part of the application may do. */
  async sql<Row extends object = any>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.owner.query<Row>(text, values)).rows;
  }

  /** Adds somebody with the roles, and a token with the scopes. */
  async person(roles: Role | readonly RoleGrant[], scopes: readonly TokenScope[] = TOKEN_SCOPES): Promise<Person> {
    const grants = typeof roles === 'string' ? [{ role: roles, deskId: null }] : roles;
    this.people += 1;
    const name = `${grants[0]?.role ?? 'NOBODY'} ${this.people}`;
    const { id } = await this.app
      .get(AddUser)
      .run(SYSTEM, { email: `p${this.people}@test.example`, name, roles: grants });
    const actor: UserActor = { kind: 'user', id, name, grants, scopes: null, client: 'test' };
    const { secret } = await this.app
      .get(CreateApiToken)
      .run({ actor, requestId: 'test' }, { name: 'test', scopes, expiresAt: new Date(Date.now() + DAY) });
    return new Person(id, name, secret, this.url);
  }

  /** Adds a desk. @returns its id */
  desk(slug: string, policy: Partial<NewDesk> = {}): Promise<string> {
    return this.app.get(EnsureDesk).run(SYSTEM, {
      slug,
      name: `Desk ${slug}`,
      description: '',
      topics: [],
      languages: [],
      signOffsRequired: 0,
      reviewHours: 24,
      leaseSeconds: 900,
      basePriority: 50,
      isDefault: false,
      ...policy,
    });
  }

  /** A submission that is like no other one. */
  submission(deskId: string, changes: Partial<Submission> = {}): Submission {
    this.claims += 1;
    return {
      statement: `Statement number ${this.claims}.`,
      claimant: 'A claimant',
      language: 'en',
      deskId,
      appearances: [
        {
          article: {
            outlet: 'An outlet',
            citation: `Report ${this.claims}`,
            publishedAt: '2025-01-20',
            language: 'en',
          },
          stance: AppearanceStance.REPORTS,
        },
      ],
      ...changes,
    };
  }

  /** Takes in a new claim. @returns its id */
  async claim(deskId: string, changes: Partial<Submission> = {}): Promise<string> {
    const [result] = await this.app.get(SubmitClaims).run(SYSTEM, [this.submission(deskId, changes)]);
    if (result instanceof DomainError) throw result;
    return result!.claimId;
  }

  /** Takes in a new claim and opens its review at once, as the job would; a worker that runs may come first. */
  async review(deskId: string, changes: Partial<Submission> = {}): Promise<{ claimId: string; reviewId: string }> {
    const claimId = await this.claim(deskId, changes);
    await this.app
      .get(UnitOfWork)
      .run(SYSTEM, 'openReview', (tx) => openReview(tx, this.app.get(JobQueue), claimId, ReviewKind.INITIAL));
    const [review] = await this.sql<{ id: string }>('SELECT id FROM review WHERE claim_id = $1', [claimId]);
    return { claimId, reviewId: review!.id };
  }

  async reviews(deskId: string, count: number): Promise<{ claimId: string; reviewId: string }[]> {
    const found = [];
    for (let i = 0; i < count; i += 1) found.push(await this.review(deskId));
    return found;
  }

  async endAllLeases(): Promise<void> {
    await this.sql(`UPDATE review SET state = 'QUEUED', lease_holder_id = NULL, lease_token = NULL, lease_until = NULL
                    WHERE state = 'IN_REVIEW'`);
  }

  /** Everything that a refused request must leave as it was: all rows, events and jobs, as one hash a table. */
  async fingerprint(): Promise<Record<string, string>> {
    const tables = await this.sql<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname IN ('public', 'audit') OR (schemaname, tablename) = ('bullmq', 'job') ORDER BY 1`,
    );
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      const [row] = await this.sql<{ hash: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS hash FROM ${name} t`,
      );
      found[name] = row!.hash;
    }
    return found;
  }

  /** Connection of the sealer's role. */
  get sealerUrl(): string {
    return derivedSealerUrl(this.databaseUrl);
  }

  /** Seals everything that is committed, by TEST_SIGNING_KEY. */
  async seal(): Promise<{ size: number; note: string; verifierKey: string }> {
    this.sealerFolder ??= await SealerFolder.make();
    return sealAll(this.sealerUrl, this.sealerFolder.own());
  }

  /** @returns the audit events of a stream, in their order */
  events(stream: string): Promise<{ seq: number; table: string; op: string; actor: string; action: string }[]> {
    return this.sql(
      `SELECT seq::int, d->>'table' AS "table", d->>'op' AS op, d->>'actor' AS actor, d->>'action' AS action
       FROM audit.event, LATERAL (SELECT leaf::jsonb AS d) s WHERE stream = $1 ORDER BY seq`,
      [stream],
    );
  }

  /** @returns how many audit streams are not numbered from 1 to their last number without a gap */
  async gaps(): Promise<number> {
    const [row] = await this.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit.head h FULL JOIN
         (SELECT stream, min(seq) AS first, max(seq) AS last, count(*) AS n FROM audit.event GROUP BY stream) e USING (stream)
       WHERE (h.seq = e.last AND e.n = e.last AND e.first = 1) IS NOT TRUE`,
    );
    return row!.n;
  }

  /** Waits until `check` answers something. @throws Error after the time is over */
  async until<T>(what: string, check: () => Promise<T | undefined | false | null>, limitMs = 30_000): Promise<T> {
    for (const end = Date.now() + limitMs; Date.now() < end;) {
      const found = await check();
      if (found !== undefined && found !== false && found !== null) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`Waited ${limitMs} ms in vain for ${what}.`);
  }
}
