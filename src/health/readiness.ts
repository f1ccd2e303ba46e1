import { Logger } from '@nestjs/common';
import { migrations } from '../../migrations/index.js';
import { clockOffsetMs } from '../database/clock-offset.js';
import type { Queryable } from '../database/queryable.js';

/** A load balancer asks every few seconds; a database that takes longer than this is none that can serve. */
const DEADLINE_MS = 1000;
/**
 * Leases end by the database's clock, and jobs fall due by this machine's. The shortest thing that happens by either
 * is the sweep of leases every 5 s; clocks that are kept by NTP differ by milliseconds.
 */
const MAX_CLOCK_OFFSET_MS = 5000;

const logger = new Logger('Health');

export interface Check {
  readonly ok: boolean;
  /** What is wrong, for whoever runs Claimdesk; it names no host, user or password. */
  readonly problem?: string;
}

export interface Readiness {
  /**
   * `degraded` where all that people wait for is well, and the audit log is not sealed: what they do is in the database,
   * and is sealed later. Another process could seal no better, so a load balancer must not take the API away.
   */
  readonly status: 'ok' | 'degraded' | 'unavailable';
  readonly checks: Readonly<Record<string, Check>>;
}

/** What runs in this process besides the API. */
export interface Running {
  readonly worker?: { readonly isRunning: boolean } | undefined;
  readonly sealer?: { readonly problem: string | null; readonly isAlone: boolean } | undefined;
}

/** Looks at everything at once. */
export async function checkReadiness(db: Queryable, { worker, sealer }: Running = {}): Promise<Readiness> {
  const [database, schema, queue, clock] = await Promise.all([
    check(async () => {
      await db.rows('SELECT 1');
      return null;
    }),
    check(() => missingMigrations(db)),
    check(async () => {
      await db.rows('SELECT FROM bullmq.job LIMIT 1');
      return null;
    }),
    check(() => wrongClock(db)),
  ]);
  const checks = {
    database,
    migrations: schema,
    queue,
    clock,
    ...(worker && { worker: checkOf(worker.isRunning ? null : 'it takes no jobs') }),
    ...(sealer && { audit: checkOf(sealer.problem) }),
  };
  const wrong = Object.entries(checks).filter(([, { ok }]) => !ok);
  if (wrong.length === 0) return { status: 'ok', checks };
  const isDegraded = wrong.every(([name]) => name === 'audit') && sealer?.isAlone === false;
  return { status: isDegraded ? 'degraded' : 'unavailable', checks };
}

const checkOf = (problem: string | null): Check => (problem === null ? { ok: true } : { ok: false, problem });

async function missingMigrations(db: Queryable): Promise<string | null> {
  const applied = new Set(
    (await db.rows<{ name: string }>('SELECT name FROM public.migration')).map(({ name }) => name),
  );
  const missing = migrations.filter(({ name }) => !applied.has(name));
  return missing.length === 0 ? null : `${missing.length} of ${migrations.length} migrations are not applied`;
}

async function wrongClock(db: Queryable): Promise<string | null> {
  const offset = await clockOffsetMs(db);
  if (Math.abs(offset) <= MAX_CLOCK_OFFSET_MS) return null;
  const [seconds, relation] = [(Math.abs(offset) / 1000).toFixed(1), offset > 0 ? 'ahead of' : 'behind'];
  return `the database's clock is ${seconds} s ${relation} this machine's`;
}

/** @param look answers what is wrong, or null */
async function check(look: () => Promise<string | null>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${DEADLINE_MS} ms`), DEADLINE_MS);
  });
  const problem = await Promise.race([late, look().catch(problemOf)]).finally(() => clearTimeout(timer));
  return checkOf(problem);
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
