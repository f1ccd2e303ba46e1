import type { Readable } from 'node:stream';

const LINE_FEED = 10;
/** Stands between the columns; see LogConnection. */
const DELIMITER = 2;
const DIGIT_ZERO = 48;

/** A row of `selectRows`. */
export interface LeafRow {
  readonly index: number;
  /** The leaf and its line feed, and then its private line where there is one. */
  readonly lines: Buffer;
}

/** Cuts what COPY answers, which is in pieces that end anywhere, into pieces that end with a row. */
export async function* completeRows(copied: Readable): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of copied as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end === 0) {
      rest.push(chunk);
      continue;
    }
    yield Buffer.concat([...rest, chunk.subarray(0, end)]);
    rest = end < chunk.length ? [chunk.subarray(end)] : [];
  }
  if (rest.length > 0) throw new Error('COPY ended within a row.');
}

/**
 * @param rows whole rows. They are changed: where a private line follows, its delimiter becomes the line feed between.
 * @param withPrivate whether there is the column of private lines
 */
export function* leafRows(rows: Buffer, withPrivate: boolean): Generator<LeafRow> {
  for (let start = 0, end; start < rows.length; start = end + 1) {
    end = rows.indexOf(LINE_FEED, start);
    let index = 0;
    let at = start;
    for (; rows[at] !== DELIMITER; at += 1) index = index * 10 + rows[at]! - DIGIT_ZERO;
    const leaf = at + 1;
    if (!withPrivate) {
      yield { index, lines: rows.subarray(leaf, end + 1) };
      continue;
    }
    const between = rows.indexOf(DELIMITER, leaf);
    rows[between] = LINE_FEED;
    yield { index, lines: rows.subarray(leaf, between + 1 === end ? end : end + 1) };
  }
}
