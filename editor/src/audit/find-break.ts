import { CompactRange, leafHash } from '../../../verifier/claimdesk-verify.mjs';
import { readLines } from './read-lines.js';
import { hashOf, TILE_WIDTH, tilePath, widthOf } from './tiles.js';

/** Tiles that are asked for: enough for 50 million entries of a whole log, and a minute of patience at most. */
const MAX_TILES = 1000;
/** A skip of no more digits than a log can have entries. */
const SKIP = /^\{"\$skip":(\d{1,15}),/;
/** `{"$`, which begins a line that is no entry. */
const CONTROL = [0x7b, 0x22, 0x24];

export interface Break {
  /** From 1. */
  readonly line: number;
  /** Place of the entry in the log. */
  readonly leaf: number;
}

/** Reads hashes of the log of this server. @throws Error where there is no answer */
export type LoadTile = (level: number, tile: number, width: number) => Promise<Uint8Array>;

export async function loadTile(level: number, tile: number, width: number): Promise<Uint8Array> {
  const answer = await fetch(tilePath(level, tile, width), { credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`Tile ${tile} of level ${level}: ${answer.status}.`);
  return new Uint8Array(await answer.arrayBuffer());
}

interface Hashed extends Break {
  readonly hash: Uint8Array;
}

/**
 * Finds the first entry of a file that is not the one of this server's log. A root that differs tells only that there
 * is one; the log's own hashes tell which. It is a hint and no proof, since the server is believed.
 *
 * @param size entries of the log
 * @returns null where every entry of the file is the server's
 */
export async function findBreak(file: Blob, size: number, load: LoadTile = loadTile): Promise<Break | null> {
  let loaded = 0;
  let above: { tile: number; hashes: Uint8Array } | null = null;
  const read: LoadTile = (...wanted) => {
    loaded += 1;
    if (loaded > MAX_TILES) throw new Error('The file has entries of too many tiles.');
    return load(...wanted);
  };
  /** Whether 256 entries in a row are the server's: one hash of the level above tells. */
  const isWhole = async (tile: number, leaves: readonly Hashed[]): Promise<boolean> => {
    if (leaves.length < TILE_WIDTH) return false;
    const parent = Math.floor(tile / TILE_WIDTH);
    const width = Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH) - parent * TILE_WIDTH);
    if (above?.tile !== parent) above = { tile: parent, hashes: await read(1, parent, width) };
    const range = new CompactRange();
    for (const { hash } of leaves) range.append(hash);
    return isSame(range.root(), hashOf(above.hashes, tile % TILE_WIDTH));
  };
  for await (const { tile, leaves } of byTile(file)) {
    const width = widthOf(tile, size);
    if (width <= 0) return leaves[0]!; // beyond the end of the log
    if (await isWhole(tile, leaves)) continue;
    const hashes = await read(0, tile, width);
    const wrong = leaves.find(({ leaf, hash }) => !isSame(hash, hashOf(hashes, leaf % TILE_WIDTH)));
    if (wrong !== undefined) return wrong;
  }
  return null;
}

/** The file's entries, those of one tile of the log at a time. */
async function* byTile(file: Blob): AsyncGenerator<{ tile: number; leaves: Hashed[] }> {
  let leaves: Hashed[] = [];
  let [line, leaf, tile] = [0, 0, 0];
  for await (const bytes of readLines(file)) {
    line += 1;
    if (CONTROL.every((byte, i) => bytes[i] === byte)) {
      const skipped = SKIP.exec(new TextDecoder().decode(bytes.subarray(0, 32)))?.[1];
      leaf += Number(skipped ?? 0);
      continue;
    }
    const its = Math.floor(leaf / TILE_WIDTH);
    if (its !== tile && leaves.length > 0) {
      yield { tile, leaves };
      leaves = [];
    }
    tile = its;
    leaves.push({ line, leaf, hash: leafHash(bytes) });
    leaf += 1;
  }
  if (leaves.length > 0) yield { tile, leaves };
}

const isSame = (one: Uint8Array, other: Uint8Array | undefined): boolean =>
  other !== undefined && one.length === other.length && one.every((byte, i) => byte === other[i]);
