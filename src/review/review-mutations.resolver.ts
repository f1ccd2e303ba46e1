import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { GraphQLContext } from '../graphql/context.js';
import { ParseId } from '../graphql/parse-id.js';
import { asPayload, type UserError } from '../graphql/user-error.js';
import { DeferReview } from './defer-review.js';
import { HeldReviewPayload, REVIEW_ERRORS, ReviewPayload, ReviewSuccess, TakeReviewPayload } from './payloads.js';
import { ReassignReview } from './reassign-review.js';
import { ReleaseReview } from './release-review.js';
import { RenewLease } from './renew-lease.js';
import { DeferReviewArgs, HeldReviewArgs, SignOffDecisionInput } from './review-inputs.js';
import { ReviewQueries } from './review-queries.js';
import { SignOffDecision } from './sign-off-decision.js';
import { TakeReview } from './take-review.js';

type Answer = Promise<ReviewSuccess | UserError>;

/** Taking a certain one, holding and giving back. */
@Resolver()
export class LeaseMutationsResolver {
  constructor(
    private readonly take: TakeReview,
    private readonly renew: RenewLease,
    private readonly release: ReleaseReview,
    private readonly reviews: ReviewQueries,
  ) {}

  @Mutation(() => TakeReviewPayload, {
    description: 'Takes one certain review. Needs EDITOR or CHIEF_EDITOR on its desk.',
  })
  takeReview(
    @Context() { caller }: GraphQLContext,
    @Args('id', { type: () => ID, description: 'Id of the review.' }, ParseId) id: string,
  ): Answer {
    return asPayload(REVIEW_ERRORS, async () => {
      await this.take.run(caller, id);
      return reviewSuccess(this.reviews, id);
    });
  }

  @Mutation(() => HeldReviewPayload, { description: "Lets your lease run for the desk's full time again, from now." })
  renewLease(@Context() { caller }: GraphQLContext, @Args() held: HeldReviewArgs): Answer {
    return asPayload(REVIEW_ERRORS, async () => {
      await this.renew.run(caller, held);
      return reviewSuccess(this.reviews, held.id);
    });
  }

  @Mutation(() => HeldReviewPayload, {
    description: 'Gives a review that you hold back to its desk, where it keeps its place.',
  })
  releaseReview(@Context() { caller }: GraphQLContext, @Args() held: HeldReviewArgs): Answer {
    return asPayload(REVIEW_ERRORS, async () => {
      await this.release.run(caller, held);
      return reviewSuccess(this.reviews, held.id);
    });
  }
}

/** What puts a review off, signs it off or hands it on. */
@Resolver()
export class ReviewMutationsResolver {
  constructor(
    private readonly defer: DeferReview,
    private readonly signOff: SignOffDecision,
    private readonly reassign: ReassignReview,
    private readonly reviews: ReviewQueries,
  ) {}

  @Mutation(() => HeldReviewPayload, {
    description: 'Puts off a review that you hold: takeNextReview leaves it out until then.',
  })
  deferReview(@Context() { caller }: GraphQLContext, @Args() args: DeferReviewArgs): Answer {
    return asPayload(REVIEW_ERRORS, async () => {
      await this.defer.run(caller, args);
      return reviewSuccess(this.reviews, args.id);
    });
  }

  @Mutation(() => ReviewPayload, {
    description:
      'Approves or rejects a decision that somebody else proposed. Needs EDITOR or CHIEF_EDITOR on the desk.',
  })
  signOffDecision(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The word on it.' }) input: SignOffDecisionInput,
  ): Answer {
    return asPayload(REVIEW_ERRORS, async () => {
      await this.signOff.run(caller, input);
      return reviewSuccess(this.reviews, input.reviewId);
    });
  }

  @Mutation(() => ReviewPayload, {
    description:
      'Sets who alone may take a review, or frees it for all; a lease on it ends at once. Needs CHIEF_EDITOR on its desk.',
  })
  reassignReview(
    @Context() { caller }: GraphQLContext,
    @Args('id', { type: () => ID, description: 'Id of the review.' }, ParseId) id: string,
    @Args(
      'assigneeId',
      { type: () => ID, nullable: true, description: 'Id of the person; null for anyone of the desk.' },
      ParseId,
    )
    assigneeId: string | null,
  ): Answer {
    return asPayload(REVIEW_ERRORS, async () => {
      await this.reassign.run(caller, id, assigneeId);
      return reviewSuccess(this.reviews, id);
    });
  }
}

async function reviewSuccess(reviews: ReviewQueries, id: string): Promise<ReviewSuccess> {
  return new ReviewSuccess((await reviews.byIds([id]))[0]!);
}
