import type { Prepared, Queryable } from '../database/queryable.js';

const SIZE: Prepared = {
  name: 'log-size',
  text: 'SELECT size::float8 FROM audit.checkpoint ORDER BY size DESC LIMIT 1',
};

/** @returns how many leaves the newest checkpoint signs; what is beyond is not sealed yet, and read by nobody */
export async function readLogSize(db: Queryable): Promise<number> {
  const [row] = await db.rows<{ size: number }>(SIZE);
  return row?.size ?? 0;
}
