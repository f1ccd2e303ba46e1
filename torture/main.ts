import 'reflect-metadata';
import { HELP, type Options, readOptions, UsageError } from './options.js';
import { Run } from './run.js';

const HELD = 0;
const BROKEN = 1;
const WRONG_USAGE = 2;
const INTERRUPTED = 130;

const say = (line: string): void => console.log(line);

/**
 * `npm run torture -- …`
 *
 * @param args what stands after `--`
 * @returns the exit code
 */
export async function main(args: string[]): Promise<number> {
  let options: Options | null;
  try {
    options = readOptions(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${HELP}`);
    return WRONG_USAGE;
  }
  if (options === null) {
    say(HELP);
    return HELD;
  }
  return torture(options);
}

async function torture(options: Options): Promise<number> {
  const run = await Run.prepare(options, say);
  const onExit = (): void => run.abandon();
  process.on('exit', onExit);
  let asked = 0;
  const onSignal = (): void => {
    asked += 1;
    if (asked === 1) {
      say('Ending the faults and checking; once more to stop at once.');
      run.endFaults();
      return;
    }
    say('Stopping at once …');
    void run
      .stop(true)
      .then(() => run.clean(options.keep))
      .finally(() => process.exit(INTERRUPTED)); // and onExit sees to what did not stop
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  let failed = true;
  try {
    const problems = await run.run();
    for (const line of run.summary(problems)) say(line);
    failed = problems.length > 0;
  } catch (error) {
    console.error(`${(error as Error).stack}\nSeed ${options.seed}.`);
  }
  await run.stop(false);
  await run.clean(options.keep || failed);
  process.off('exit', onExit);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal);
  return failed ? BROKEN : HELD;
}
