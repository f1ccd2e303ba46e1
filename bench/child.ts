import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

interface Question {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}
interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** What a child process can be asked to do. */
export type Tasks = Record<string, (argument: any) => Promise<unknown>>;

/** A process of ours that does tasks. What is measured and what measures must not share one. */
export class Child<Known extends Tasks> {
  private asked = 0;
  private readonly open = new Map<number, { resolve: (result: any) => void; reject: (error: Error) => void }>();

  private constructor(private readonly process: ChildProcess) {
    process.on('message', ({ id, result, error }: Answer) => {
      const asker = this.open.get(id);
      this.open.delete(id);
      if (error === undefined) asker?.resolve(result);
      else asker?.reject(new Error(error));
    });
    process.on('exit', (code) => {
      for (const { reject } of this.open.values()) reject(new Error(`A process of the benchmark ended with ${code}.`));
      this.open.clear();
    });
  }

  /** @param module of this folder, which calls `doTasks` */
  static start<Known extends Tasks>(module: string): Child<Known> {
    const file = fileURLToPath(new URL(module, import.meta.url));
    return new Child<Known>(fork(file, { stdio: ['ignore', 2, 2, 'ipc'] }));
  }

  /** @throws Error with the stack of the child's, or if it ends before it answers */
  ask<Name extends keyof Known & string>(name: Name, ...[argument]: Parameters<Known[Name]>): ReturnType<Known[Name]> {
    const id = (this.asked += 1);
    return new Promise((resolve, reject) => {
      this.open.set(id, { resolve, reject });
      this.process.send({ id, name, argument } satisfies Question);
    }) as ReturnType<Known[Name]>;
  }

  /** Lets it end by itself, which `doTasks` does when nobody is there any more to ask. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    if (this.process.connected) this.process.disconnect();
    const impatience = setTimeout(() => this.process.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(impatience);
  }
}

/** The child's side: does what it is asked until its parent lets go of it or is gone. */
export function doTasks(tasks: Tasks, onEnd: () => Promise<void> = async () => undefined): void {
  // Ctrl-C reaches every process of the terminal; the parent ends us in its order
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => void onEnd().finally(() => process.exit(0)));
  process.on('message', ({ id, name, argument }: Question) => {
    const answer = (rest: Omit<Answer, 'id'>): void => void (process.connected && process.send!({ id, ...rest }));
    tasks[name]!(argument).then(
      (result) => answer({ result }),
      (error: Error) => answer({ error: error.stack ?? String(error) }),
    );
  });
}
