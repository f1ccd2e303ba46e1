import type { Flaw, Proven } from './inclusion.js';
import type { Entry } from './log-query.js';
import { entryOf, TILE_WIDTH, tilePath, widthOf } from './tiles.js';
import { loadKeys } from './verifier-keys.js';
import { verify } from './verify-task.js';

export type Outcome =
  | { readonly is: 'proven'; readonly proven: Proven; readonly line: string }
  /** `other`: the line that is proven tells of another event than the one that is shown. */
  | { readonly is: 'flawed'; readonly flaw: Flaw | 'other'; readonly line: string }
  | { readonly is: 'failed' };

/** Loads the sealed line of an entry, and verifies that the signed log has it in this place. */
export async function proveEntry(entry: Entry, proof: string): Promise<Outcome> {
  const [keys, leaf] = await Promise.all([loadKeys(), loadLeaf(entry.id, sizeIn(proof))]).catch(() => [null, null]);
  if (keys === null || leaf === null) return { is: 'failed' };
  const line = new TextDecoder().decode(leaf);
  return new Promise((resolve) => {
    verify({ kind: 'entry', proof, index: entry.id, leaf, keys }, (answer) => {
      if (answer.kind !== 'entry') return resolve({ is: 'failed' });
      const { outcome } = answer;
      if (typeof outcome === 'string') return resolve({ is: 'flawed', flaw: outcome, line });
      resolve(isOf(line, entry) ? { is: 'proven', proven: outcome, line } : { is: 'flawed', flaw: 'other', line });
    });
  });
}

/** Entries of the checkpoint in a proof. Whether it is signed is the verifier's business. */
function sizeIn(proof: string): number {
  const note = proof.slice(proof.indexOf('\n\n') + 2);
  return Number(note.split('\n')[1]);
}

async function loadLeaf(index: number, size: number): Promise<Uint8Array | null> {
  const tile = Math.floor(index / TILE_WIDTH);
  const answer = await fetch(tilePath('entries', tile, widthOf(tile, size)), { credentials: 'same-origin' });
  if (!answer.ok) return null;
  return entryOf(new Uint8Array(await answer.arrayBuffer()), index % TILE_WIDTH) ?? null;
}

/** What is shown comes by another way than what is proven. */
function isOf(line: string, { stream, seq }: Entry): boolean {
  const leaf = JSON.parse(line) as { stream?: unknown; seq?: unknown };
  return leaf.stream === stream && leaf.seq === seq;
}
