import { refusal, type Verb } from '../auth/policy.js';
import type { UserActor } from '../kernel/actor.js';
import type { AllowedAction, Review } from './review.type.js';
import { MAX_LEASES, ReviewAction, ReviewState } from './vocabulary.js';

const VERBS: Record<ReviewAction, Verb> = {
  [ReviewAction.TAKE]: 'review.take',
  [ReviewAction.RENEW]: 'review.take',
  [ReviewAction.RELEASE]: 'review.take',
  [ReviewAction.DEFER]: 'review.take',
  [ReviewAction.ADD_EVIDENCE]: 'evidence.add',
  [ReviewAction.DECIDE]: 'review.decide',
  [ReviewAction.SIGN_OFF]: 'review.signOff',
  [ReviewAction.REASSIGN]: 'review.reassign',
};

/** Who had a word in the decision that a review stands at. */
export interface Proposal {
  readonly authorId: string;
  readonly signedByIds: readonly string[];
}

/** What else decides about a review, beside its own row. */
export interface Standing {
  /** Of the decision that the review stands at; null where there is none. */
  readonly proposal: Proposal | null;
  /** Reviews that the viewer holds. */
  readonly leases: number;
}

/** Why not, for a reason in the review itself; null where it allows it. */
function obstacle(
  action: ReviewAction,
  review: Review,
  actor: UserActor,
  now: Date,
  { proposal, leases }: Standing,
): string | null {
  const { state } = review;
  const ended = state === ReviewState.DECIDED || state === ReviewState.WITHDRAWN;
  switch (action) {
    case ReviewAction.TAKE:
      if (state === ReviewState.IN_REVIEW) {
        return review.leaseHolderId === actor.id ? 'You hold it already.' : 'Somebody else holds it.';
      }
      if (state !== ReviewState.QUEUED) return 'It does not wait to be taken.';
      if (review.assigneeId !== null && review.assigneeId !== actor.id) return 'It is assigned to somebody else.';
      return leases < MAX_LEASES ? null : `You hold ${leases} reviews, and ${MAX_LEASES} is the most.`;
    case ReviewAction.RENEW:
    case ReviewAction.RELEASE:
    case ReviewAction.DEFER:
    case ReviewAction.DECIDE:
      if (state !== ReviewState.IN_REVIEW) return 'Take it first.';
      if (review.leaseHolderId !== actor.id) return 'Somebody else holds it.';
      return review.leaseUntil! > now ? null : 'Your lease has ended.';
    case ReviewAction.ADD_EVIDENCE:
      return null;
    case ReviewAction.SIGN_OFF:
      if (state !== ReviewState.AWAITING_SIGN_OFF) return 'No decision waits for a sign-off.';
      if (proposal?.authorId === actor.id) return 'Nobody signs off a decision of their own.';
      return proposal?.signedByIds.includes(actor.id) ? 'You have signed this decision off already.' : null;
    case ReviewAction.REASSIGN:
      return ended || state === ReviewState.AWAITING_SIGN_OFF ? 'There is no work left on it to assign.' : null;
  }
}

/** What the viewer may do to a review now, and for the rest why not. It informs; each mutation checks for itself. */
export function allowedActions(review: Review, actor: UserActor, now: Date, standing: Standing): AllowedAction[] {
  return Object.values(ReviewAction).map((action) => {
    const reason = refusal(actor, VERBS[action], review) ?? obstacle(action, review, actor, now, standing);
    return { action, isAllowed: reason === null, reason };
  });
}
