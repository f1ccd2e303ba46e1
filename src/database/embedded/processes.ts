import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type Identity, postgresEnv, spawnAs } from './identity.js';

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Runs a program of Postgres to its end.
 * @returns what it wrote to stdout and stderr.
 * @throws Error with that text if it fails or cannot be started.
 */
export function run(command: string, args: readonly string[], who: Identity): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...spawnAs(who),
      cwd: '/',
      env: postgresEnv(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ended with ${signal ?? `code ${code}`}: ${output.trim()}`));
    });
  });
}

interface ProcessInfo {
  readonly parent: number;
  /** When it started, in whatever form the system gives; only compared for equality. */
  readonly started: string;
  readonly command: readonly string[];
}

/**
 * Reads /proc/<pid>/stat and cmdline, which anyone may read. /proc/<pid>/cwd would be handier, but root in a container
 * without CAP_SYS_PTRACE (Docker's default) may not follow it.
 * @returns undefined if there is no such process, or only its zombie.
 */
function inspect(pid: number): ProcessInfo | undefined {
  try {
    if (process.platform !== 'linux') return inspectWithPs(pid);
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): field 2 is the name in parentheses and may hold anything; the rest is plain. 3 state, 4 ppid, 22 start
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return { parent: Number(fields[1]), started: `${boot}-${fields[19]}`, command };
  } catch {
    return undefined;
  }
}

function inspectWithPs(pid: number): ProcessInfo | undefined {
  const ps = (field: string) =>
    execFileSync('ps', ['-ww', '-o', `${field}=`, '-p', String(pid)], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    }).trim();
  if (ps('state').startsWith('Z')) return undefined;
  const started = ps('lstart').replace(/\W+/g, '-');
  return { parent: Number(ps('ppid')), started, command: ps('command').split(' ') };
}

/**
 * @returns a name for a running process that no other process will ever have: its pid with its start time, since pids
 * are used again. Undefined if it is not running.
 */
export function processToken(pid: number): string | undefined {
  const info = inspect(pid);
  return info && `${pid}@${info.started}`;
}

/** @returns whether the process that had this token is still running. */
export function isAlive(token: string): boolean {
  return processToken(Number.parseInt(token, 10)) === token;
}

/**
 * @returns whether the pid is a postmaster that may be serving the cluster. A zombie, a backend, a server of another
 * cluster or any other program that got the pid of a dead server is not.
 */
export function isPostmaster(pid: number, clusterDir: string): boolean {
  const command = inspect(pid)?.command;
  if (!command || path.basename(command[0] ?? '') !== 'postgres') return false;
  const dir = command[command.indexOf('-D') + 1] ?? '';
  // Ours always have an absolute -D. One started by hand may not, and then it is safer to believe postmaster.pid.
  if (!command.includes('-D') || !path.isAbsolute(dir)) return true;
  return `${command.join(' ')} `.includes(`-D ${clusterDir} `);
}

/**
 * Ends the backends that a killed postmaster left behind. Idle ones go by themselves, but one inside a long query goes
 * on, holds the shared memory, and no new server starts until it is done. Its client is gone, so nobody waits for it.
 * Known by the cluster's name in their title (setting cluster_name), and by a parent that is not a postmaster.
 */
export function endOrphanedBackends(clusterName: string, clusterDir: string): number {
  if (process.platform !== 'linux') return 0;
  let ended = 0;
  for (const pid of readdirSync('/proc').map(Number).filter(Boolean)) {
    const info = inspect(pid);
    if (!info?.command[0]?.startsWith(`postgres: ${clusterName}: `)) continue;
    if (isPostmaster(info.parent, clusterDir)) continue;
    try {
      process.kill(pid, 'SIGKILL');
      ended++;
    } catch {
      // it went by itself in between
    }
  }
  return ended;
}
