import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Draft, Drafts, EMPTY_DRAFT } from './draft.js';

type Changes = Partial<Omit<Draft, 'savedAt'>>;

export interface DraftState {
  readonly draft: Draft;
  /** Whether it was there when the page opened. */
  readonly isRestored: boolean;
  /** False where this browser keeps nothing. */
  readonly isKept: boolean;
  readonly change: (changes: Changes) => void;
  readonly discard: () => void;
}

/** The draft on a review, kept in this browser with every change. */
export function useDraft(userId: string, reviewId: string): DraftState {
  const drafts = useMemo(() => new Drafts(localStorage, userId), [userId]);
  const [found] = useState(() => drafts.read(reviewId));
  const [draft, setDraft] = useState(found ?? EMPTY_DRAFT);
  const [isKept, setKept] = useState(true);
  /** What was set last; two changes in one go are more than one render knows of. */
  const latest = useRef(draft);
  useEffect(() => drafts.purge(Date.now()), [drafts]);
  const discard = useCallback(() => {
    drafts.remove(reviewId);
    latest.current = EMPTY_DRAFT;
    setDraft(EMPTY_DRAFT);
  }, [drafts, reviewId]);
  return {
    draft,
    isRestored: found !== null && draft.savedAt > 0,
    isKept,
    change: (changes) => {
      latest.current = { ...latest.current, ...changes, savedAt: Date.now() };
      setDraft(latest.current);
      setKept(drafts.write(reviewId, latest.current));
    },
    discard,
  };
}
