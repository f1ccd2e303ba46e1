/** What a desk's policy looks at to rank a review. */
export interface TriageFacts {
  /** 0 to 100. */
  readonly basePriority: number;
  readonly reviewHours: number;
  /** Articles in which the claim appears. */
  readonly appearances: number;
  /** Confirmed relations CONTRADICTS, in either direction. */
  readonly contradictions: number;
}

export interface Triage {
  /** 0 to 100; the highest is taken first. */
  readonly priority: number;
  readonly dueAt: Date;
}

/** Each further article means that the claim travels; more than ten of them make no difference any more. */
const PER_APPEARANCE = 3;
const MAX_FOR_APPEARANCES = 30;
/** Two claims that cannot both be true: one of them is wrong in print. */
const FOR_CONTRADICTION = 10;
/** Overdue comes before everything that is not. */
export const OVERDUE_PRIORITY = 100;

const HOUR = 3_600_000;

/**
 * Ranks a review by its desk's policy.
 *
 * @param now when the review was queued; due follows from it
 */
export function triage(facts: TriageFacts, now: Date): Triage {
  const travel = Math.min(MAX_FOR_APPEARANCES, PER_APPEARANCE * Math.max(0, facts.appearances - 1));
  const conflict = facts.contradictions > 0 ? FOR_CONTRADICTION : 0;
  return {
    // One below overdue, so that no fresh review is taken for a late one.
    priority: Math.min(OVERDUE_PRIORITY - 1, facts.basePriority + travel + conflict),
    dueAt: new Date(now.getTime() + facts.reviewHours * HOUR),
  };
}
