import { type Tx } from '../../database/unit-of-work.js';
import { newId } from '../../kernel/ids.js';
import type { Counts } from './counts.js';
import { type LineRange, parseRanges } from './line-ranges.js';
import { RefusedFileError } from './refused-file-error.js';

/** How far the import of a file has come. */
export interface ImportProgress {
  readonly id: string;
  readonly done: readonly LineRange[];
  readonly counts: Counts;
  /** Null while there are lines left. */
  readonly finishedAt: Date | null;
}

/** By what a file is known again. */
export interface SourceIdentity {
  /** SHA-256 of its contents and of the options that change what becomes of them, hexadecimal. */
  readonly hash: string;
  /** Its name without the folder. */
  readonly name: string;
}

/**
 * @param restart whether to forget what was done before
 * @returns where to go on; a new beginning for a file that is not known yet
 */
export async function beginImport(tx: Tx, { hash, name }: SourceIdentity, restart: boolean): Promise<ImportProgress> {
  if (restart) await tx.rows(`UPDATE import_progress SET ${FORGET} WHERE source_hash = decode($1, 'hex')`, [hash]);
  const [row] = await tx.rows<Omit<ImportProgress, 'done' | 'counts'> & Counts & { done: string }>(
    `INSERT INTO import_progress AS i (id, source_hash, name) VALUES ($1, decode($2, 'hex'), $3)
     ON CONFLICT (source_hash) DO UPDATE SET name = excluded.name
     RETURNING id, done::text AS done, created, appearance_added AS "appearanceAdded", already_known AS "alreadyKnown",
       refused, finished_at AS "finishedAt"`,
    [newId(), hash, name],
  );
  const { id, done, finishedAt, ...counts } = row!;
  return { id, done: parseRanges(done), counts, finishedAt };
}

const FORGET = `done = '{}', created = 0, appearance_added = 0, already_known = 0, refused = 0, started_at = now(), finished_at = NULL`;

/**
 * Notes lines as done, in the transaction that took them in.
 *
 * @throws RefusedFileError if some of them are done already: another process imports the same file
 */
export async function advanceImport(tx: Tx, id: string, [from, to]: LineRange, counts: Counts): Promise<void> {
  const { created, appearanceAdded, alreadyKnown, refused } = counts;
  const rows = await tx.rows(
    `UPDATE import_progress SET done = done + int8multirange(int8range($2, $3)), created = created + $4,
       appearance_added = appearance_added + $5, already_known = already_known + $6, refused = refused + $7
     WHERE id = $1 AND NOT done && int8range($2, $3) RETURNING id`,
    [id, from, to, created, appearanceAdded, alreadyKnown, refused],
  );
  if (rows.length > 0) return;
  throw new RefusedFileError('Another process is importing the same file. Wait for it, then run the command again.');
}

export const finishImport = (tx: Tx, id: string): Promise<unknown> =>
  tx.rows('UPDATE import_progress SET finished_at = now() WHERE id = $1', [id]);
