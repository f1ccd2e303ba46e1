import { expect, it } from '@jest/globals';
import { CompactRange, leafHash, nodeHash } from '../../verifier/claimdesk-verify.mjs';
import { appendHashes, copyOf, nodeCount, type TreeNode } from './log-tree.js';

/** By the definition of RFC 6962, 2.1. */
function root(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return leaves[0]!;
  const half = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return nodeHash(root(leaves.slice(0, half)), root(leaves.slice(half)));
}

it('keeps the roots of full subtrees of height 8 and 16, however the leaves come in', () => {
  const leaves = Array.from({ length: 65_536 + 300 }, (_, i) => leafHash(`leaf ${i}`));
  const tree = new CompactRange();
  const nodes: TreeNode[] = [];
  for (let at = 0, step = 1; at < leaves.length; at += step, step = (step * 3) % 1009) {
    nodes.push(...appendHashes(tree, Buffer.concat(leaves.slice(at, at + step))));
  }
  expect(Buffer.from(tree.root())).toEqual(Buffer.from(root(leaves)));
  expect(nodes).toHaveLength(nodeCount(leaves.length));
  expect(nodes.map(({ level, idx }) => `${level}/${idx}`)).toEqual([
    ...Array.from({ length: 256 }, (_, i) => `1/${i}`),
    '2/0',
    '1/256',
  ]);
  const node = (level: number, idx: number) => Buffer.from(nodes.find((n) => n.level === level && n.idx === idx)!.hash);
  expect(node(1, 7)).toEqual(Buffer.from(root(leaves.slice(7 * 256, 8 * 256))));
  expect(node(2, 0)).toEqual(Buffer.from(root(leaves.slice(0, 65_536))));
}, 30_000);

it('a copy is appended to without changing the first one', () => {
  const tree = new CompactRange();
  appendHashes(tree, leafHash('a'));
  const before = Buffer.from(tree.root());
  appendHashes(copyOf(tree), leafHash('b'));
  expect([tree.size, Buffer.from(tree.root())]).toEqual([1, before]);
});

it.each([
  [0, 0],
  [255, 0],
  [256, 1],
  [65_535, 255],
  [65_536, 257],
  [65_536 * 256, 65_536 + 256 + 1],
])('a tree of %i leaves has %i nodes', (size, count) => {
  expect(nodeCount(size)).toBe(count);
});
