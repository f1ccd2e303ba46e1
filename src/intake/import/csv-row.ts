import { isUtf8 } from 'node:buffer';
import { type CsvError, parse } from 'csv-parse/sync';
import { RefusedFileError } from './refused-file-error.js';
import type { Problem } from './problem.js';

/** What each column of a CSV file becomes, as the path in SubmitClaimInput. */
const PATHS = {
  statement: 'statement',
  claimant: 'claimant',
  claimedAt: 'claimedAt',
  language: 'language',
  topics: 'topics',
  desk: 'deskId',
  outlet: 'appearances.0.article.outlet',
  url: 'appearances.0.article.url',
  citation: 'appearances.0.article.citation',
  publishedAt: 'appearances.0.article.publishedAt',
  articleLanguage: 'appearances.0.article.language',
  stance: 'appearances.0.stance',
  attribution: 'appearances.0.attribution',
  claimantAsWritten: 'appearances.0.claimantAsWritten',
} as const;
export type CsvColumn = keyof typeof PATHS;
export const CSV_COLUMNS = Object.keys(PATHS) as CsvColumn[];

/** Without these no row could be taken in. The languages may come from --language. */
const REQUIRED: readonly CsvColumn[] = ['statement', 'claimant', 'outlet', 'stance'];
/** Stands between the parts of a column that holds a list. No topic or source has one in it. */
const SEPARATOR = '|';

const columnByPath = new Map<string, string>(Object.entries(PATHS).map(([column, path]) => [path, column]));

/** @returns the column for a path in SubmitClaimInput; the path itself where no column is at fault */
export const columnOf = (path: string): string => columnByPath.get(path) ?? path;

/**
 * @param bytes the first record of the file
 * @returns its columns in their order
 * @throws RefusedFileError if they are not those of a CSV file of claims
 */
export function parseHeader(bytes: Buffer): CsvColumn[] {
  const cells = parseRow(bytes);
  const allowed = `Allowed: ${CSV_COLUMNS.join(', ')}.`;
  if (!isCells(cells)) throw new RefusedFileError(`The header cannot be read. ${cells[0]!.reason} ${allowed}`);
  const names = cells.map((cell) => cell.trim());
  const unknown = names.filter((name) => !Object.hasOwn(PATHS, name));
  if (unknown.length > 0) {
    const shown = unknown.map((name) => JSON.stringify(name.slice(0, 60))).join(', ');
    throw new RefusedFileError(
      `The first line must name the columns, and there are none with the name ${shown}. ${allowed}`,
    );
  }
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length > 0) throw new RefusedFileError(`The header names ${twice.join(', ')} twice.`);
  const missing = REQUIRED.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new RefusedFileError(`The header lacks the columns ${missing.join(', ')}. ${allowed}`);
  return names as CsvColumn[];
}

/** A row as SubmitClaimInput has it, with the slug of its desk. Empty cells are left out. */
export interface CsvSubmission {
  readonly desk: string | undefined;
  readonly input: Record<string, unknown>;
}

/**
 * @param columns as `parseHeader` answered
 * @returns the submission in the row, or what is wrong with its form
 */
export function readRow(bytes: Buffer, columns: readonly CsvColumn[]): CsvSubmission | Problem[] {
  const cells = parseRow(bytes);
  if (!isCells(cells)) return cells;
  if (cells.length !== columns.length) {
    return [{ path: '', reason: `The row has ${cells.length} cells; the header has ${columns.length} columns.` }];
  }
  const row: Partial<Record<CsvColumn, string>> = {};
  for (const [i, column] of columns.entries()) if (cells[i] !== '') row[column] = cells[i]!;
  const { desk, statement, claimant, claimedAt, language, stance, claimantAsWritten } = row;
  const { outlet, url, citation, publishedAt, articleLanguage } = row;
  const article = { outlet, url, citation, publishedAt, language: articleLanguage };
  const appearance = { article, stance, attribution: list(row.attribution), claimantAsWritten };
  return {
    desk,
    input: { statement, claimant, claimedAt, language, topics: list(row.topics), appearances: [appearance] },
  };
}

const list = (cell = ''): string[] => (cell === '' ? [] : cell.split(SEPARATOR).map((part) => part.trim()));

const isCells = (cells: string[] | Problem[]): cells is string[] => typeof cells[0] !== 'object';

/** One record by RFC 4180. What looks like a formula is text. */
function parseRow(bytes: Buffer): string[] | Problem[] {
  if (!isUtf8(bytes)) return [{ path: '', reason: 'The row is not valid UTF-8.' }];
  try {
    // one row at a time: where csv-parse passes over errors by itself, it loses the rest of the chunk (7.0.3)
    return parse(bytes, { record_delimiter: ['\r\n', '\n'] })[0] ?? [''];
  } catch (error) {
    return [
      {
        path: '',
        reason: REASONS[(error as CsvError).code] ?? `The row is not valid CSV: ${(error as Error).message}.`,
      },
    ];
  }
}

const REASONS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A double quote opens a cell and none closes it.',
  CSV_INVALID_CLOSING_QUOTE:
    'A closing double quote must be followed by a comma or the end of the row; write two for one in a cell.',
  INVALID_OPENING_QUOTE:
    'A double quote stands within a cell that does not begin with one; quote the whole cell and write two for one.',
};
