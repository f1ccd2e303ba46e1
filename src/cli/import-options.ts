import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Format, FORMATS } from '../intake/import/read-batches.js';
import { UsageError } from './failures.js';

export const DEFAULT_BATCH = 1000;
/** A transaction of about 2 s; the limit for a statement is 15 s, and a claim that others submit waits as long. */
export const MAX_BATCH = 5000;

export const STANDARD_INPUT = '-';

export interface ImportOptions {
  /** A path, or `-` for standard input. */
  readonly file: string;
  readonly format: Format;
  readonly desk: string | undefined;
  readonly language: string | undefined;
  readonly isDryRun: boolean;
  readonly batch: number;
  /** Null for a dry run that is not asked for one. */
  readonly report: string | null;
  readonly restart: boolean;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

/** @throws UsageError, or node's own for an option that it does not know */
export function importOptions(args: string[]): ImportOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      format: text,
      desk: text,
      language: text,
      batch: text,
      report: text,
      'dry-run': flag,
      restart: flag,
    },
  });
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError('Name the file, or - for standard input.');
  if (more.length > 0) throw new UsageError(`Name one file; these are ${positionals.length}.`);
  const isDryRun = values['dry-run'];
  if (values.report !== undefined && path.resolve(values.report) === path.resolve(file)) {
    throw new UsageError('--report must name another file than the one to import.');
  }
  const standing = `${file === STANDARD_INPUT ? 'stdin' : file}.refused.ndjson`;
  return {
    file,
    format: formatOf(file, values.format),
    desk: values.desk,
    language: languageOf(values.language),
    isDryRun,
    batch: batchOf(values.batch),
    report: values.report ?? (isDryRun ? null : standing),
    restart: values.restart,
  };
}

function formatOf(file: string, given: string | undefined): Format {
  if (given !== undefined) {
    const format = FORMATS.find((known) => known === given);
    if (format === undefined) throw new UsageError(`--format ${given}: it must be ${FORMATS.join(' or ')}.`);
    return format;
  }
  const extension = path.extname(file).toLowerCase();
  if (extension === '.csv') return 'csv';
  if (extension === '.ndjson' || extension === '.jsonl') return 'ndjson';
  throw new UsageError(`The name ${file} does not say what is in it. Add --format ${FORMATS.join(' or --format ')}.`);
}

/** Looked at only for an obvious slip; each line is held to the API's rule. */
function languageOf(tag: string | undefined): string | undefined {
  if (tag === undefined || /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i.test(tag)) return tag;
  throw new UsageError(`--language ${tag}: it must be a BCP 47 tag, such as en, pt-BR or zh-Hant.`);
}

function batchOf(given: string | undefined): number {
  const size = given === undefined ? DEFAULT_BATCH : Number(given);
  if (Number.isInteger(size) && size >= 1 && size <= MAX_BATCH) return size;
  throw new UsageError(`--batch ${given}: it must be a whole number from 1 to ${MAX_BATCH}.`);
}
