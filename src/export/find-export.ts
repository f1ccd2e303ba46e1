import { checkpointOfSize, newestCheckpoint, type SealedCheckpoint } from '../audit/sealed-checkpoint.js';
import type { Queryable } from '../database/queryable.js';
import { InvalidFieldsError } from '../graphql/public-error.js';
import type { ExportQuery } from './export-query.js';
import type { LogExport } from './log-export.js';

/**
 * Compares what is asked for with the log.
 *
 * @returns null where the log has no checkpoint yet, so that nothing could be proved
 * @throws InvalidFieldsError for a size that is no checkpoint's, and what lies beyond it
 */
export async function findExport(db: Queryable, query: ExportQuery): Promise<LogExport | null> {
  const newest = await newestCheckpoint(db);
  if (newest === null) return null;
  const checkpoint = await wantedCheckpoint(db, query.size, newest);
  const { from, since, isContinuation, filter, withPrivate } = query;
  for (const [name, value] of Object.entries({ from, since })) {
    if (value !== null && value > checkpoint.size)
      throw invalid(name, `must be at most ${checkpoint.size}, the size of the checkpoint that ends the export`);
  }
  return { checkpoint, from: from ?? 0, since, isContinuation, filter, withPrivate };
}

async function wantedCheckpoint(
  db: Queryable,
  size: number | null,
  newest: SealedCheckpoint,
): Promise<SealedCheckpoint> {
  if (size === null || size === newest.size) return newest;
  const wanted = await checkpointOfSize(db, size);
  if (wanted === null) throw invalid('size', `must be the size of a checkpoint; the newest one's is ${newest.size}`);
  return wanted;
}

const invalid = (name: string, message: string): InvalidFieldsError =>
  new InvalidFieldsError([{ path: [name], message: `${name} ${message}.` }]);
