import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Verdict } from '../claims/vocabulary.js';
import { connectionTypes, Total } from '../graphql/connection.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { ReviewAction, ReviewKind, ReviewState, SignOffOutcome } from './vocabulary.js';

@ObjectType({ description: "An editor's time-limited hold on a review." })
export class Lease {
  @Field(() => DateTimeScalar, { description: 'When it ends, unless it is renewed.' })
  until: Date;

  @Field(() => ID, {
    nullable: true,
    description: 'Proof of the hold, to pass to what needs it. Only its holder sees it.',
  })
  token: string | null;

  holderId: string;
}

@ObjectType({ description: 'Whether you may do something to a review now, and if not, why.' })
export class AllowedAction {
  @Field(() => ReviewAction, { description: 'What is asked about.' })
  action: ReviewAction;

  @Field({ description: 'Whether you may do it now.' })
  isAllowed: boolean;

  @Field(() => String, { nullable: true, description: 'Why not, as a sentence for people; null where you may.' })
  reason: string | null;
}

@ObjectType({ description: "A second editor's word on a proposed decision." })
export class SignOff {
  @Field(() => ID, { description: 'Id of the sign-off.' })
  id: string;

  @Field(() => SignOffOutcome, { description: 'What was said.' })
  outcome: SignOffOutcome;

  @Field(() => String, { nullable: true, description: 'Why.' })
  comment: string | null;

  @Field(() => DateTimeScalar, { description: 'When.' })
  signedAt: Date;

  signedById: string;
}

@ObjectType({
  description: 'What was decided, by whom and why. Never changed and never deleted: a later one supersedes it.',
})
export class Decision {
  @Field(() => ID, { description: 'Id of the decision.' })
  id: string;

  @Field(() => Verdict, { description: 'What it says of the claim.' })
  verdict: Verdict;

  @Field({ description: 'The reasons.' })
  rationale: string;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  decidedAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When an unconfirmed claim was to be checked again.' })
  recheckAt: Date | null;

  @Field(() => ID, { nullable: true, description: 'Id of the decision that it supersedes.' })
  supersedesId: string | null;

  @Field({
    description:
      "Whether the claim's verdict comes, or came, from it; false while it waits for sign-offs or after it was rejected.",
  })
  isFinal: boolean;

  claimId: string;
  reviewId: string;
  decidedById: string;
}

@ObjectType({ description: 'One round of work on a claim.' })
export class Review {
  @Field(() => ID, { description: 'Id of the review.' })
  id: string;

  @Field(() => Int, { description: 'Which round of work on the claim this is, from 1.' })
  round: number;

  @Field(() => ReviewKind, { description: 'Why it was opened.' })
  kind: ReviewKind;

  @Field(() => ReviewState, { description: 'Where it stands.' })
  state: ReviewState;

  @Field(() => Int, { description: '0 to 100; the highest is taken first. 100 is overdue.' })
  priority: number;

  @Field(() => DateTimeScalar, { description: 'When it came into the queue.' })
  queuedAt: Date;

  @Field(() => DateTimeScalar, { description: 'When it should be decided, by the desk’s policy.' })
  dueAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was moved to the front because it fell due.' })
  escalatedAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when takeNextReview leaves it out.' })
  deferredUntil: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was put off.' })
  deferReason: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended with a final decision.' })
  decidedAt: Date | null;

  @Field(() => Int, { description: 'Rises with each change of the review, but not when a lease is renewed.' })
  version: number;

  claimId: string;
  deskId: string;
  assigneeId: string | null;
  leaseHolderId: string | null;
  leaseToken: string | null;
  leaseUntil: Date | null;
  decisionId: string | null;
}

const connection = connectionTypes(Review, 'Reviews in the order asked for.');

@ObjectType({ description: 'Reviews in the order asked for.' })
export class ReviewConnection extends connection.ConnectionType {
  /** Counts what the filter finds, one more than the limit at most. */
  count: () => Promise<number>;
}

@ObjectType({ description: "What is on a desk's hands." })
export class DeskCounts {
  @Field(() => Total, { description: 'Waiting to be taken now.' })
  queued: Total;

  @Field(() => Total, { description: 'Put off to a later time.' })
  deferred: Total;

  @Field(() => Total, { description: 'Held by an editor.' })
  inReview: Total;

  @Field(() => Total, { description: 'Proposed, and waiting for other editors.' })
  awaitingSignOff: Total;

  @Field(() => Total, { description: 'Not decided, and past the time to be.' })
  overdue: Total;
}
