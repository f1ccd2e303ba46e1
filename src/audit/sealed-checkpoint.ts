import { parseCheckpoint } from '../../verifier/claimdesk-verify.mjs';
import type { Queryable } from '../database/queryable.js';
import { LOG_STREAM } from './record-keys.js';

/** A signed state of the log, as the sealer stored it. The log's leaves are those below the newest one's size. */
export interface SealedCheckpoint {
  /** Number of leaves. */
  readonly size: number;
  /** Root of the tree over them, 32 bytes. */
  readonly root: Buffer;
  /** Name of the log; the first line of the note. */
  readonly origin: string;
  /** C2SP tlog-checkpoint as a signed note. */
  readonly note: string;
  readonly sealedAt: Date;
}

type Row = Omit<SealedCheckpoint, 'origin'>;

const COLUMNS = 'size::float8 AS size, root, note, sealed_at AS "sealedAt"';

const read = ([row]: Row[]): SealedCheckpoint | null =>
  row === undefined ? null : { ...row, origin: parseCheckpoint(row.note).origin };

/** @returns the state of the log now; null where nothing was sealed yet */
export const newestCheckpoint = async (db: Queryable): Promise<SealedCheckpoint | null> =>
  read(await db.rows<Row>(`SELECT ${COLUMNS} FROM audit.checkpoint ORDER BY audit.checkpoint.size DESC LIMIT 1`));

/** @returns the checkpoint of a tree of so many leaves; null where none was signed at that size */
export const checkpointOfSize = async (db: Queryable, size: number): Promise<SealedCheckpoint | null> =>
  read(await db.rows<Row>(`SELECT ${COLUMNS} FROM audit.checkpoint c WHERE c.size = $1`, [size]));

/** @returns the keys by which the log is signed now, as C2SP signed-note has them; none where none was recorded yet */
export async function verifierKeys(db: Queryable): Promise<string[]> {
  const [row] = await db.rows<{ keys: string[] }>(
    `SELECT leaf::jsonb #> '{row,keys}' AS keys FROM audit.event
     WHERE stream = $1 AND leaf::jsonb ->> 'op' = 'KEY' ORDER BY seq DESC LIMIT 1`,
    [LOG_STREAM],
  );
  return row?.keys ?? [];
}
