import { open } from 'node:fs/promises';
import type { LogExport } from '../export/log-export.js';
import { RefusedError } from './failures.js';

/** How far a file has come that an export is written to. */
export interface PartialExport {
  /** Size of the checkpoint that it is to end with. */
  readonly size: number;
  /** Leaves that it has, or the hashes of. */
  readonly from: number;
  /** Where to go on writing: what is after that is cut off. */
  readonly offset: number;
  readonly isComplete: boolean;
}

/** What the lines tell of themselves; all that is not one of ours is a leaf. */
interface Control {
  readonly $audit?: unknown;
  readonly size?: number;
  readonly filter?: object;
  readonly $skip?: number;
  readonly $private?: unknown;
  readonly $erased?: unknown;
  readonly $checkpoint?: unknown;
}

/**
 * Looks through a file from an earlier export of the same kind.
 *
 * @returns null where there is nothing in it, or no file
 * @throws RefusedError for a file that is something else, or shows something else of the log
 */
export async function readPartial(
  file: string,
  wanted: Pick<LogExport, 'filter' | 'withPrivate'> & { readonly size: number | null },
): Promise<PartialExport | null> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (handle === null) return null;
  const state = new Reading(file, wanted);
  try {
    for await (const { line, end } of completeLines(handle.createReadStream({ autoClose: false })))
      state.take(line, end);
  } finally {
    await handle.close();
  }
  return state.result();
}

class Reading {
  private size: number | null = null;
  private at = 0;
  private offset = 0;
  /** Where the last leaf began, whose private line may be missing. */
  private lastLeaf: { at: number; offset: number } | null = null;
  private isComplete = false;

  constructor(
    private readonly file: string,
    private readonly wanted: Pick<LogExport, 'filter' | 'withPrivate'> & { readonly size: number | null },
  ) {}

  take(line: Buffer, end: number): void {
    const control = line.subarray(0, 3).toString() === '{"$' ? this.parse(line) : null;
    if (this.size === null) this.takeHeader(control);
    else if (control === null) {
      this.lastLeaf = { at: this.at, offset: this.offset };
      this.at += 1;
    } else if (control.$skip !== undefined) {
      this.lastLeaf = null;
      this.at += control.$skip;
    } else if (control.$checkpoint !== undefined) this.isComplete = true;
    else if (!this.wanted.withPrivate) throw this.refusal('it has private text, and --private was not given');
    else this.lastLeaf = null;
    this.offset = end;
  }

  result(): PartialExport | null {
    if (this.size === null) return null;
    // Whether a private line was to follow the last leaf is not looked for: the leaf is simply written once more
    const isCut = this.wanted.withPrivate && !this.isComplete && this.lastLeaf !== null;
    const { at, offset } = isCut ? this.lastLeaf! : { at: this.at, offset: this.offset };
    return { size: this.size, from: at, offset, isComplete: this.isComplete };
  }

  private takeHeader(control: Control | null): void {
    if (control?.$audit !== 1 || typeof control.size !== 'number') throw this.refusal('it is no export of the log');
    const { filter, size } = this.wanted;
    if (JSON.stringify(control.filter ?? {}) !== JSON.stringify(filter))
      throw this.refusal(`its filter is ${JSON.stringify(control.filter ?? {})}`);
    if (size !== null && size !== control.size) throw this.refusal(`its size is ${control.size}`);
    this.size = control.size;
  }

  private parse(line: Buffer): Control {
    try {
      return JSON.parse(line.toString()) as Control;
    } catch {
      throw this.refusal('it is no export of the log');
    }
  }

  private refusal(why: string): RefusedError {
    return new RefusedError(
      `${this.file} cannot be continued: ${why}. Name another file, or write it anew with --restart.`,
    );
  }
}

const LINE_FEED = 10;

/** @returns each line that has its end, without it, and the offset after it */
async function* completeLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<{ line: Buffer; end: number }> {
  let rest: Buffer[] = [];
  let end = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, start)) {
      const line = Buffer.concat([...rest, chunk.subarray(start, at)]);
      rest = [];
      start = at + 1;
      end += line.length + 1;
      yield { line, end };
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
}
