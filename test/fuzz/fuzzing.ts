import { appendFileSync } from 'node:fs';
import { it } from '@jest/globals';
import fc from 'fast-check';

/** How much of a target is run. */
export interface Size {
  /** Cases in `npm test`. */
  readonly short: number;
  /** Part of the cases of `npm run fuzz`; the parts of all targets make 1. */
  readonly share: number;
}

/** Set by scripts/fuzz.mjs; without them the short form is run. */
const env = (name: string): string | undefined => process.env[`FUZZ_${name}`];
const totalCases = Number(env('CASES') ?? 0);
/** One seed in `npm test`, so that it never fails for somebody who changed nothing; the long form takes a new one. */
const seed = Number(env('SEED') ?? 1);
/** Where a replay is given commands of a model, what `fc.commands` wants. */
export const replayPath = env('REPLAY');
export const isLong = totalCases > 0;

const LONG_TIMEOUT_MS = 4 * 3_600_000;
const SHORT_TIMEOUT_MS = 60_000;
const REPORT_EVERY_MS = 5000;
/** Characters of a report: some cases are a megabyte, and can be run again. */
const MAX_REPORT = 8000;
/** How long a failing case is made smaller. What is tried later counts as passed, and so ends the search. */
const SHRINK_MS = 10_000;

/** Cases of a target in this run. */
export const casesOf = ({ short, share }: Size): number => (isLong ? Math.ceil(totalCases * share) : short);

/**
 * Declares a test that draws values and checks what must hold for each. It fails with the smallest value found that
 * breaks it, and with the command that runs that value again.
 *
 * @param target name of the target, for `npm run fuzz -- --target`
 * @param check throws where something does not hold
 */
export function fuzz<T>(
  target: string,
  size: Size,
  values: fc.Arbitrary<T>,
  check: (value: T) => Promise<void> | void,
): void {
  const wanted = env('TARGET') === undefined || env('TARGET') === target;
  const run = async (): Promise<void> => {
    const count = progress(target, casesOf(size));
    let failedAt = Infinity;
    const property = fc.asyncProperty(values, async (value) => {
      if (performance.now() - failedAt > SHRINK_MS) return;
      if (failedAt === Infinity) count.next();
      try {
        await check(value);
      } catch (error) {
        failedAt = Math.min(failedAt, performance.now());
        throw error;
      }
    });
    const path = env('PATH');
    const details = await fc.check(property, { numRuns: casesOf(size), seed, ...(path === undefined ? {} : { path }) });
    count.end();
    if (!details.failed) return;
    const cases = isLong ? `--cases ${totalCases} ` : '';
    const replay = `npm run fuzz -- --target ${target} ${cases}--seed ${details.seed} --path '${details.counterexamplePath}'`;
    throw new Error(
      `${String(fc.defaultReportMessage(details)).slice(0, MAX_REPORT)}\n\nRun this case again: ${replay}\n`,
      {
        cause: details.errorInstance,
      },
    );
  };
  (wanted ? it : it.skip)(target, run, isLong ? LONG_TIMEOUT_MS : SHORT_TIMEOUT_MS);
}

/** Counts cases; in the long form to stderr every few seconds, and at the end into the file that fuzz.mjs adds up. */
function progress(target: string, wanted: number) {
  const started = performance.now();
  let done = 0;
  let reported = started;
  const line = () =>
    `${target.padEnd(12)} ${done} of ${wanted} cases, ${((performance.now() - started) / 1000).toFixed(0)} s`;
  return {
    next(): void {
      done += 1;
      if (!isLong || performance.now() - reported < REPORT_EVERY_MS) return;
      reported = performance.now();
      process.stderr.write(`${line()}\n`);
    },
    end(): void {
      if (isLong) process.stderr.write(`${line()}\n`);
      const file = env('REPORT');
      const ms = performance.now() - started;
      if (file !== undefined) appendFileSync(file, `${JSON.stringify({ target, cases: done, ms })}\n`);
    },
  };
}

/** Draws decisions from a list of bytes: a list cut shorter makes simpler decisions, which is how a failure shrinks. */
export class Tape {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** @returns a number below `n`; 0, which should be the simplest choice, when the tape is over */
  below(n: number): number {
    const byte = this.bytes[this.at] ?? 0;
    this.at += 1;
    return byte % n;
  }

  /** True in one of `n` cases. */
  oneIn(n: number): boolean {
    return this.below(n) === n - 1;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  /** Whether all bytes are used up, so that loops come to an end. */
  get isOver(): boolean {
    return this.at >= this.bytes.length;
  }
}

/** Values that `make` builds by decisions. */
export const built = <T>(make: (tape: Tape) => T, maxDecisions = 400): fc.Arbitrary<T> =>
  fc.uint8Array({ maxLength: maxDecisions, size: 'max' }).map((bytes) => make(new Tape(bytes)));
