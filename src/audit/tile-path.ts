import { TILE_WIDTH } from './tile-reader.js';

/** A resource of C2SP tlog-tiles. */
export interface TilePath {
  /** `entries`: the leaves themselves. Else the level of the tree's hashes, 0 for those of the leaves. */
  readonly level: number | 'entries';
  /** Number of the tile in its level. */
  readonly tile: number;
  /** Hashes or entries in it, 1 to TILE_WIDTH. */
  readonly width: number;
}

/** Level, number in groups of three digits of which all but the last begin with x, and the width of a partial one. */
const PATH = /^(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;
const LAST_LEVEL = 63;

/**
 * @param text what stands after `tile/`, for example `0/x001/234` or `entries/000.p/17`
 * @returns null for anything that is not the one right spelling of a path
 */
export function parseTilePath(text: string): TilePath | null {
  const [, level, number, partial] = PATH.exec(text) ?? [];
  if (level === undefined || number === undefined || number.startsWith('x000')) return null;
  const path: TilePath = {
    level: level === 'entries' ? level : Number(level),
    tile: Number(number.replaceAll(/[x/]/g, '')),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  const isPartial = partial !== undefined;
  if (path.level !== 'entries' && path.level > LAST_LEVEL) return null;
  return (isPartial && path.width >= TILE_WIDTH) || !Number.isSafeInteger(path.tile * TILE_WIDTH) ? null : path;
}
