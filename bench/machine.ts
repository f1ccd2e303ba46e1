import { readdir, readFile } from 'node:fs/promises';
import os from 'node:os';
import type pg from 'pg';

/** How large the machine is, as a line for the report. */
export const machineLine = (): string =>
  `${os.cpus().length} cores (${os.cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(os.totalmem() / 2 ** 30)} GB, ` +
  `${os.platform()} ${os.release()}, node ${process.versions.node}`;

/** A process's use of the machine since it started. */
export interface Usage {
  readonly cpuMs: number;
  readonly rssMb: number;
  /** The most that it ever had. */
  readonly peakRssMb: number;
}

/** @returns what this process has used so far */
export function usage(): Usage {
  const { user, system } = process.cpuUsage();
  // maxRSS is in kB on Linux and macOS alike (libuv)
  const peakRssMb = process.resourceUsage().maxRSS / 1024;
  return { cpuMs: (user + system) / 1000, rssMb: process.memoryUsage.rss() / 2 ** 20, peakRssMb };
}

/** A tick of /proc/<pid>/stat; 100 a second on every Linux of today (sysconf(_SC_CLK_TCK)). */
const TICK_MS = 10;

/** @returns parent, and CPU of the process itself and of its children that ended, from Linux's /proc (proc_pid_stat(5)) */
async function statOf(pid: number): Promise<{ parent: number; own: number; children: number } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return {
    parent: fields[1]!,
    own: (fields[11]! + fields[12]!) * TICK_MS,
    children: (fields[13]! + fields[14]!) * TICK_MS,
  };
}

/** @returns the CPU time in ms that the Postgres behind the client has taken so far; NaN where there is no /proc */
export async function postgresCpuMs(client: pg.Client): Promise<number> {
  const backend = (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;
  const postmaster = (await statOf(backend))?.parent;
  if (postmaster === undefined) return Number.NaN;
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = await Promise.all(pids.map(async (pid) => ({ pid, stat: await statOf(pid) })));
  return stats.reduce((sum, { pid, stat }) => {
    if (stat === undefined) return sum;
    if (pid === postmaster) return sum + stat.own + stat.children;
    return stat.parent === postmaster ? sum + stat.own : sum;
  }, 0);
}
