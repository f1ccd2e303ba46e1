import type { Queryable } from './queryable.js';

/**
 * @returns milliseconds by which the database's clock is ahead of this machine's; negative where it is behind.
 *   Off by half the round trip at most.
 */
export async function clockOffsetMs(db: Queryable): Promise<number> {
  const before = Date.now();
  const [row] = await db.rows<{ ms: number }>('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms');
  return row!.ms - (before + Date.now()) / 2;
}
