import { registerEnumType } from '@nestjs/graphql';

/** Where a review stands. What leads from one to another is in review-states.ts. */
export enum ReviewState {
  QUEUED = 'QUEUED',
  IN_REVIEW = 'IN_REVIEW',
  AWAITING_SIGN_OFF = 'AWAITING_SIGN_OFF',
  DECIDED = 'DECIDED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(ReviewState, {
  name: 'ReviewState',
  description: 'Where a review stands.',
  valuesMap: {
    QUEUED: { description: 'Waiting to be taken.' },
    IN_REVIEW: { description: 'Held by an editor under a lease.' },
    AWAITING_SIGN_OFF: { description: 'A decision is proposed; other editors must approve it.' },
    DECIDED: { description: 'Ended with a decision.' },
    WITHDRAWN: { description: 'Ended without one.' },
  },
});

/** Why a round of work was opened. */
export enum ReviewKind {
  INITIAL = 'INITIAL',
  RECHECK = 'RECHECK',
  CORRECTION = 'CORRECTION',
}
registerEnumType(ReviewKind, {
  name: 'ReviewKind',
  description: 'Why a round of work was opened.',
  valuesMap: {
    INITIAL: { description: 'The claim is new.' },
    RECHECK: { description: 'The claim was left unconfirmed, and its time has come again.' },
    CORRECTION: { description: 'The facts moved, or the decision was wrong.' },
  },
});

/** What an editor can do to a review. */
export enum ReviewAction {
  TAKE = 'TAKE',
  RENEW = 'RENEW',
  RELEASE = 'RELEASE',
  DEFER = 'DEFER',
  ADD_EVIDENCE = 'ADD_EVIDENCE',
  DECIDE = 'DECIDE',
  SIGN_OFF = 'SIGN_OFF',
  REASSIGN = 'REASSIGN',
}
registerEnumType(ReviewAction, {
  name: 'ReviewAction',
  description: 'What an editor can do to a review; each is a mutation.',
  valuesMap: {
    TAKE: { description: 'takeReview' },
    RENEW: { description: 'renewLease' },
    RELEASE: { description: 'releaseReview' },
    DEFER: { description: 'deferReview' },
    ADD_EVIDENCE: { description: 'addEvidence' },
    DECIDE: { description: 'decideReview' },
    SIGN_OFF: { description: 'signOffDecision' },
    REASSIGN: { description: 'reassignReview' },
  },
});

/** A second editor's word on a proposed decision. */
export enum SignOffOutcome {
  APPROVE = 'APPROVE',
  REJECT = 'REJECT',
}
registerEnumType(SignOffOutcome, {
  name: 'SignOffOutcome',
  description: "A second editor's word on a proposed decision.",
  valuesMap: {
    APPROVE: { description: 'The decision may stand.' },
    REJECT: { description: 'The review goes back to the front of the queue.' },
  },
});

/** Greatest lengths in code points; the CHECK constraints of the tables hold the same numbers. */
export const LIMITS = { rationale: 10_000, deferReason: 1000, comment: 5000, idempotencyKey: 200 } as const;

/** Leases that one person may hold at a time: enough to look ahead, too few to hoard. */
export const MAX_LEASES = 10;
