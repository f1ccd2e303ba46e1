import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.js', import.meta.url));
/** A start of the slowest kind: a busy machine, and a Postgres that replays its log. */
const START_LIMIT_MS = 60_000;
const MAX_PAUSE_MS = 2000;

export interface AppProcessOptions {
  readonly role: 'api' | 'worker';
  readonly name: string;
  readonly databaseUrl: string;
  /** The API's; the same after every restart. */
  readonly port: number;
  /** For its log. */
  readonly folder: string;
}

/** One of Claimdesk's processes, which is started again as often as it ends. */
export class AppProcess {
  private child: ChildProcess | null = null;
  private output = '';
  private readonly log: WriteStream;
  private wanted = true;
  private running: Promise<void> = Promise.resolve();
  /** How often it was started. */
  starts = 0;
  /** Ends that nobody asked for: not by a signal of ours. */
  readonly crashes: string[] = [];
  private killed = false;

  constructor(readonly options: AppProcessOptions) {
    this.log = createWriteStream(path.join(options.folder, `${options.name}.log`), { flags: 'a' });
  }

  get name(): string {
    return this.options.name;
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  get isRunning(): boolean {
    return this.child !== null;
  }

  /** Runs it until stop(), and brings it back a moment after each end, as a supervisor of services does. */
  start(): void {
    this.running = (async () => {
      for (let pause = 100; this.wanted; pause = Math.min(2 * pause, MAX_PAUSE_MS)) {
        const began = Date.now();
        await this.runOnce();
        if (Date.now() - began > 10_000) pause = 100;
        if (this.wanted) await sleep(pause);
      }
    })();
  }

  private runOnce(): Promise<void> {
    const { role, databaseUrl, port } = this.options;
    this.starts += 1;
    this.output = '';
    this.killed = false;
    const child = spawn(process.execPath, [MAIN], {
      // Only its settings: not NODE_OPTIONS of a test, nor settings of whoever runs this
      env: {
        PATH: process.env['PATH'],
        ROLE: role,
        DATABASE_URL: databaseUrl,
        PORT: String(port),
        SEEDS: 'off',
        DB_POOL_SIZE: '10',
      },
      detached: true, // a group of its own: Ctrl-C reaches us only, and we need it for the checks
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.log.write(`--- start ${this.starts} ${new Date().toISOString()} pid ${child.pid}\n`);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        if (this.output.length < 10_000) this.output += data.toString();
        this.log.write(data);
      });
    }
    return new Promise((resolve) => {
      child.once('error', (error) => this.log.write(`${error.message}\n`));
      child.once('close', (code, signal) => {
        this.log.write(`--- end ${new Date().toISOString()} ${signal ?? `code ${code}`}\n`);
        // A start that finds no database gives up, and is tried again: that is as it should be
        if (!this.killed && this.wanted && this.isUp) this.crashes.push(`${this.name}: ${signal ?? `code ${code}`}`);
        this.child = null;
        resolve();
      });
    });
  }

  private get isUp(): boolean {
    return /Claimdesk (is ready|works on jobs)/.test(this.output);
  }

  /** @returns whether it can do its work now */
  async isReady(): Promise<boolean> {
    if (this.child === null || !this.isUp) return false;
    if (this.options.role === 'worker') return true;
    return fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(2000) }).then(
      (response) => response.ok,
      () => false,
    );
  }

  /** @throws Error if it does not become ready in time, with what it wrote last */
  async ready(): Promise<void> {
    for (const end = Date.now() + START_LIMIT_MS; Date.now() < end; await sleep(100)) {
      if (await this.isReady()) return;
    }
    throw new Error(`${this.name} does not start:\n${this.output.slice(-2000)}`);
  }

  /** @returns whether there was a process to send it to */
  signal(signal: NodeJS.Signals): boolean {
    if (signal === 'SIGKILL' || signal === 'SIGTERM') this.killed = true;
    return this.child?.kill(signal) ?? false;
  }

  /** Ends it for good. @param signal SIGTERM lets it end what it is at */
  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.wanted = false;
    this.child?.kill('SIGCONT');
    this.signal(signal);
    const impatient = setTimeout(() => this.child?.kill('SIGKILL'), 25_000);
    await this.running;
    clearTimeout(impatient);
    this.log.end();
  }
}
