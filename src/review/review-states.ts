import { ReviewState } from './vocabulary.js';

interface Transition {
  /** States that it leads from; empty for the one that makes the review. */
  readonly from: readonly ReviewState[];
  readonly to: readonly ReviewState[];
}

const { QUEUED, IN_REVIEW, AWAITING_SIGN_OFF, DECIDED, WITHDRAWN } = ReviewState;

/**
 * All that can happen to a review's state, by use-case or job. The drawing in ARCHITECTURE.md is compared with
 * this table by a test.
 */
export const TRANSITIONS = {
  openReview: { from: [], to: [QUEUED] },
  takeReview: { from: [QUEUED], to: [IN_REVIEW] },
  releaseReview: { from: [IN_REVIEW], to: [QUEUED] },
  deferReview: { from: [IN_REVIEW], to: [QUEUED] },
  expireLeases: { from: [IN_REVIEW], to: [QUEUED] },
  reassignReview: { from: [QUEUED, IN_REVIEW], to: [QUEUED] },
  decideReview: { from: [IN_REVIEW], to: [DECIDED, AWAITING_SIGN_OFF] },
  signOffDecision: { from: [AWAITING_SIGN_OFF], to: [DECIDED, QUEUED, AWAITING_SIGN_OFF] },
  eraseClaim: { from: [QUEUED, IN_REVIEW, AWAITING_SIGN_OFF], to: [WITHDRAWN] },
} as const satisfies Record<string, Transition>;

/** States of a review on which work remains. A claim has one such review at most. */
export const OPEN_STATES: readonly ReviewState[] = [QUEUED, IN_REVIEW, AWAITING_SIGN_OFF];
