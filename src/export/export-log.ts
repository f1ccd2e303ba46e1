import { isRestricted } from '../audit/log-filter.js';
import { TileReader } from '../audit/tile-reader.js';
import type { Database } from '../database/database.js';
import { rangeOf, selectLeaves, selectRows } from './leaf-statements.js';
import { completeRows, type LeafRow, leafRows } from './leaf-rows.js';
import type { LogConnection } from './log-connection.js';
import { checkpointLine, headerLine, type LogExport, skipLine } from './log-export.js';

/**
 * Leaves that one COPY reads: 64 tiles. Each begins with a plan and a round trip, 1 ms together, and reading so many
 * takes 50 ms. A slow reader keeps a snapshot of the database for so many leaves and no more.
 */
const WINDOW = 16_384;
const LINE_FEED = 10;

/**
 * The log in the export's format, in pieces of some 64 kB that begin and end anywhere.
 *
 * @param database for the hashes of what is withheld
 * @param connection for the leaves; the caller closes it
 * @param onProgress is told how many leaves are behind
 * @throws Error where the database holds less than the checkpoint says; what was written until then has no end, and so
 *   does not verify
 */
export async function* exportLog(
  database: Database,
  connection: LogConnection,
  wanted: LogExport,
  onProgress: (leaves: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  const withheld = skips(new TileReader(database, wanted.checkpoint.size), wanted.since);
  if (!wanted.isContinuation) {
    yield headerLine(wanted);
    yield* await withheld(0, wanted.from);
  }
  const isWhole = !isRestricted(wanted.filter) && !wanted.withPrivate;
  yield* isWhole
    ? wholeLeaves(connection, wanted, onProgress)
    : chosenLeaves(connection, wanted, await rangeOf(database, wanted), withheld, onProgress);
  yield checkpointLine(wanted);
}

/** Every leaf from the first wanted one on: what COPY answers is passed on as it is. */
async function* wholeLeaves(
  connection: LogConnection,
  { from, checkpoint }: LogExport,
  onProgress: (leaves: number) => void,
): AsyncGenerator<Buffer> {
  for (let at = from, end; at < checkpoint.size; at = end) {
    end = Math.min(at + WINDOW, checkpoint.size);
    let lines = 0;
    for await (const chunk of connection.copy(selectLeaves(at, end))) {
      lines += countLines(chunk as Buffer);
      yield chunk as Buffer;
    }
    if (lines !== end - at) throw incomplete(`${end - at - lines} of the leaves ${at} to ${end - 1} have no event`);
    onProgress(end);
  }
}

type Skips = (from: number, to: number) => Promise<Buffer[]>;

/** The leaves of a filter, or with their private texts, and the hashes of those between them. */
async function* chosenLeaves(
  connection: LogConnection,
  wanted: LogExport,
  [first, last]: readonly [number, number],
  withheld: Skips,
  onProgress: (leaves: number) => void,
): AsyncGenerator<Buffer> {
  const isGapless = !isRestricted(wanted.filter);
  let at = wanted.from;
  for (let window = first, end; window < last; window = end) {
    end = Math.min(window + WINDOW, last);
    for await (const rows of completeRows(connection.copy(selectRows(wanted, window, end)))) {
      const pieces: Buffer[] = [];
      for (const row of leafRows(rows, wanted.withPrivate)) {
        checkPlace(row, at, isGapless);
        if (row.index > at) pieces.push(...(await withheld(at, row.index)));
        pieces.push(row.lines);
        at = row.index + 1;
      }
      yield Buffer.concat(pieces);
    }
    onProgress(end);
  }
  if (isGapless && at < last) throw incomplete(`leaf ${at} is missing`);
  yield* await withheld(at, wanted.checkpoint.size);
}

function checkPlace({ index, lines }: LeafRow, at: number, isGapless: boolean): void {
  if (lines.length <= 1) throw incomplete(`leaf ${index} has no event`);
  if (index < at || (isGapless && index > at)) throw incomplete(`leaf ${at} is missing`);
}

const incomplete = (what: string): Error => new Error(`The audit log in the database is not whole: ${what}.`);

/** @returns what makes the lines for leaves that are not shown: none where there are none, two around `since` */
function skips(tiles: TileReader, since: number | null): Skips {
  const skip = async (from: number, to: number) => skipLine(to - from, await tiles.covering(from, to));
  return async (from, to) => {
    if (from >= to) return [];
    if (since === null || since <= from || since >= to) return [await skip(from, to)];
    return [await skip(from, since), await skip(since, to)];
  };
}

function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}
