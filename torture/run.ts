import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../src/database/embedded/postmaster.js';
import { AppProcess } from './app-process.js';
import { allReady, calm } from './calm.js';
import { checkAll, describe, type Problem } from './check/index.js';
import { each } from './check/problem.js';
import { Client, type Person } from './client.js';
import { Editor, reassign, type Recheck } from './editor.js';
import { finish } from './finish.js';
import { History } from './history.js';
import { Injector } from './injector.js';
import type { Options } from './options.js';
import { describeFaults, reportProgress } from './progress.js';
import { Random } from './random.js';
import { Server } from './server.js';
import { Newsroom, submit } from './submitter.js';
import { makeTeam, type Team } from './team.js';

const MINUTE_MS = 60_000;
/** Runs longer than this have time for time limits to pass and for rechecks (plan-rechecks runs each minute). */
const LONG_MINUTES = 3;
/** The APIs' ports are asked for from here on; in place of a busy one comes any free one. */
const FIRST_PORT = 34_300;

const inAWhile: Recheck = (random) => new Date(Date.now() + random.between(10, 60) * 1000);

/** One run, from an empty data folder to the checks. */
export class Run {
  private readonly random: Random;
  private readonly isLong: boolean;
  private server: Server | null = null;
  private readonly apis: AppProcess[] = [];
  private readonly workers: AppProcess[] = [];
  /** Set by the first Ctrl-C. */
  private endEarly = false;

  private constructor(
    private readonly options: Options,
    private readonly say: (line: string) => void,
    readonly folder: string,
    private readonly history: History,
  ) {
    this.random = new Random(options.seed);
    this.isLong = options.minutes >= LONG_MINUTES;
  }

  static async prepare(options: Options, say: (line: string) => void): Promise<Run> {
    const folder = await mkdtemp(path.join(tmpdir(), 'claimdesk-torture-'));
    await chmod(folder, 0o755); // Postgres runs as another user under root
    return new Run(options, say, folder, new History(path.join(folder, 'history.ndjson')));
  }

  endFaults(): void {
    this.endEarly = true;
  }

  /** @returns what does not hold */
  async run(): Promise<Problem[]> {
    const { say, options, history } = this;
    say(`Seed ${options.seed}. Data folder ${this.folder}`);
    const server = await Server.start(path.join(this.folder, 'postgres'), (line) => history.note('postgres', { line }));
    this.server = server;
    const team = await makeTeam(server.appUrl, options.editors);
    await this.startProcesses(server);
    say(`Ready: ${options.apis} API, ${options.workers} worker, ${options.editors} editors. Faults begin.`);
    await this.torment(server, team);
    say(`Faults are over: ${describeFaults(history)}`);
    await allReady([...this.apis, ...this.workers]);
    await calm(server, this.workers, !this.isLong, say);
    const [editor, second] = team.editors.map((person) => this.client(person));
    const { ended, stuck } = await finish(server, {
      editor: editor!,
      second: second!,
      chief: this.client(team.chief),
    });
    say(`Brought ${ended} open reviews to their end.`);
    await calm(server, this.workers, false, say);
    history.flush();
    const rule = 'Every open review can be brought to its end.';
    return [...(await this.check(server)), ...each(rule, stuck), ...this.crashes()];
  }

  private async startProcesses(server: Server): Promise<void> {
    const make = async (role: 'api' | 'worker', count: number, into: AppProcess[]): Promise<void> => {
      for (let i = 1; i <= count; i += 1) {
        const port = role === 'api' ? await freePort(FIRST_PORT + i) : 0;
        into.push(new AppProcess({ role, name: `${role}-${i}`, databaseUrl: server.url, port, folder: this.folder }));
      }
    };
    await make('api', this.options.apis, this.apis);
    await make('worker', this.options.workers, this.workers);
    for (const process of [...this.apis, ...this.workers]) process.start();
    await allReady([...this.apis, ...this.workers]);
  }

  private client(person: Person): Client {
    const addresses = (): string[] => this.apis.filter(({ isRunning }) => isRunning).map(({ url }) => url);
    return new Client(person, addresses, this.history, this.random.fork());
  }

  /** Everybody at once, until the time is over; then everybody ends what they are at. */
  private async torment(server: Server, team: Team): Promise<void> {
    const { history, random, options, apis, workers, isLong } = this;
    const end = Date.now() + options.minutes * MINUTE_MS;
    const isOver = (): boolean => this.endEarly || Date.now() >= end;
    const room = new Newsroom(history, team.desks);
    const recheck = isLong ? inAWhile : null;
    const assignees = team.editors.map(({ id }) => id);
    const progress = reportProgress(history, end, this.say);
    const injector = new Injector({ server, apis, workers, random: random.fork(), isLong }, history, options.every);
    try {
      await Promise.all([
        injector.run(isOver),
        ...team.submitters.map((person) => submit(this.client(person), room, random.fork(), isOver)),
        ...team.editors.map((person) =>
          new Editor(this.client(person), team.desks, random.fork(), recheck).work(isOver),
        ),
        reassign(this.client(team.chief), team.desks, assignees, random.fork(), isOver),
      ]);
    } finally {
      progress.stop();
    }
  }

  private async check(server: Server): Promise<Problem[]> {
    const client = await server.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      return await checkAll(client, this.history);
    } finally {
      await client.end();
    }
  }

  private crashes(): Problem[] {
    const rule = 'A process of Claimdesk ends only when it is killed.';
    return [...this.apis, ...this.workers].flatMap(({ crashes }) => crashes.map((found) => ({ rule, found })));
  }

  /** Ends all processes. @param atOnce without letting them end what they are at */
  async stop(atOnce: boolean): Promise<void> {
    this.history.flush();
    await Promise.all([...this.apis, ...this.workers].map((process) => process.stop(atOnce ? 'SIGKILL' : 'SIGTERM')));
    await this.server?.stop();
  }

  /** For the end of this process, where nothing can be waited for: leaves none of the others behind. */
  abandon(): void {
    for (const process of [...this.apis, ...this.workers]) process.signal('SIGKILL');
    const postmaster = this.server?.postmaster ?? null;
    if (postmaster !== null) process.kill(postmaster, 'SIGQUIT');
  }

  /** @param keep whether the folder stays */
  async clean(keep: boolean): Promise<void> {
    if (keep) this.say(`Kept ${this.folder}: history.ndjson, the logs, and the database in postgres/`);
    else await rm(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  summary(problems: readonly Problem[]): string[] {
    const { history, options } = this;
    const answered = history.calls.filter(({ outcome }) => outcome !== 'unknown').length;
    const lost = history.calls.reduce((sum, call) => sum + call.lost, 0);
    return [
      ...describe(problems),
      `${history.calls.length} operations, ${answered} answered, ${lost} tries lost; ` +
        `${history.done('decideReview').length} decisions; ${history.faultCount} faults: ${describeFaults(history)}`,
      problems.length === 0
        ? `Everything held (seed ${options.seed}).`
        : `${problems.length} things did not hold. Seed ${options.seed}.`,
    ];
  }
}
