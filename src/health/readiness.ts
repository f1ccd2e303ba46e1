import { Logger } from '@nestjs/common';
import { migrations } from '../../migrations/index.js';
import type { Queryable } from '../database/queryable.js';

/** A load balancer asks every few seconds; a database that takes longer than this is none that can serve. */
const DEADLINE_MS = 1000;

const logger = new Logger('Health');

export interface Check {
  readonly ok: boolean;
  /** What is wrong, for whoever runs Claimdesk; it names no host, user or password. */
  readonly problem?: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<'database' | 'migrations' | 'queue', Check>>;
}

/** @returns whether this process can serve: database, its schema and the queue's schema, looked at all at once */
export async function checkReadiness(db: Queryable): Promise<Readiness> {
  const [database, schema, queue] = await Promise.all([
    check(async () => {
      await db.rows('SELECT 1');
      return null;
    }),
    check(() => missingMigrations(db)),
    check(async () => {
      await db.rows('SELECT FROM bullmq.job LIMIT 1');
      return null;
    }),
  ]);
  return {
    ready: database.ok && schema.ok && queue.ok,
    checks: { database, migrations: schema, queue },
  };
}

async function missingMigrations(db: Queryable): Promise<string | null> {
  const applied = new Set(
    (await db.rows<{ name: string }>('SELECT name FROM public.migration')).map(({ name }) => name),
  );
  const missing = migrations.filter(({ name }) => !applied.has(name));
  return missing.length === 0 ? null : `${missing.length} of ${migrations.length} migrations are not applied`;
}

/** @param look answers what is wrong, or null */
async function check(look: () => Promise<string | null>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${DEADLINE_MS} ms`), DEADLINE_MS);
  });
  const problem = await Promise.race([late, look().catch(problemOf)]).finally(() => clearTimeout(timer));
  return problem === null ? { ok: true } : { ok: false, problem };
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the database refuses connections',
  '3F000': 'its schema does not exist',
  '42P01': 'its table does not exist',
  '42501': 'the role of DATABASE_URL may not read it',
};

function problemOf(error: Error & { code?: unknown }): string {
  const known = typeof error.code === 'string' ? PROBLEMS[error.code] : undefined;
  if (known === undefined) logger.warn(`A check failed: ${error.message}`); // the message may name hosts and users
  return known ?? 'failed; the log says why';
}
