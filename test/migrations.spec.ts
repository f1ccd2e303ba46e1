import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource, type DataSourceOptions } from 'typeorm';
import {
  AppearanceStance,
  EvidenceStance,
  LIMITS,
  RelationKind,
  RelationState,
  Verdict,
} from '../src/claims/vocabulary.js';
import { dataSourceOptions } from '../src/database/data-source.js';
import { migrateDatabase } from '../src/database/migrate.js';
import { ROLES, TOKEN_SCOPES } from '../src/kernel/actor.js';
import { LIMITS as REVIEW_LIMITS, ReviewKind, ReviewState, SignOffOutcome } from '../src/review/vocabulary.js';
import { InboxTab, InboxWhose, LIMITS as VIEW_LIMITS } from '../src/views/vocabulary.js';
import { LIMITS as WEBHOOK_LIMITS, WebhookDisabledReason, WebhookOutcome } from '../src/webhooks/webhook-vocabulary.js';
import { migrations } from '../migrations/index.js';
import { createTestDatabase } from './database.js';
import { DeskApp } from './desk-app.js';

/** What an extension brought is not ours. */
const OURS = (catalog: string, id: string) =>
  `NOT EXISTS (SELECT FROM pg_depend e
               WHERE e.classid = '${catalog}'::regclass AND e.objid = ${id} AND e.deptype = 'e')`;
const SCHEMAS = `n.nspname IN ('public', 'audit', 'bullmq')`;
/** Grants in one order, whatever the order in which they were given. */
const acl = (column: string) => `(SELECT string_agg(a::text, ' ' ORDER BY a::text) FROM unnest(${column}) a)`;

/** Everything that a migration can make, each as one line. Sizes, oids and contents are left out. */
const CATALOG: Record<string, string> = {
  schemas: `SELECT n.nspname, n.nspowner::regrole, ${acl('n.nspacl')} FROM pg_namespace n WHERE ${SCHEMAS}`,
  relations: `SELECT n.nspname, c.relname, c.relkind, c.relowner::regrole, c.reloptions, ${acl('c.relacl')}
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${SCHEMAS} AND ${OURS('pg_class', 'c.oid')}`,
  columns: `SELECT c.oid::regclass, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
      a.attidentity, pg_get_expr(d.adbin, d.adrelid), ${acl('a.attacl')}
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE ${SCHEMAS} AND a.attnum > 0 AND NOT a.attisdropped AND ${OURS('pg_class', 'c.oid')}`,
  constraints: `SELECT k.conrelid::regclass, k.conname, k.convalidated, pg_get_constraintdef(k.oid)
    FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE ${SCHEMAS}`,
  indexes: `SELECT i.indisvalid, pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${SCHEMAS}`,
  triggers: `SELECT t.tgenabled, pg_get_triggerdef(t.oid)
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${SCHEMAS} AND NOT t.tgisinternal`,
  functions: `SELECT p.oid::regprocedure, p.proowner::regrole, ${acl('p.proacl')}, pg_get_functiondef(p.oid)
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE ${SCHEMAS} AND p.prokind IN ('f', 'p') AND ${OURS('pg_proc', 'p.oid')}`,
  types: `SELECT t.oid::regtype, t.typtype, t.typowner::regrole, ${acl('t.typacl')}
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE ${SCHEMAS} AND t.typelem = 0 AND ${OURS('pg_type', 't.oid')}`,
  extensions: `SELECT e.extname, n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace`,
};

type Catalog = Record<string, string[]>;

async function catalogOf(dataSource: DataSource): Promise<Catalog> {
  const found: Catalog = {};
  for (const [kind, sql] of Object.entries(CATALOG)) {
    const rows: { line: string }[] = await dataSource.query(
      `SELECT to_jsonb(s)::text AS line FROM (${sql}) s ORDER BY 1`,
    );
    found[kind] = rows.map(({ line }) => line);
  }
  return found;
}

