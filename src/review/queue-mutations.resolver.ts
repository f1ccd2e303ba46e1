import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import { UserQueries } from '../auth/user-queries.js';
import { ClaimQueries } from '../claims/claim-queries.js';
import { type GraphQLContext, setLoaded } from '../graphql/context.js';
import { ParseId } from '../graphql/parse-id.js';
import { asPayload, type UserError } from '../graphql/user-error.js';
import { DecideReview } from './decide-review.js';
import { DecisionQueries } from './decision-queries.js';
import {
  DecideReviewPayload,
  DecideReviewSuccess,
  REVIEW_ERRORS,
  ReviewSuccess,
  TakeNextReviewPayload,
} from './payloads.js';
import { DecideReviewInput } from './review-inputs.js';
import { TakeNextReview } from './take-next-review.js';

/** The two that editors do all day. Their answers come from the statement itself, so that nothing is read again. */
@Resolver()
export class QueueMutationsResolver {
  constructor(
    private readonly takeNext: TakeNextReview,
    private readonly decide: DecideReview,
    private readonly claims: ClaimQueries,
    private readonly decisions: DecisionQueries,
    private readonly users: UserQueries,
  ) {}

  @Mutation(() => TakeNextReviewPayload, {
    description: "Takes the desk's most pressing review that you may take. Needs EDITOR or CHIEF_EDITOR on the desk.",
  })
  takeNextReview(
    @Context() context: GraphQLContext,
    @Args('deskId', { type: () => ID, description: 'Id of the desk.' }, ParseId) deskId: string,
  ): Promise<ReviewSuccess | UserError> {
    return asPayload(REVIEW_ERRORS, async () => {
      const { review, claim } = await this.takeNext.run(context.caller, deskId);
      setLoaded(context, this.claims.byIds, claim);
      setLoaded(context, this.users.byIds, context.caller.actor);
      return new ReviewSuccess(review);
    });
  }

  @Mutation(() => DecideReviewPayload, {
    description:
      'Ends a review that you hold with a verdict; on a desk with sign-offs, proposes it. Needs EDITOR or CHIEF_EDITOR on its desk.',
  })
  decideReview(
    @Context() context: GraphQLContext,
    @Args('input', { description: 'The decision.' }) input: DecideReviewInput,
  ): Promise<DecideReviewSuccess | UserError> {
    return asPayload(REVIEW_ERRORS, async () => {
      const { decision, review, claim } = await this.decide.run(context.caller, input);
      if (claim !== null) setLoaded(context, this.claims.byIds, claim);
      setLoaded(context, this.decisions.byIds, decision);
      setLoaded(context, this.users.byIds, context.caller.actor);
      return new DecideReviewSuccess(decision, review);
    });
  }
}
