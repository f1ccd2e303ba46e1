import { useState } from 'react';
import type { Claim } from './review-query.js';

export interface Seen {
  /** The claim's version that the editor looked at: what a decision names. */
  readonly version: number;
  /** Whether the claim has changed since, by somebody else's hand. */
  readonly isBehind: boolean;
  /** Whether an appearance, a relation or evidence came since. */
  readonly isNew: (id: string) => boolean;
  readonly acknowledge: () => void;
  /** The claim is at this version by this editor's own doing. */
  readonly advance: (version: number) => void;
}

const idsOf = (claim: Claim): Set<string> =>
  new Set([...claim.appearances, ...claim.relations, ...claim.evidence].map(({ id }) => id));

/** What the editor has looked at, so that nothing is decided on facts that came in unseen. */
export function useSeen(claim: Claim, userId: string): Seen {
  const [seen, setSeen] = useState(() => ({ version: claim.version, ids: idsOf(claim) }));
  const own = new Set(claim.evidence.filter(({ addedBy }) => addedBy.id === userId).map(({ id }) => id));
  return {
    version: seen.version,
    isBehind: claim.version > seen.version,
    isNew: (id) => !seen.ids.has(id) && !own.has(id),
    acknowledge: () => setSeen({ version: claim.version, ids: idsOf(claim) }),
    advance: (version) => setSeen((before) => (version === before.version + 1 ? { ...before, version } : before)),
  };
}
