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

/**
 * @param name in any spelling
 * @returns the canonical name with every spelling of it, the given one too: claims that came before an alias was known
 *   stand under the name as it was written then
 */
export async function spellingsOf(db: Queryable, name: string): Promise<string[]> {
  const rows = await db.rows<{ spelling: string }>(
    `WITH canonical AS (
       SELECT coalesce((SELECT claimant FROM claimant_alias WHERE alias_key = $1), $2) AS name)
     SELECT name AS spelling FROM canonical
     UNION SELECT a.alias FROM claimant_alias a JOIN canonical c ON a.claimant = c.name
     UNION SELECT $2`,
    [normaliseText(name), name.trim()],
  );
  return rows.map(({ spelling }) => spelling);
}
