import { TILE_WIDTH } from '../audit/tile-reader.js';
import type { Queryable } from '../database/queryable.js';

/**
 * @param width entries wanted, from the tile's first
 * @returns the leaves of a tile, each after its length as a big-endian uint16 (C2SP tlog-tiles, "Log entries")
 * @throws Error where the database lacks one
 */
export async function entryBundle(db: Queryable, tile: number, width: number): Promise<Buffer> {
  const first = tile * TILE_WIDTH;
  const rows = await db.rows<{ leaf: string }>(
    `SELECT e.leaf FROM audit.leaf l JOIN audit.event e ON e.id = l.event_id
     WHERE l.idx >= $1 AND l.idx < $2 ORDER BY l.idx`,
    [first, first + width],
  );
  if (rows.length !== width) {
    throw new Error(`The audit log in the database is not whole: ${rows.length} of ${width} leaves of tile ${tile}.`);
  }
  return Buffer.concat(
    rows.flatMap(({ leaf }) => {
      const entry = Buffer.from(leaf);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length); // audit.event allows 65,535 bytes
      return [length, entry];
    }),
  );
}
