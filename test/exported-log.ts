import { CompactRange, cover, leafHash, openNote, parseCheckpoint } from '../verifier/claimdesk-verify.mjs';

/** An export, read by as little code as can be: what it shows, and what tree it proves. */
export interface ExportedLog {
  readonly header: any;
  /** The leaves shown, by their index. */
  readonly leaves: ReadonlyMap<number, string>;
  /** What follows a leaf. */
  readonly privates: ReadonlyMap<number, any>;
  /** Begin and end of each range that is withheld. */
  readonly withheld: [number, number][];
  /** The tree's root after each line. */
  readonly roots: ReadonlyMap<number, string>;
  readonly checkpoint: { origin: string; size: number; root: string };
}

/** @throws Error where a file is no export, or its tree is not the one that the key signed */
export function readExported(text: string, verifierKey: string): ExportedLog {
  if (!text.endsWith('\n')) throw new Error('It ends within a line.');
  const lines = text.slice(0, -1).split('\n');
  const [leaves, privates, withheld] = [new Map<number, string>(), new Map<number, any>(), [] as [number, number][]];
  const header = JSON.parse(lines.shift()!);
  const note = JSON.parse(lines.pop()!).$checkpoint as string;
  const tree = new CompactRange();
  const roots = new Map([[0, hex(tree.root())]]);
  for (const line of lines) {
    if (line.startsWith('{"$skip')) {
      const { $skip, h } = JSON.parse(line) as { $skip: number; h: string[] };
      const subtrees = [...cover(tree.size, tree.size + $skip)];
      if (subtrees.length !== h.length) throw new Error(`The skip at ${tree.size} has ${h.length} hashes.`);
      withheld.push([tree.size, tree.size + $skip]);
      subtrees.forEach(({ height }, i) => tree.append(Buffer.from(h[i]!, 'base64'), height));
    } else if (line.startsWith('{"$')) {
      privates.set(tree.size - 1, JSON.parse(line));
    } else {
      leaves.set(tree.size, line);
      tree.append(leafHash(line));
    }
    roots.set(tree.size, hex(tree.root()));
  }
  const { origin, size, root } = parseCheckpoint(openNote(note, [verifierKey]));
  if (size !== tree.size || hex(root) !== hex(tree.root())) throw new Error('It does not prove its checkpoint.');
  return { header, leaves, privates, withheld, roots, checkpoint: { origin, size, root: hex(root) } };
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
