import { checkSubmission } from '../check-submission.js';
import { SubmitClaimInput } from '../submit-claim.input.js';
import { columnOf, type CsvColumn, parseHeader, readRow } from './csv-row.js';
import { parseJsonLine } from './json-line.js';
import { endOfRange, type LineRange } from './line-ranges.js';
import type { Problem } from './problem.js';
import { MAX_RECORD_BYTES, type RawRecord, RecordReader } from './record-reader.js';
import { RefusedFileError } from './refused-file-error.js';

export const FORMATS = ['ndjson', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

export interface ReadOptions {
  readonly format: Format;
  /** Records of a batch at most. */
  readonly size: number;
  /** BCP 47; for statements and articles that name none. */
  readonly language: string | undefined;
  /** For claims that name none. */
  readonly deskId: string | undefined;
  /** The desks' ids by their slugs. */
  readonly desks: ReadonlyMap<string, string>;
  /** Lines that need not be read. */
  readonly done: readonly LineRange[];
}

/** A record that can be submitted. */
export interface Entry {
  readonly record: RawRecord;
  readonly submission: SubmitClaimInput;
}

/** A record that cannot, with what is wrong with it. */
export interface Refusal extends Problem {
  readonly record: RawRecord;
}

/** Consecutive lines that are taken in together. */
export interface Batch {
  readonly lines: LineRange;
  /** Bytes of the file up to its end. */
  readonly offset: number;
  readonly entries: readonly Entry[];
  readonly refusals: readonly Refusal[];
}

/** A batch of the longest records stays in memory: 4 of them, or about 16,000 usual ones. */
const MAX_BATCH_BYTES = 4 * MAX_RECORD_BYTES;

/**
 * Reads and validates a file, batch by batch, and no further than the batch that was asked for.
 *
 * @throws RefusedFileError if there is nothing in the file, or its header is wrong
 */
export async function* readBatches(source: AsyncIterable<Buffer>, options: ReadOptions): AsyncGenerator<Batch> {
  const reader = new RecordReader(source, options.format === 'csv');
  const columns = options.format === 'csv' ? await readHeader(reader) : [];
  let isEmpty = true;
  for (;;) {
    const doneTo = endOfRange(options.done, reader.line);
    if (doneTo !== null) {
      isEmpty = false;
      await reader.skipTo(doneTo);
      if (reader.line < doneTo) break; // the file ends with it
    }
    const from = reader.line;
    const entries: Entry[] = [];
    const refusals: Refusal[] = [];
    let record: RawRecord | null = null;
    for (let bytes = 0; entries.length + refusals.length < options.size && bytes < MAX_BATCH_BYTES;) {
      if (endOfRange(options.done, reader.line) !== null) break;
      record = await reader.next();
      if (record === null) break;
      if (record.bytes.length === 0) continue;
      bytes += record.bytes.length;
      const read =
        options.format === 'csv' ? await readCsv(reader, record, columns, options) : await readJson(record, options);
      if ('submission' in read) entries.push(read);
      else refusals.push(read);
    }
    if (entries.length + refusals.length > 0)
      yield { lines: [from, reader.line], offset: reader.offset, entries, refusals };
    isEmpty &&= entries.length + refusals.length === 0;
    if (record === null) break;
  }
  if (isEmpty) throw new RefusedFileError('There is no claim in the file.');
}

async function readHeader(reader: RecordReader): Promise<CsvColumn[]> {
  let header = await reader.next();
  while (header?.bytes.length === 0) header = await reader.next();
  if (header === null) throw new RefusedFileError('The file is empty. The first line must name the columns.');
  return parseHeader(header.bytes);
}

const TOO_LONG = `The line is longer than ${MAX_RECORD_BYTES / 1024 / 1024} MiB.`;

async function readJson(record: RawRecord, options: ReadOptions): Promise<Entry | Refusal> {
  if (record.isCut) return { record, path: '', reason: TOO_LONG };
  const value = parseJsonLine(record.bytes);
  return Array.isArray(value) ? { record, ...value[0]! } : check(record, value, options);
}

async function readCsv(
  reader: RecordReader,
  record: RawRecord,
  columns: readonly CsvColumn[],
  options: ReadOptions,
): Promise<Entry | Refusal> {
  if (record.isCut) return { record, path: '', reason: TOO_LONG };
  const row = readRow(record.bytes, columns);
  if (Array.isArray(row)) return { record: record.lines > 1 ? reader.onlyFirstLine() : record, ...row[0]! };
  const { desk, input } = row;
  if (desk !== undefined && !options.desks.has(desk)) {
    const known = [...options.desks.keys()].join(', ') || 'none yet';
    return { record, path: 'desk', reason: `There is no such desk. There are: ${known}.` };
  }
  const read = await check(record, desk === undefined ? input : { ...input, deskId: options.desks.get(desk) }, options);
  return 'submission' in read ? read : { ...read, path: columnOf(read.path) };
}

async function check(record: RawRecord, input: object, options: ReadOptions): Promise<Entry | Refusal> {
  const checked = await checkSubmission(withDefaults(input, options));
  if (checked instanceof SubmitClaimInput) return { record, submission: checked };
  return { record, path: checked[0]?.path.join('.') ?? '', reason: checked.map(({ message }) => message).join(' ') };
}

/** Fills in what the command line says for all. Whether the rest has the right form is not looked at here. */
function withDefaults(input: Record<string, any>, { language, deskId }: ReadOptions): object {
  const appearances: unknown = input['appearances'];
  for (const appearance of language !== undefined && Array.isArray(appearances) ? appearances : []) {
    const article: unknown = appearance?.article;
    if (typeof article === 'object' && article !== null)
      Object.assign(article, { language: (article as any).language ?? language });
  }
  return { ...input, language: input['language'] ?? language, deskId: input['deskId'] ?? deskId };
}
