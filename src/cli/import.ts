import 'reflect-metadata';
import type { Readable } from 'node:stream';
import { connected } from './connection.js';
import { isWrongUsage, messageOf } from './failures.js';
import { IMPORT_HELP } from './import-help.js';
import { importFile, LANES } from './import-file.js';
import { importOptions } from './import-options.js';
import type { Screen } from './progress-line.js';

/** Exit codes; also in IMPORT_HELP and docs/import.md. */
export const EXIT = { done: 0, failed: 1, wrongUsage: 2, someRefused: 3, interrupted: 130 } as const;

/** What the command is connected with; the terminal, outside of tests. */
export interface Terminal {
  /** To stdout: what came of it. */
  readonly out: (line: string) => void;
  /** To stderr: what there is to say meanwhile. */
  readonly say: (line: string) => void;
  readonly screen: Screen;
  readonly stdin: Readable;
  /** Once aborted, the running batches are finished and no further one is begun. */
  readonly signal: AbortSignal;
}

const terminal = (): Terminal => ({
  out: (line) => console.log(line),
  say: (line) => console.error(line),
  screen: process.stderr,
  stdin: process.stdin,
  signal: interruption(),
});

/** @returns a signal that aborts on Ctrl-C or SIGTERM. The second one ends the process at once, which loses nothing either. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted);
      controller.abort();
    });
  }
  return controller.signal;
}

/**
 * `npm run import -- …`
 *
 * @param args what stands after `--`
 * @returns the exit code, one of EXIT
 */
export async function main(args: string[], given?: Terminal): Promise<number> {
  const io = given ?? terminal();
  if (args.includes('--help') || args.includes('-h')) {
    io.out(IMPORT_HELP);
    return EXIT.done;
  }
  try {
    const options = importOptions(args);
    const { counts, isComplete } = await connected({ poolSize: LANES + 1 }, (dataSource) =>
      importFile(dataSource, options, io),
    );
    if (!isComplete) return EXIT.interrupted;
    return counts.refused > 0 ? EXIT.someRefused : EXIT.done;
  } catch (error) {
    io.say(isWrongUsage(error) ? `${messageOf(error)}\n\n${IMPORT_HELP}` : messageOf(error));
    return isWrongUsage(error) ? EXIT.wrongUsage : EXIT.failed;
  }
}
