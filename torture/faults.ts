import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { AppProcess } from './app-process.js';
import type { Random } from './random.js';
import type { Server } from './server.js';
import { LEASE_SECONDS } from './team.js';

/** What there is to break. */
export interface Target {
  readonly server: Server;
  readonly apis: readonly AppProcess[];
  readonly workers: readonly AppProcess[];
  readonly random: Random;
  /** Whether there is time for faults that last longer than BullMQ's locks and our time limits. */
  readonly isLong: boolean;
}

/** Breaks something and, where it is not mended by others, mends it. @returns what was done, for the history */
export type Fault = (target: Target) => Promise<object | null>;

const SECOND_MS = 1000;
/** Longer than a lease, so that it ends while its holder's request hangs. */
const PAST_LEASE_MS = (LEASE_SECONDS + 1) * SECOND_MS;
/** BullMQ's lock on a job, 30 s (lockDuration), and some. */
const PAST_JOB_LOCK_MS = 35 * SECOND_MS;
/** statement_timeout of data-source.ts, 15 s, and some. */
const PAST_STATEMENT_MS = 17 * SECOND_MS;
/** More than Postgres has (max_connections of embedded-postgres.ts). */
const TOO_MANY = 100;

const kill = (processes: readonly AppProcess[], random: Random): object | null => {
  const running = processes.filter(({ isRunning }) => isRunning);
  if (running.length === 0) return null;
  const victim = random.pick(running);
  victim.signal('SIGKILL');
  return { victim: victim.name };
};

async function freeze(processes: readonly AppProcess[], random: Random, ms: number): Promise<object | null> {
  const running = processes.filter(({ isRunning }) => isRunning);
  if (running.length === 0) return null;
  const victim = random.pick(running);
  victim.signal('SIGSTOP');
  await sleep(ms);
  victim.signal('SIGCONT');
  return { victim: victim.name, ms };
}

/** Holds locks in a transaction of its own, and changes nothing. */
async function hold(server: Server, lock: string, ms: number): Promise<object> {
  const client = await server.connect();
  try {
    await client.query(`BEGIN; ${lock}`);
    await sleep(ms);
  } finally {
    // ends the transaction, unless another fault did so before
    await client.end().catch(() => undefined);
  }
  return { lock, ms };
}

function signalTo(pid: number | null): object | null {
  if (pid === null) return null;
  try {
    process.kill(pid, 'SIGKILL');
    return { pid };
  } catch {
    return null; // it ended in between
  }
}

/** As many connections as the server gives, so that nobody else gets one. */
async function useConnections(server: Server, ms: number): Promise<object> {
  const clients: pg.Client[] = [];
  for (let i = 0; i < TOO_MANY; i += 1) {
    const client = await server.connect(server.appUrl).catch(() => null);
    if (client === null) break;
    clients.push(client);
  }
  await sleep(ms);
  await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  return { connections: clients.length, ms };
}

async function fillDisk(server: Server, ms: number): Promise<object | null> {
  if (!server.limitFiles(0)) return null;
  await sleep(ms);
  server.limitFiles('unlimited');
  return { ms };
}

/** Each kind of fault, and how often it comes in one round of all. */
export const FAULTS: Readonly<Record<string, { readonly share: number; readonly run: Fault }>> = {
  'kill -9 api': { share: 3, run: async ({ apis, random }) => kill(apis, random) },
  'kill -9 worker': { share: 3, run: async ({ workers, random }) => kill(workers, random) },
  'kill -9 postgres': { share: 3, run: async ({ server }) => signalTo(server.postmaster) },
  'kill -9 backend': { share: 2, run: async ({ server }) => signalTo(await server.backend()) },
  'terminate a backend': { share: 3, run: async ({ server }) => ({ ended: await server.terminate(1) }) },
  'terminate all connections': { share: 2, run: async ({ server }) => ({ ended: await server.terminate(null) }) },
  'freeze api': { share: 1, run: ({ apis, random }) => freeze(apis, random, PAST_LEASE_MS) },
  'freeze worker': {
    share: 1,
    run: ({ workers, random, isLong }) =>
      freeze(workers, random, isLong && random.chance(0.4) ? PAST_JOB_LOCK_MS : PAST_LEASE_MS),
  },
  'hold claims': {
    share: 1,
    run: ({ server }) =>
      hold(
        server,
        `SELECT FROM claim WHERE id IN (SELECT claim_id FROM review WHERE state = 'IN_REVIEW') FOR UPDATE`,
        PAST_LEASE_MS,
      ),
  },
  'hold reviews': {
    share: 1,
    run: ({ server }) => hold(server, `SELECT FROM review WHERE state = 'IN_REVIEW' FOR UPDATE`, PAST_LEASE_MS),
  },
  'hold tables': {
    share: 1,
    run: ({ server, random, isLong }) =>
      hold(
        server,
        `LOCK TABLE ${random.pick(['claim', 'review', 'audit.head', 'bullmq.job'])} IN EXCLUSIVE MODE`,
        isLong && random.chance(0.3) ? PAST_STATEMENT_MS : random.between(1, 4) * SECOND_MS,
      ),
  },
  'use up connections': {
    share: 1,
    run: ({ server, random }) => useConnections(server, random.between(1, 4) * SECOND_MS),
  },
  'fill disk': { share: 1, run: ({ server, random }) => fillDisk(server, random.between(500, 2000)) },
};
