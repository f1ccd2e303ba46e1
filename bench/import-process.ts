import { Readable } from 'node:stream';
import { main } from '../src/cli/import.js';
import { doTasks } from './child.js';

export interface ImportTask {
  /** Connection of the application's role. */
  readonly appUrl: string;
  readonly file: string;
}

/** What an import took, from its first look at the file to the end of its connections. */
export interface ImportResult {
  readonly seconds: number;
  readonly cpuMs: number;
  /** The most resident memory that the process ever had. */
  readonly peakRssMb: number;
}

const tasks = {
  /** Does what `npm run import -- <file>` does; in a process of its own, for its memory is measured. */
  async importFile({ appUrl, file }: ImportTask): Promise<ImportResult> {
    process.env['APP_DATABASE_URL'] = appUrl;
    const said: string[] = [];
    const [start, { user, system }] = [performance.now(), process.cpuUsage()];
    const code = await main([file], {
      out: (line) => said.push(line),
      say: (line) => said.push(line),
      screen: { write: () => undefined },
      stdin: Readable.from([]),
      signal: new AbortController().signal,
    });
    const seconds = (performance.now() - start) / 1000;
    if (code !== 0) throw new Error(said.join('\n'));
    const cpu = process.cpuUsage({ user, system });
    // maxRSS is in kB on Linux and macOS alike (libuv)
    return { seconds, cpuMs: (cpu.user + cpu.system) / 1000, peakRssMb: process.resourceUsage().maxRSS / 1024 };
  },
};
export type ImportTasks = typeof tasks;

doTasks(tasks);
