/** Entries of a tile (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
/** Length of a hash in a tile, in bytes. */
const HASH_BYTES = 32;

/** @returns how many hashes or entries a log of `size` has in a tile of level 0 */
export const widthOf = (tile: number, size: number): number => Math.min(TILE_WIDTH, size - tile * TILE_WIDTH);

/** @returns a tile's address, such as `/audit/tile/0/x001/234.p/17` (C2SP tlog-tiles, "Merkle tree") */
export function tilePath(level: number | 'entries', tile: number, width: number): string {
  const digits = String(tile).padStart(Math.ceil(String(tile).length / 3) * 3, '0');
  const groups = digits.match(/\d{3}/g)!;
  const number = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
  return `/audit/tile/${level}/${number}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
}

/** @returns the entry at a place of a bundle, in which each stands after its length; undefined where there is none */
export function entryOf(bundle: Uint8Array, place: number): Uint8Array | undefined {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  for (let at = 0, i = 0; at + 2 <= bundle.length; i += 1) {
    const length = view.getUint16(at);
    if (i === place) return bundle.subarray(at + 2, at + 2 + length);
    at += 2 + length;
  }
  return undefined;
}

/** @returns the hash at a place of a tile; undefined where there is none */
export const hashOf = (tile: Uint8Array, place: number): Uint8Array | undefined =>
  (place + 1) * HASH_BYTES <= tile.length ? tile.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES) : undefined;
