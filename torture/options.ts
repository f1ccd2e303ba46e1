import { parseArgs } from 'node:util';

export interface Options {
  /** How long faults are injected. What comes before and after is not counted. */
  readonly minutes: number;
  readonly seed: number;
  /** People who take and decide reviews; beside them work two submitters and a chief editor. */
  readonly editors: number;
  /** Milliseconds from one fault to the next, on average. */
  readonly every: number;
  readonly apis: number;
  readonly workers: number;
  /** Whether the data folder stays, also when all went well. */
  readonly keep: boolean;
}

export class UsageError extends Error {}

export const HELP = `Tries to make Claimdesk lose something: scripted editors work over HTTP while processes are killed.

  npm run torture -- --minutes <number> [--seed <number>] [--editors <number>] [--every <ms>]
                     [--apis <number>] [--workers <number>] [--keep]

  --minutes   how long faults are injected; 0.05 to 1440. A start before and checks after it add about two minutes.
  --seed      whole number that fixes the choices of faults and editors; one at random where it is left out.
              The same seed makes the same choices, but not the same timing.
  --editors   people who take and decide reviews, 2 to 40; 6 where it is left out
  --every     milliseconds between two faults on average, at least 200; 2500 where it is left out
  --apis      API processes, 1 to 4; 2 where it is left out
  --workers   worker processes, 1 to 4; 2 where it is left out
  --keep      leaves the data folder, with the database, the history (NDJSON) and the logs; a failure always does

Exit codes: 0 everything held, 1 something did not, 2 wrong usage, 130 stopped at once by a second Ctrl-C.
The first Ctrl-C ends the faults early and checks what was done so far.`;

/** @param args what stands after `--`. @returns null where help is asked for. @throws UsageError */
export function readOptions(args: string[]): Options | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        minutes: text,
        seed: text,
        editors: text,
        every: text,
        apis: text,
        workers: text,
        keep: flag,
        help: { ...flag, short: 'h' },
      },
    }));
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  if (values.help) return null;
  if (values.minutes === undefined) throw new UsageError('--minutes is missing.');
  return {
    minutes: number('minutes', values.minutes, 0.05, 1440),
    seed: whole('seed', values.seed ?? String(Math.floor(Math.random() * 1_000_000)), 0, 2 ** 31),
    editors: whole('editors', values.editors ?? '6', 2, 40),
    every: whole('every', values.every ?? '2500', 200, 600_000),
    apis: whole('apis', values.apis ?? '2', 1, 4),
    workers: whole('workers', values.workers ?? '2', 1, 4),
    keep: values.keep,
  };
}

function number(name: string, given: string, min: number, max: number): number {
  const value = /^\d+(\.\d+)?$/.test(given) ? Number(given) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`--${name} is "${given}"; it must be a number from ${min} to ${max}.`);
}

function whole(name: string, given: string, min: number, max: number): number {
  const value = number(name, given, min, max);
  if (Number.isInteger(value)) return value;
  throw new UsageError(`--${name} is "${given}"; it must be a whole number.`);
}
