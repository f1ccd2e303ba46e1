import type { Queryable } from '../database/queryable.js';
import { normaliseText } from './fingerprint.js';

/**
 * Resolves spellings to canonical names, in one round trip.
 *
 * @param names as written
 * @returns for each, the canonical name that its spelling is known to mean, or else the name itself
 */
export async function canonicalClaimants(db: Queryable, names: readonly string[]): Promise<string[]> {
  const keys = names.map(normaliseText);
  const rows = await db.rows<{ alias_key: string; claimant: string }>(
    'SELECT alias_key, claimant FROM claimant_alias WHERE alias_key = ANY($1)',
    [[...new Set(keys)]],
  );
  const byKey = new Map(rows.map((row) => [row.alias_key, row.claimant]));
  return names.map((name, i) => byKey.get(keys[i]!) ?? name.trim());
}
