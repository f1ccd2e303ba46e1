import { parseArgs } from 'node:util';
import type { Queryable } from '../database/queryable.js';
import { allDesks } from '../desks/desk-queries.js';
import { type ExportQuery, parseExportQuery } from '../export/export-query.js';
import { InvalidFieldsError } from '../graphql/public-error.js';
import { isId } from '../kernel/ids.js';
import { RefusedError, UsageError } from './failures.js';

export const FORMATS = ['ndjson', 'csv', 'xlsx-csv'] as const;
export type ExportFormat = (typeof FORMATS)[number];

export const STANDARD_OUTPUT = '-';

export interface ExportOptions {
  /** A path, or `-` for standard output. */
  readonly file: string;
  readonly format: ExportFormat;
  readonly isZipped: boolean;
  readonly restart: boolean;
  /** The slug or id of a desk; the query cannot have it before the database is asked. */
  readonly desk: string | undefined;
  readonly query: ExportQuery;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

/** @throws UsageError, or node's own for an option that it does not know */
export function exportOptions(args: string[]): ExportOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      format: { ...text, default: 'ndjson' },
      gzip: flag,
      restart: flag,
      desk: text,
      stream: text,
      actor: text,
      after: text,
      before: text,
      from: text,
      size: text,
      since: text,
      private: flag,
      type: { ...text, multiple: true },
    },
  });
  const { format, gzip: isZipped, restart, desk, private: withPrivate, ...parameters } = values;
  const [file, ...more] = positionals;
  if (file === undefined) throw new UsageError('Name the file, or - for standard output.');
  if (more.length > 0) throw new UsageError(`Name one file; these are ${positionals.length}.`);
  const known = FORMATS.find((each) => each === format);
  if (known === undefined) throw new UsageError(`--format ${format}: it must be ${FORMATS.join(' or ')}.`);
  return {
    file,
    format: known,
    isZipped,
    restart,
    desk,
    query: queryOf({ ...parameters, ...(withPrivate && { private: '1' }) }),
  };
}

function queryOf(parameters: Record<string, string | string[]>): ExportQuery {
  try {
    return parseExportQuery(parameters);
  } catch (error) {
    if (error instanceof InvalidFieldsError) throw new UsageError(`--${error.message}`);
    throw error;
  }
}

/** @returns the query with the desk's id in its filter */
export async function withDesk(db: Queryable, { query, desk }: ExportOptions): Promise<ExportQuery> {
  if (desk === undefined) return query;
  const desks = await allDesks(db);
  const found = desks.find(({ id, slug }) => slug === desk || (isId(desk) && id === desk));
  if (found !== undefined) return { ...query, filter: { ...query.filter, desk: found.id } };
  throw new RefusedError(
    `There is no desk ${desk}. There are: ${desks.map(({ slug }) => slug).join(', ') || 'none yet'}.`,
  );
}
