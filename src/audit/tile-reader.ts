import { cover, nodeHash } from '../../verifier/claimdesk-verify.mjs';
import type { Prepared, Queryable } from '../database/queryable.js';

/** Hashes of a full tile (C2SP tlog-tiles): a subtree of height TILE_HEIGHT. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;
const HASH_BYTES = 32;

const LEAVES: Prepared = {
  name: 'log-tile-of-leaves',
  text: `SELECT string_agg(hash, ''::bytea ORDER BY idx) AS hashes FROM audit.leaf WHERE idx >= $1 AND idx < $2`,
};
const NODES: Prepared = {
  name: 'log-tile-of-nodes',
  text: `SELECT string_agg(hash, ''::bytea ORDER BY idx) AS hashes FROM audit.node WHERE level = $3 AND idx >= $1 AND idx < $2`,
};

/**
 * Reads the hashes of the log's tree at a size, tile by tile. It keeps the last tile of each level, so that who goes
 * through the log in its order reads each tile once.
 */
export class TileReader {
  private readonly kept = new Map<number, { readonly tile: number; readonly hashes: Buffer }>();

  /** @param size leaves of the tree; those of a checkpoint */
  constructor(
    private readonly db: Queryable,
    readonly size: number,
  ) {}

  /** @returns how many hashes the tile has in the tree; 0 where there is none */
  width(level: number, tile: number): number {
    const hashesOfLevel = Math.floor(this.size / TILE_WIDTH ** level);
    return Math.min(Math.max(hashesOfLevel - tile * TILE_WIDTH, 0), TILE_WIDTH);
  }

  /**
   * @returns the tile's hashes one after another: of leaves at level 0, of full tiles of the level below at the others
   * @throws Error where the database holds fewer than the tree has
   */
  async hashes(level: number, tile: number): Promise<Buffer> {
    const known = this.kept.get(level);
    if (known?.tile === tile) return known.hashes;
    const width = this.width(level, tile);
    const range = [tile * TILE_WIDTH, tile * TILE_WIDTH + width];
    const [row] = await (level === 0
      ? this.db.rows<{ hashes: Buffer | null }>(LEAVES, range)
      : this.db.rows<{ hashes: Buffer | null }>(NODES, [...range, level]));
    const hashes = row?.hashes ?? Buffer.alloc(0);
    if (hashes.length !== width * HASH_BYTES) {
      throw new Error(
        `The log lacks hashes: tile ${tile} of level ${level} has ${hashes.length / HASH_BYTES} of ${width}.`,
      );
    }
    this.kept.set(level, { tile, hashes });
    return hashes;
  }

  /** @returns the roots of the subtrees that cover the leaves from `from` to before `to`, as `cover` names them */
  async covering(from: number, to: number): Promise<Uint8Array[]> {
    const roots: Uint8Array[] = [];
    for (const subtree of cover(from, to)) roots.push(await this.subtree(subtree));
    return roots;
  }

  /** @returns the root of the tree over the leaves from `from` to before `to`, where RFC 6962 has such a subtree */
  async root(from: number, to: number): Promise<Uint8Array> {
    return (await this.covering(from, to)).reduceRight((right, left) => nodeHash(left, right));
  }

  /** @returns the inclusion proof of a leaf in this tree, from its sibling up (RFC 6962, 2.1.1) */
  async inclusionProof(index: number): Promise<Uint8Array[]> {
    const proof: Uint8Array[] = [];
    let [from, to] = [0, this.size];
    while (to - from > 1) {
      const middle = from + largestPowerBelow(to - from);
      if (index < middle) {
        proof.push(await this.root(middle, to));
        to = middle;
      } else {
        proof.push(await this.root(from, middle));
        from = middle;
      }
    }
    return proof.toReversed();
  }

  private async subtree({ height, index }: { height: number; index: number }): Promise<Uint8Array> {
    const level = Math.floor(height / TILE_HEIGHT);
    const count = 2 ** (height % TILE_HEIGHT);
    const first = index * count;
    const hashes = await this.hashes(level, Math.floor(first / TILE_WIDTH));
    let row = Array.from({ length: count }, (_, i): Uint8Array => {
      const at = ((first % TILE_WIDTH) + i) * HASH_BYTES;
      return hashes.subarray(at, at + HASH_BYTES);
    });
    while (row.length > 1) {
      row = Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i]!, row[2 * i + 1]!));
    }
    return row[0]!;
  }
}

/** @returns the largest power of two that is less than n; n is at least 2 */
function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}