/** As migrateDatabase connects: without the application's limits and search_path. */
const connectTo = (url: string, more: Partial<DataSourceOptions> = {}): Promise<DataSource> =>
  new DataSource({ ...dataSourceOptions(url, 2), extra: {}, ...more } as DataSourceOptions).initialize();

describe('the migrations', () => {
  it('go down to an empty database and up again to the same catalog', async () => {
    const database = await createTestDatabase();
    const dataSource = await connectTo(database.url);
    try {
      const before = await catalogOf(dataSource);
      // So that an empty answer of the queries above does not pass for equality
      expect(before['relations']!.filter((line) => line.includes('"relkind": "r"')).length).toBeGreaterThan(20);
      for (const kind of Object.keys(CATALOG)) expect(before[kind]).not.toHaveLength(0);

      for (const { name } of migrations.toReversed()) {
        await dataSource.undoLastMigration();
        expect(await dataSource.query('SELECT name FROM public.migration WHERE name = $1', [name])).toEqual([]);
      }
      const empty = await catalogOf(dataSource);
      // TypeORM's own record of what was applied stays, and pg_trgm, which others may use
      const names = (kind: string, field: string): string[] => empty[kind]!.map((line) => JSON.parse(line)[field]);
      expect(names('schemas', 'nspname')).toEqual(['public']);
      expect(names('relations', 'relname').toSorted()).toEqual([
        'PK_3043fc6b8af7c99b8b98830094f',
        'migration',
        'migration_id_seq',
      ]);
      expect(empty['functions']).toEqual([]);
      expect(empty['triggers']).toEqual([]);
      expect(names('types', 'oid')).toEqual(['migration']);
      expect(names('extensions', 'extname').toSorted()).toEqual(['pg_trgm', 'plpgsql']);

      const applied = await migrateDatabase(database.url);
      expect(applied).toEqual(migrations.map(({ name }) => name));
      expect(await catalogOf(dataSource)).toEqual(before);
    } finally {
      await dataSource.destroy();
      await database.drop();
    }
  }, 60_000);

  it('find nothing to do the second time', async () => {
    const database = await createTestDatabase();
    const dataSource = await connectTo(database.url);
    try {
      const before = await catalogOf(dataSource);
      expect(await migrateDatabase(database.url)).toEqual([]);
      expect(await catalogOf(dataSource)).toEqual(before);
    } finally {
      await dataSource.destroy();
      await database.drop();
    }
  });
});

