import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { RefusalReport } from './import-batch.js';
import { endOfRange, type LineRange } from './line-ranges.js';
import type { Format, Refusal } from './read-batches.js';
import { RecordReader } from './record-reader.js';

const HEADER = 'line,path,reason,text\n';
/** A report repeats a record with all that JSON adds to it, at most six bytes for one. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** The file with what was refused: its line, the field, the reason and the text. There is none while nothing is. */
export class RefusedReport implements RefusalReport {
  private file: FileHandle | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    readonly path: string,
    private readonly format: Format,
  ) {}

  /**
   * Makes an earlier report of the same name fit what is done: lines of batches that never committed are struck out,
   * for they come again. With nothing done, the whole report goes.
   */
  async begin(done: readonly LineRange[]): Promise<void> {
    if (done.length === 0) return rm(this.path, { force: true });
    const earlier = await open(this.path).catch(() => null);
    if (earlier === null) return;
    await earlier.close();
    const kept = `${this.path}.part`;
    const target = await open(kept, 'w');
    const reader = new RecordReader(createReadStream(this.path), this.format === 'csv', MAX_LINE_BYTES);
    for (let record = await reader.next(); record !== null; record = await reader.next()) {
      const line = this.lineIn(record.bytes);
      if (line === null || endOfRange(done, line) !== null)
        await target.writeFile(Buffer.concat([record.bytes, Buffer.from('\n')]));
    }
    await target.close();
    await rename(kept, this.path);
  }

  add(refusals: readonly Refusal[]): Promise<void> {
    if (refusals.length === 0) return Promise.resolve();
    this.writing = this.writing.then(() => this.write(refusals)); // one after another: lanes must not mix their lines
    return this.writing;
  }

  async close(): Promise<void> {
    await this.writing.catch(() => undefined);
    await this.file?.close();
  }

  private async write(refusals: readonly Refusal[]): Promise<void> {
    this.file ??= await open(this.path, 'a');
    const isNew = (await this.file.stat()).size === 0;
    const lines = refusals.map((refusal) => this.toLine(refusal));
    await this.file.appendFile(`${isNew && this.format === 'csv' ? HEADER : ''}${lines.join('')}`);
    await this.file.datasync(); // before the batch is durable itself: a refusal must not be lost where the batch is not
  }

  private toLine({ record, path, reason }: Refusal): string {
    const text = record.bytes.toString('utf8');
    if (this.format === 'ndjson') return `${JSON.stringify({ line: record.line, path, reason, text })}\n`;
    return `${[String(record.line), path, reason, text].map(toCell).join(',')}\n`;
  }

  /** @returns the line that an entry is about; null for the header, -1 for what a kill left unfinished */
  private lineIn(bytes: Buffer): number | null {
    try {
      if (this.format === 'ndjson') return (JSON.parse(bytes.toString('utf8')) as { line: number }).line;
      const [line] = parse(bytes)[0]!;
      return line === 'line' ? null : Number(line);
    } catch {
      return -1;
    }
  }
}

/** Spreadsheets take a cell that begins so for a formula (OWASP, CSV injection); the apostrophe makes it text for them. */
const FORMULA = /^[=+\-@\t\r]/;

const toCell = (text: string): string => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
