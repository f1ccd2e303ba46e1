/**
 * Bytes of one record at most. The longest submission there can be, with 50 appearances, every text at its limit and
 * every character written as two \u escapes, has 1.9 MB; real ones have about 500 bytes.
 */
export const MAX_RECORD_BYTES = 2 * 1024 * 1024;
/** Of a line that is too long, what is kept to know it by. */
const KEPT_BYTES = 1000;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** One line, or in CSV as many as its quotes span. */
export interface RawRecord {
  /** The line that it begins on; the first one is 1. */
  readonly line: number;
  /** How many lines it spans. */
  readonly lines: number;
  /** Without the line break at its end. */
  readonly bytes: Buffer;
  /** It was longer than MAX_RECORD_BYTES: this is its beginning, the rest was passed over. */
  readonly isCut: boolean;
}

/**
 * Splits a stream of bytes into records. Reads on only when asked for more, and holds one record and one chunk at
 * most.
 *
 * Lines end with LF or CRLF. With `quoted`, a line break between double quotes is a part of the record
 * (RFC 4180, 2.6); whether the quotes are where they may be is for the parser to say.
 */
export class RecordReader {
  /** The line that the next record begins on. */
  line = 1;
  /** Bytes that have been given out or passed over. */
  offset = 0;

  private buffer: Buffer = Buffer.alloc(0);
  private at = 0;
  private afterFirstLine = 0;
  private before = { line: 1, offset: 0, at: 0 };
  private isStart = true;
  private readonly chunks: AsyncIterator<Buffer>;

  constructor(
    source: AsyncIterable<Buffer>,
    private readonly quoted: boolean,
    private readonly maxBytes = MAX_RECORD_BYTES,
  ) {
    this.chunks = source[Symbol.asyncIterator]();
  }

  /** @returns the next record; null at the end */
  async next(): Promise<RawRecord | null> {
    if (this.isStart) await this.skipByteOrderMark();
    let isInside = false;
    let scan = this.at;
    let lines = 0;
    for (;;) {
      for (; scan < this.buffer.length; scan += 1) {
        const byte = this.buffer[scan];
        if (byte === QUOTE && this.quoted) isInside = !isInside;
        else if (byte === LINE_FEED) {
          lines += 1;
          if (lines === 1) this.afterFirstLine = scan + 1;
          if (!isInside) return this.take(scan + 1, lines);
        }
      }
      // A quote that nothing closes in time: its line alone is at fault, not the thousands that follow
      if (scan - this.at > this.maxBytes) return lines > 0 ? this.take(this.afterFirstLine, 1) : this.takeBeginning();
      const moved = this.at;
      if (!(await this.more())) break;
      scan -= moved;
      this.afterFirstLine -= moved;
    }
    if (this.at === this.buffer.length) return null;
    if (lines === 0) this.afterFirstLine = this.buffer.length;
    return this.take(this.buffer.length, lines + 1);
  }

  /**
   * Gives back all lines but the first of the record that `next` has just returned, so that one stray quote does not
   * take the lines after it along.
   *
   * @returns the first line
   */
  onlyFirstLine(): RawRecord {
    ({ line: this.line, offset: this.offset, at: this.at } = this.before);
    return this.take(this.afterFirstLine, 1);
  }

  /** Passes over everything before a line. */
  async skipTo(line: number): Promise<void> {
    if (this.isStart) await this.skipByteOrderMark();
    while (this.line < line) {
      const end = this.buffer.indexOf(LINE_FEED, this.at);
      this.advance(end < 0 ? this.buffer.length : end + 1, end < 0 ? 0 : 1);
      if (end < 0 && !(await this.more())) return;
    }
  }

  private take(end: number, lines: number): RawRecord {
    const { line, at } = this;
    const isCut = end - at > this.maxBytes;
    this.before = { line, offset: this.offset, at };
    this.advance(end, lines);
    return { line, lines, bytes: withoutLineBreak(this.buffer.subarray(at, isCut ? at + KEPT_BYTES : end)), isCut };
  }

  private async takeBeginning(): Promise<RawRecord> {
    const { line } = this;
    const bytes = Buffer.from(this.buffer.subarray(this.at, this.at + KEPT_BYTES));
    await this.skipTo(line + 1);
    return { line, lines: 1, bytes, isCut: true };
  }

  private advance(to: number, lines: number): void {
    this.offset += to - this.at;
    this.at = to;
    this.line += lines;
  }

  /** Drops what was given out, and reads a chunk. @returns whether there was one */
  private async more(): Promise<boolean> {
    const { value, done = false } = await this.chunks.next();
    const rest = this.buffer.subarray(this.at);
    this.buffer = done ? rest : rest.length === 0 ? value : Buffer.concat([rest, value]);
    this.at = 0;
    return !done;
  }

  private async skipByteOrderMark(): Promise<void> {
    this.isStart = false;
    while (this.buffer.length < BYTE_ORDER_MARK.length && (await this.more()));
    if (this.buffer.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK))
      this.advance(BYTE_ORDER_MARK.length, 0);
  }
}

function withoutLineBreak(bytes: Buffer): Buffer {
  const end = bytes.at(-1) === LINE_FEED ? bytes.length - 1 : bytes.length;
  return bytes.subarray(0, bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end);
}