describe('the schema and the code', () => {
  let app: DeskApp;
  beforeAll(async () => {
    app = await DeskApp.start();
  });
  afterAll(() => app.stop());

  const checks = () =>
    app.sql<{ name: string; table: string; definition: string }>(
      `SELECT conname AS name, conrelid::regclass::text AS table, pg_get_constraintdef(oid) AS definition
       FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace ORDER BY 1`,
    );

  it('agree on all tables, columns, keys and indexes', async () => {
    const { entityMetadatas } = app.app.get(DataSource);
    const dataSource = await connectTo(app.databaseUrl, { entities: entityMetadatas.map(({ target }) => target) });
    try {
      const statements = (await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
      const dropped = statements.map(
        (sql) => /^ALTER TABLE "(?:public"\.")?(\w+)" DROP CONSTRAINT "(\w+)"$/.exec(sql)?.[2] ?? sql,
      );
      const inMigrationsAlone = await app.sql<{ name: string }>(
        `SELECT conname AS name FROM pg_constraint
         WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace AND conname = ANY($1)`,
        [dropped],
      );
      expect(dropped.filter((name) => !inMigrationsAlone.some((row) => row.name === name))).toEqual([]);
      // It does look at the tables: it finds every CHECK, none of which an entity declares
      expect(dropped).toEqual(expect.arrayContaining((await checks()).map(({ name }) => name)));
    } finally {
      await dataSource.destroy();
    }
  });

  it('agree on which tables there are', async () => {
    const tables = await app.sql<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
    );
    const entities = app.app.get(DataSource).entityMetadatas.map(({ tableName }) => tableName);
    expect(tables.map(({ name }) => name)).toEqual([...entities, 'migration'].toSorted());
  });

  it('agree on the values of every enum', async () => {
    const lists = (await checks()).flatMap(({ table, definition }) => {
      // `column IN (…)`, as Postgres prints it, and `column <@ ARRAY[…]`
      const match = /(?:^CHECK \(\(|AND \()(\w+) (?:= ANY \(|<@ )ARRAY\[((?:'[^']*'::text(?:, )?)+)\]\)+$/.exec(
        definition,
      );
      return match === null
        ? []
        : [[`${table}.${match[1]}`, [...match[2]!.matchAll(/'([^']*)'/g)].map(([, value]) => value)]];
    });
    expect(Object.fromEntries(lists)).toEqual({
      'api_token.scopes': [...TOKEN_SCOPES],
      'appearance.stance': Object.values(AppearanceStance),
      'claim.verdict': Object.values(Verdict),
      'claim_relation.kind': Object.values(RelationKind),
      'claim_relation.state': Object.values(RelationState),
      'decision.verdict': Object.values(Verdict),
      'evidence.stance': Object.values(EvidenceStance),
      'review.kind': Object.values(ReviewKind),
      'review.state': Object.values(ReviewState),
      'role_grant.role': [...ROLES],
      'saved_view.kind': Object.values(ReviewKind),
      'saved_view.tab': Object.values(InboxTab),
      'saved_view.whose': Object.values(InboxWhose),
      'sign_off.outcome': Object.values(SignOffOutcome),
      'webhook_delivery.outcome': Object.values(WebhookOutcome),
      'webhook_endpoint.disabled_reason': Object.values(WebhookDisabledReason),
    });
  });

  it('agree on the greatest lengths', async () => {
    const limits = (await checks()).flatMap(({ table, definition }) =>
      [...definition.matchAll(/(?<!octet_)(?:length|cardinality)\((\w+)\) <= (\d+)/g)].map(([, column, limit]) => [
        `${table}.${column}`,
        Number(limit),
      ]),
    );
    // Those of accounts and desks are no constants of the domain; the specs of auth/ test them through the API.
    const ofAccounts = /^(app_user|api_token|session|desk)\./;
    expect(Object.fromEntries(limits.filter(([column]) => !ofAccounts.test(String(column))))).toEqual({
      'appearance.attribution': LIMITS.attributionChain,
      'appearance.claimant_as_written': LIMITS.claimant,
      'article.citation': LIMITS.citation,
      'article.language': LIMITS.language,
      'article.outlet': LIMITS.outlet,
      'article.url': LIMITS.url,
      'claim.claimant': LIMITS.claimant,
      'claim.language': LIMITS.language,
      'claim.statement': LIMITS.statement,
      'claim.topics': LIMITS.topics,
      'claim_relation.note': LIMITS.relationNote,
      'claimant_alias.alias': LIMITS.claimant,
      'claimant_alias.claimant': LIMITS.claimant,
      'decision.idempotency_key': REVIEW_LIMITS.idempotencyKey,
      'decision.rationale': REVIEW_LIMITS.rationale,
      'evidence.archived_url': LIMITS.url,
      'evidence.excerpt': LIMITS.excerpt,
      'evidence.publisher': LIMITS.publisher,
      'evidence.url': LIMITS.url,
      'idempotency_key.key': REVIEW_LIMITS.idempotencyKey,
      'review.defer_reason': REVIEW_LIMITS.deferReason,
      'saved_view.claimant': LIMITS.claimant,
      'saved_view.name': VIEW_LIMITS.name,
      'saved_view.text': VIEW_LIMITS.text,
      'sign_off.comment': REVIEW_LIMITS.comment,
      'webhook_delivery.error': WEBHOOK_LIMITS.error,
      'webhook_delivery.response': WEBHOOK_LIMITS.response,
      'webhook_delivery.type': WEBHOOK_LIMITS.type,
      'webhook_endpoint.description': WEBHOOK_LIMITS.description,
      'webhook_endpoint.event_types': WEBHOOK_LIMITS.eventTypes,
      'webhook_endpoint.url': WEBHOOK_LIMITS.url,
    });
  });
});
