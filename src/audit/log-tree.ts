import { CompactRange } from '../../verifier/claimdesk-verify.mjs';

/** Hashes are SHA-256. */
export const HASH_LENGTH = 32;
/** Of C2SP tlog-tiles: a tile holds the hashes of 2^8 subtrees. */
const TILE_HEIGHT = 8;

/** A row of audit.node. */
export interface TreeNode {
  /** The subtree is 8 × level high. */
  readonly level: number;
  readonly idx: number;
  readonly hash: Uint8Array;
}

/**
 * Appends leaves to the tree.
 *
 * @param hashes of the leaves, 32 bytes each
 * @returns the roots of the subtrees of height 8, 16, … that this completes
 */
export function appendHashes(tree: CompactRange, hashes: Uint8Array): TreeNode[] {
  const nodes: TreeNode[] = [];
  const onNode = (height: number, idx: number, hash: Uint8Array): void => {
    if (height % TILE_HEIGHT === 0) nodes.push({ level: height / TILE_HEIGHT, idx, hash });
  };
  for (let at = 0; at < hashes.length; at += HASH_LENGTH) tree.append(hashes.subarray(at, at + HASH_LENGTH), 0, onNode);
  return nodes;
}

/** @returns the same tree, to be appended to without changing the first one */
export const copyOf = (tree: CompactRange): CompactRange => new CompactRange(tree.size, [...tree.subtrees]);

/** @returns how many nodes audit.node has of a tree of so many leaves */
export function nodeCount(size: number): number {
  let count = 0;
  for (let left = size; left > 0;) count += left = Math.floor(left / 2 ** TILE_HEIGHT);
  return count;
}
