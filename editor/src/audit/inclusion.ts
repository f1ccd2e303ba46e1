import {
  leafHash,
  nodeHash,
  openNote,
  parseCheckpoint,
  parseVerifierKey,
} from '../../../verifier/claimdesk-verify.mjs';

/** What is wrong with a proof. */
export type Flaw = 'form' | 'signature' | 'root';

export interface Proven {
  /** Of the signed log in which the entry is. */
  readonly size: number;
  readonly root: string;
  readonly origin: string;
}

const HEAD = /^c2sp\.org\/tlog-proof@v1\nindex (\d+)\n((?:[A-Za-z0-9+/]{43}=\n)*)$/;

/**
 * Verifies a C2SP tlog-proof: that the log, whose key signed the checkpoint in it, has this leaf at this place.
 *
 * @param leaf bytes of the sealed line, without its line feed
 * @returns what was proven, or what is wrong
 */
export function verifyInclusion(
  proof: string,
  { index, leaf, keys }: { index: number; leaf: Uint8Array; keys: readonly string[] },
): Proven | Flaw {
  const end = proof.indexOf('\n\n');
  const [, at, lines] = HEAD.exec(proof.slice(0, end + 1)) ?? [];
  if (lines === undefined || Number(at) !== index) return 'form';
  const checkpoint = trusted(proof.slice(end + 2), keys);
  if (checkpoint === null) return 'signature';
  const { size, root, origin } = checkpoint;
  const path = lines.split('\n').slice(0, -1).map(bytesOf);
  const computed = rootOf(leafHash(leaf), index, size, path);
  if (computed === undefined || toBase64(computed) !== toBase64(root)) return 'root';
  return { size, root: toBase64(root), origin };
}

/** @returns null unless one of the keys signed it, for the log that bears its name */
function trusted(note: string, keys: readonly string[]): ReturnType<typeof parseCheckpoint> | null {
  try {
    const checkpoint = parseCheckpoint(openNote(note, keys));
    return keys.some((key) => parseVerifierKey(key).name === checkpoint.origin) ? checkpoint : null;
  } catch {
    return null; // it is malformed, or signed by somebody else
  }
}

/** RFC 9162, 2.1.3.2. @returns the root to which the path leads; undefined where its length is not that of the place */
function rootOf(hash: Uint8Array, index: number, size: number, path: readonly Uint8Array[]): Uint8Array | undefined {
  if (index >= size) return undefined;
  let [place, last] = [index, size - 1];
  let node = hash;
  for (const sibling of path) {
    if (last === 0) return undefined;
    if (place % 2 === 1 || place === last) {
      node = nodeHash(sibling, node);
      while (place % 2 === 0 && place !== 0) [place, last] = [half(place), half(last)];
    } else node = nodeHash(node, sibling);
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? node : undefined;
}

/** Not by bit operations: those end at 2^31. */
const half = (n: number): number => Math.floor(n / 2);
const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.codePointAt(0)!);
const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCodePoint(...bytes));
