import type { Readable, Writable } from 'node:stream';
import type { Screen } from './progress-line.js';

/** Exit codes; also in HELP. "verify" has those of the verifier. */
export const EXIT = { done: 0, failed: 1, wrongUsage: 2, interrupted: 130 } as const;

/** What the command is connected with; the process' own, outside of tests. */
export interface Terminal {
  /** To stdout: a line of what was asked for. */
  readonly out: (line: string) => void;
  /** To stderr: what there is to say about it. */
  readonly say: (line: string) => void;
  readonly screen: Screen;
  readonly stdin: Readable;
  /** For what is no text in lines, such as an export. */
  readonly stdout: Writable;
  /** Once aborted, the command ends as soon as it can. */
  readonly signal: AbortSignal;
}

/** @returns the exit code, where it is not EXIT.done */
export type Command = (args: string[], io: Terminal) => Promise<number | void>;
