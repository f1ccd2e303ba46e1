import { spawn } from 'node:child_process';
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Binaries } from './binaries.js';
import type { DataFolder } from './data-folder.js';
import { type Identity, isRoot, postgresEnv, spawnAs } from './identity.js';
import { endOrphanedBackends, isPostmaster, sleep } from './processes.js';
import { temporaryName } from './temporary.js';

/** What a running server says of itself in `postmaster.pid`. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  /** `starting`, `ready`, `stopping`, or empty in its first milliseconds. */
  readonly status: string;
}

export interface StartSettings {
  readonly port: number;
  readonly clusterName: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** The log is put aside at a start when it is larger: 10 MB are months of a healthy server. */
const LOG_LIMIT_BYTES = 10_000_000;

/** @returns the server that runs on the cluster; undefined if none does, whatever postmaster.pid says. */
export async function findRunning(cluster: string): Promise<RunningServer | undefined> {
  const server = parse(await readPidFile(cluster));
  return server && isPostmaster(server.pid, cluster) ? server : undefined;
}

const readPidFile = (cluster: string): Promise<string> =>
  readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');

/** Lines: 1 pid, 2 folder, 3 start time, 4 port, 5 socket folder, 6 address, 7 shared memory, 8 status (pidfile.h). */
function parse(text: string): RunningServer | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  return pid > 0 ? { pid, port: Number(lines[3]), status: lines[7] ?? '' } : undefined;
}

/**
 * Removes the postmaster.pid of a dead server. Postgres does that itself unless the pid is in use, by another program
 * or by its own zombie; and two of them doing it at the same instant can remove each other's. Moved and looked at
 * rather than deleted, since another start may have put a new one there in between.
 */
async function clearStalePidFile(cluster: string): Promise<void> {
  const text = await readPidFile(cluster);
  const dead = parse(text);
  if (!dead || isPostmaster(dead.pid, cluster)) return;
  const file = path.join(cluster, 'postmaster.pid');
  const aside = temporaryName(file);
  await rename(file, aside).catch(() => undefined);
  const moved = await readFile(aside, 'utf8').catch(() => text);
  if (moved !== text) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

/** @returns the port itself if it is free on 127.0.0.1, else any free one. */
export async function freePort(preferred: number): Promise<number> {
  const listen = (port: number) =>
    new Promise<number | undefined>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(undefined));
      probe.listen({ port, host: '127.0.0.1' }, () => {
        const address = probe.address();
        probe.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
      });
    });
  const port = (await listen(preferred)) ?? (await listen(0));
  if (port === undefined) throw new Error('There is no free port on 127.0.0.1');
  return port;
}

/**
 * Starts the server and waits until it accepts connections, through crash recovery if that is due.
 * @throws ServerStartError with the end of its log if it ends instead.
 */
export async function startServer(
  folder: DataFolder,
  binaries: Binaries,
  who: Identity,
  start: StartSettings,
  log: (line: string) => void,
): Promise<RunningServer> {
  await clearStalePidFile(folder.cluster);
  const orphans = endOrphanedBackends(start.clusterName, folder.cluster);
  if (orphans > 0) log(`Ended ${orphans} processes that the killed server left behind`);

  const size = (await stat(folder.serverLog).catch(() => undefined))?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) await rename(folder.serverLog, `${folder.serverLog}.1`);
  const output = await open(folder.serverLog, 'a', 0o600);
  if (isRoot()) await output.chown(who.uid, who.gid); // the cluster's owner may be an ordinary user, and start next
  const from = (await output.stat()).size;
  const settings = Object.entries({
    ...start.settings,
    port: String(start.port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '', // sockets add a path length limit and a folder to clean up, and nothing else
    cluster_name: start.clusterName,
  });
  const child = spawn(
    binaries.postgres,
    ['-D', folder.cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...spawnAs(who),
      cwd: '/',
      env: postgresEnv(),
      detached: true, // its own session: Ctrl-C in the terminal must reach the app only, which stops us last
      stdio: ['ignore', output.fd, output.fd],
    },
  );
  const end: { reason?: string } = {};
  child.once('error', (error) => (end.reason = error.message));
  child.once('exit', (code, signal) => (end.reason = signal ?? `code ${code}`));
  child.unref();
  await output.close();

  for (let waited = 0; end.reason === undefined; waited += 25) {
    const server = parse(await readPidFile(folder.cluster));
    if (server?.pid === child.pid && server?.status === 'ready') return server;
    if (waited > 0 && waited % 10_000 === 0) log(`Waiting for Postgres to finish its recovery`);
    await sleep(25);
  }
  const lines = (await readFile(folder.serverLog)).subarray(from).toString().trim().split('\n');
  // Only its own lines tell: the server of another start at the same time writes to the same log
  const isPassing = lines.some((line) => line.includes(`[${child.pid}]`) && PASSING.test(line));
  throw new ServerStartError(`Postgres did not start (${end.reason}): ${lines.slice(-8).join('\n')}`, isPassing);
}

/** Another server starts, stops, leaves its memory late or took the port. */
const PASSING = /lock file "postmaster.pid"|shared memory block|could not bind|could not create any TCP/;

export class ServerStartError extends Error {
  constructor(
    message: string,
    /** Whether the reason goes away by itself. */
    readonly isPassing: boolean,
  ) {
    super(message);
    this.name = 'ServerStartError';
  }
}

/**
 * Stops the server: "fast", which ends its sessions and writes a checkpoint, or after 30 seconds "immediate", after
 * which the next start replays the log. Neither loses a commit.
 * @param knownPid for the case that someone removed the folder, and postmaster.pid with it.
 * @returns false if it is still there 10 seconds after that.
 */
export async function stopServer(cluster: string, knownPid = 0): Promise<boolean> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
  ];
  for (const [signal, patience] of steps) {
    const pid = (await findRunning(cluster))?.pid ?? knownPid;
    if (!isPostmaster(pid, cluster)) return true;
    try {
      process.kill(pid, signal);
    } catch {
      continue; // it went by itself in between
    }
    for (let waited = 0; waited < patience; waited += 25) {
      await sleep(25);
      if (!isPostmaster(pid, cluster)) return true;
    }
  }
  return false;
}
