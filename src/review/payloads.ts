import { createUnionType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../graphql/scalars.js';
import {
  IdempotencyKeyReusedError,
  InvalidInputError,
  LastChange,
  NotFoundError,
  UserError,
} from '../graphql/user-error.js';
import { Decision, Review } from './review.type.js';
import { ReviewState } from './vocabulary.js';

@ObjectType({ description: 'It was done; the review as it stands now.' })
export class ReviewSuccess {
  @Field(() => Review, { description: 'The review, with its lease where you took it.' })
  review: Review;

  constructor(review: Review) {
    this.review = review;
  }
}

@ObjectType({ description: 'The decision was made, or had been made by an earlier call with the same key.' })
export class DecideReviewSuccess {
  @Field(() => Decision, { description: 'The decision.' })
  decision: Decision;

  @Field(() => Review, { description: 'The review as it stands now.' })
  review: Review;

  constructor(decision: Decision, review: Review) {
    this.decision = decision;
    this.review = review;
  }
}

@ObjectType({
  implements: () => [UserError],
  description:
    'You do not hold the review any more, and nothing was changed. Keep what you typed, and look who has it.',
})
export class LeaseLostError extends UserError {
  @Field(() => ID, { description: 'Id of the review.' })
  reviewId: string;

  @Field(() => ReviewState, { description: 'Where the review stands now.' })
  state: ReviewState;

  @Field(() => LastChange, { nullable: true, description: 'What ended your hold, or what came after.' })
  lastChange: LastChange | null;
}

@ObjectType({
  implements: () => [UserError],
  description: "The review's state does not allow it. Nothing was changed.",
})
export class ReviewConflictError extends UserError {
  @Field(() => ID, { description: 'Id of the review.' })
  reviewId: string;

  @Field(() => ReviewState, { description: 'Where the review stands now.' })
  state: ReviewState;

  @Field(() => LastChange, { nullable: true, description: 'What happened to it last.' })
  lastChange: LastChange | null;
}

@ObjectType({
  implements: () => [UserError],
  description:
    'The claim changed since you looked: an appearance, evidence, a relation or a verdict. Nothing was changed.',
})
export class VersionConflictError extends UserError {
  @Field(() => ID, { description: 'Id of the claim.' })
  claimId: string;

  @Field(() => Int, { description: 'The version that you saw.' })
  expectedVersion: number;

  @Field(() => Int, { description: 'The version that it is at.' })
  actualVersion: number;

  @Field(() => LastChange, { nullable: true, description: 'What changed it last.' })
  lastChange: LastChange | null;
}

@ObjectType({ implements: () => [UserError], description: 'Nothing waits on the desk that you could take.' })
export class NothingToTakeError extends UserError {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the next deferred review comes back; null where none is.',
  })
  nextDeferredUntil: Date | null;
}

@ObjectType({
  implements: () => [UserError],
  description: 'You hold as many reviews as one person may. Decide or release one first.',
})
export class LeaseLimitReachedError extends UserError {
  @Field(() => Int, { description: 'How many you hold.' })
  held: number;

  @Field(() => Int, { description: 'How many you may hold.' })
  limit: number;
}

export const TakeNextReviewPayload = createUnionType({
  name: 'TakeNextReviewPayload',
  description: 'What takeNextReview answers.',
  types: () => [ReviewSuccess, NothingToTakeError, LeaseLimitReachedError, NotFoundError] as const,
});

export const TakeReviewPayload = createUnionType({
  name: 'TakeReviewPayload',
  description: 'What takeReview answers.',
  types: () => [ReviewSuccess, ReviewConflictError, LeaseLimitReachedError, NotFoundError] as const,
});

export const HeldReviewPayload = createUnionType({
  name: 'HeldReviewPayload',
  description: 'What renewLease, releaseReview and deferReview answer.',
  types: () => [ReviewSuccess, LeaseLostError, InvalidInputError, NotFoundError] as const,
});

export const DecideReviewPayload = createUnionType({
  name: 'DecideReviewPayload',
  description: 'What decideReview answers.',
  types: () =>
    [
      DecideReviewSuccess,
      LeaseLostError,
      VersionConflictError,
      InvalidInputError,
      IdempotencyKeyReusedError,
      NotFoundError,
    ] as const,
});

export const ReviewPayload = createUnionType({
  name: 'ReviewPayload',
  description: 'What signOffDecision and reassignReview answer.',
  types: () => [ReviewSuccess, ReviewConflictError, InvalidInputError, NotFoundError] as const,
});

/** The GraphQL class for each DomainError that a mutation of a review may answer with. */
export const REVIEW_ERRORS = {
  NOT_FOUND: NotFoundError,
  INVALID_INPUT: InvalidInputError,
  LEASE_LOST: LeaseLostError,
  REVIEW_CONFLICT: ReviewConflictError,
  VERSION_CONFLICT: VersionConflictError,
  IDEMPOTENCY_KEY_REUSED: IdempotencyKeyReusedError,
  NOTHING_TO_TAKE: NothingToTakeError,
  LEASE_LIMIT_REACHED: LeaseLimitReachedError,
} as const;
