/** How what is shown differs from what is there: nothing came or went where only the order is another one. */
export interface News {
  readonly added: number;
  readonly gone: number;
  /** Whether all that was read is new, so that there may be more. */
  readonly isMore: boolean;
}

interface Row {
  readonly id: string | number;
}

/**
 * @param shown rows as they are shown
 * @param found rows as they are now, from the first one on
 * @param isAll whether there are no more than those found
 * @returns null where the same rows are found in the same order, as far as was looked
 */
export function newsOf(shown: readonly Row[], found: readonly Row[], isAll: boolean): News | null {
  const isSame = found.every(({ id }, i) => shown[i]?.id === id) && (!isAll || found.length === shown.length);
  if (isSame) return null;
  const now = new Set(found.map(({ id }) => id));
  const before = new Set(shown.map(({ id }) => id));
  const added = found.filter(({ id }) => !before.has(id)).length;
  // What stands below the last one that was found again may be further down, where nobody looked
  const looked = isAll ? shown : shown.slice(0, shown.findLastIndex(({ id }) => now.has(id)) + 1);
  const gone = looked.filter(({ id }) => !now.has(id)).length;
  return { added, gone, isMore: !isAll && added === found.length };
}
