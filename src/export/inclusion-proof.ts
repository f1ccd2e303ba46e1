import type { SealedCheckpoint } from '../audit/sealed-checkpoint.js';
import { TileReader } from '../audit/tile-reader.js';
import type { Queryable } from '../database/queryable.js';

/** @returns a C2SP tlog-proof: index, the hashes from the leaf's sibling up, and the signed checkpoint */
export async function inclusionProof(db: Queryable, index: number, checkpoint: SealedCheckpoint): Promise<string> {
  const hashes = await new TileReader(db, checkpoint.size).inclusionProof(index);
  const lines = hashes.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('');
  return `c2sp.org/tlog-proof@v1\nindex ${index}\n${lines}\n${checkpoint.note}`;
}
