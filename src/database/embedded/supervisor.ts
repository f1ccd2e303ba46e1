import type { Binaries } from './binaries.js';
import type { DataFolder } from './data-folder.js';
import type { Identity } from './identity.js';
import { DataFolderInUseError, dropOwnership, type Guard, takeOwnership, waitForNoOwner } from './ownership.js';
import { findRunning, freePort, type RunningServer, ServerStartError, startServer, stopServer } from './postmaster.js';
import { sleep } from './processes.js';

/** How long a start keeps trying while another server is in its way. Crash recovery itself has no limit. */
const START_PATIENCE_MS = 60_000;
/** Longest pause between two tries to get a lost server back: soon enough for users, seldom enough for the log. */
const MAX_PAUSE_MS = 5_000;

export interface SupervisorOptions {
  readonly folder: DataFolder;
  readonly binaries: Binaries;
  readonly who: Identity;
  readonly password: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly clusterName: string;
  readonly log: (line: string) => void;
}

/** Owns one server: starts or adopts it, brings it back when it dies, stops it. */
export class Supervisor {
  #guard: Guard | undefined;
  #port = 0;
  #pid = 0;
  #isRecovering = false;
  #stop: Promise<void> | undefined;

  constructor(private readonly options: SupervisorOptions) {}

  /** @returns the port, which stays the same from then on. */
  async start(preferredPort: number): Promise<number> {
    const { log, folder } = this.options;
    const deadline = Date.now() + START_PATIENCE_MS;
    for (;;) {
      try {
        const found = await findRunning(folder.cluster);
        const server = await this.#ensureRunning(async () => {
          await waitForNoOwner(folder);
          return freePort(preferredPort);
        });
        this.#guard = await takeOwnership(folder, server.port, this.options.password);
        this.#port = server.port;
        this.#pid = server.pid;
        if (found) log(`Took over the Postgres that was left running (process ${server.pid})`);
        break;
      } catch (error) {
        if (!isWorthRetrying(error as Error) || Date.now() > deadline) throw error;
        await sleep(200);
      }
    }
    if (this.#port !== preferredPort) log(`Postgres listens on port ${this.#port}, not ${preferredPort}`);
    this.#watch(this.#guard);
    return this.#port;
  }

  stop(): Promise<void> {
    this.#stop ??= this.#stopOnce();
    return this.#stop;
  }

  async #stopOnce(): Promise<void> {
    const { folder, log } = this.options;
    let stopped: boolean;
    do {
      stopped = await stopServer(folder.cluster, this.#pid);
      await sleep(50);
    } while (this.#isRecovering && stopped); // it may just have started another; then it sees #stop and ends
    if (!stopped) log(`Postgres in ${folder.root} does not stop; leaving it`);
    await this.#guard?.end().catch(() => undefined);
    await dropOwnership(folder);
  }

  /** @returns the running server when it is ready, after starting one if there is none. */
  async #ensureRunning(choosePort: () => Promise<number>): Promise<RunningServer> {
    const { folder, binaries, who, clusterName, settings, log } = this.options;
    for (;;) {
      const running = await findRunning(folder.cluster);
      if (running?.status === 'ready') return running;
      if (!running) {
        const port = await choosePort();
        return startServer(folder, binaries, who, { port, clusterName, settings }, log);
      }
      await sleep(50); // it starts or stops
    }
  }

  /** The guard's connection ends at once when its server does. */
  #watch(guard: Guard): void {
    guard.once('end', () => {
      if (!this.#stop) void this.#recover();
    });
  }

  /** Gets the server and its ownership back, on the same port, since the app's pools connect there. */
  async #recover(): Promise<void> {
    const { folder, log } = this.options;
    this.#isRecovering = true;
    log(`Lost the connection to Postgres; bringing it back on port ${this.#port}`);
    for (let pause = 100; !this.#stop; pause = Math.min(2 * pause, MAX_PAUSE_MS)) {
      try {
        const server = await this.#ensureRunning(async () => this.#port);
        const guard = await takeOwnership(folder, server.port, this.options.password);
        if (server.port === this.#port) {
          this.#guard = guard;
          this.#pid = server.pid;
          this.#watch(guard);
          log('Postgres is back');
          break;
        }
        await stopServer(folder.cluster); // another start was quicker, and gave up for our sake
      } catch (error) {
        log(`Postgres is not back yet: ${(error as Error).message}`);
      }
      await sleep(pause);
    }
    this.#isRecovering = false;
  }
}

/** Errors of a server that is on its way up or down: those are no reason to give up. */
function isWorthRetrying(error: Error): boolean {
  if (error instanceof DataFolderInUseError) return false;
  if (error instanceof ServerStartError) return error.isPassing;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  // 57P01 to 57P03: it shuts down, crashed, or does not accept connections yet. 53300: a dead app's are not closed yet
  const passing = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03', '53300'];
  return (
    passing.includes(code) || /^(Connection terminated|Client has encountered a connection error)/.test(error.message)
  );
}
