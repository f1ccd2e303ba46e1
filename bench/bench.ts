import type { BenchDatabase, BenchServer } from './database.js';
import { Child } from './child.js';
import type { ImportTasks } from './import-process.js';
import type { LoadTasks } from './load-process.js';
import type { LogTasks } from './log-process.js';
import type { SealerTasks } from './sealer-process.js';
import type { ServerSettings, ServerTasks } from './server-process.js';

/** The pool of `npm start` (DB_POOL_SIZE). */
export const POOL_SIZE = 20;

/** A line of the report. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  /** What was wanted, and whether it was reached; left out where nothing was. */
  readonly goal?: { readonly text: string; readonly isMet: boolean };
}

export interface Measurement {
  readonly figures: Figure[];
  /** All the numbers, for the JSON. */
  readonly data: unknown;
}

/** A server under measurement, in a process of its own. */
export interface RunningApi {
  readonly url: string;
  readonly child: Child<ServerTasks>;
}

/** What the measures share: the machine's Postgres, the processes, and how thorough to be. */
export class Bench {
  private readonly children: Child<any>[] = [];

  constructor(
    readonly server: BenchServer,
    readonly isQuick: boolean,
    readonly log: (line: string) => void,
  ) {}

  /** @returns the first of the two in a quick run, the second in a full one */
  either<T>(quick: T, full: T): T {
    return this.isQuick ? quick : full;
  }

  async serve({ appUrl }: BenchDatabase, settings: Partial<ServerSettings> = {}): Promise<RunningApi> {
    const child = this.bareServer();
    return { url: await child.ask('serve', { appUrl, poolSize: POOL_SIZE, worker: false, ...settings }), child };
  }

  /** A process that serves nothing yet. */
  bareServer(): Child<ServerTasks> {
    return this.own(Child.start<ServerTasks>('./server-process.js'));
  }

  loadGenerator(): Child<LoadTasks> {
    return this.own(Child.start<LoadTasks>('./load-process.js'));
  }

  importer(): Child<ImportTasks> {
    return this.own(Child.start<ImportTasks>('./import-process.js'));
  }

  sealer(): Child<SealerTasks> {
    return this.own(Child.start<SealerTasks>('./sealer-process.js'));
  }

  /** A process that reads and verifies the log. */
  logReader(): Child<LogTasks> {
    return this.own(Child.start<LogTasks>('./log-process.js'));
  }

  async stopChildren(): Promise<void> {
    await Promise.all(this.children.splice(0).map((child) => child.stop()));
  }

  private own<T extends Child<any>>(child: T): T {
    this.children.push(child);
    return child;
  }
}
