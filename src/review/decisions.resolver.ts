import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { authorise } from '../auth/policy.js';
import { UserQueries } from '../auth/user-queries.js';
import { User } from '../auth/user.type.js';
import { Claim, Evidence } from '../claims/claim.type.js';
import { type GraphQLContext, loaderFor } from '../graphql/context.js';
import { DecisionQueries } from './decision-queries.js';
import { ReviewQueries } from './review-queries.js';
import { Decision, Review, SignOff } from './review.type.js';

@Resolver(() => Decision)
export class DecisionsResolver {
  constructor(
    private readonly queries: DecisionQueries,
    private readonly users: UserQueries,
  ) {}

  @ResolveField(() => User, { description: 'Who made it.' })
  decidedBy(@Parent() { decidedById }: Decision, @Context() context: GraphQLContext): Promise<User> {
    return loaderFor(context, this.users.byIds).load(decidedById);
  }

  @ResolveField(() => [Evidence], { description: 'The evidence that it cites.' })
  evidence(@Parent() { id }: Decision, @Context() context: GraphQLContext): Promise<Evidence[]> {
    return loaderFor(context, this.queries.evidenceByDecision).load(id);
  }

  @ResolveField(() => [SignOff], { description: 'What other editors said of it.' })
  signOffs(@Parent() { id }: Decision, @Context() context: GraphQLContext): Promise<SignOff[]> {
    return loaderFor(context, this.queries.signOffsByDecision).load(id);
  }
}

@Resolver(() => SignOff)
export class SignOffsResolver {
  constructor(private readonly users: UserQueries) {}

  @ResolveField(() => User, { description: 'Who said it.' })
  signedBy(@Parent() { signedById }: SignOff, @Context() context: GraphQLContext): Promise<User> {
    return loaderFor(context, this.users.byIds).load(signedById);
  }
}

/** What reviewing adds to a claim. */
@Resolver(() => Claim)
export class ClaimReviewsResolver {
  constructor(
    private readonly reviews: ReviewQueries,
    private readonly queries: DecisionQueries,
  ) {}

  @ResolveField('reviews', () => [Review], { description: 'All rounds of work on it, the first one first.' })
  reviewsOf(@Parent() { id }: Claim, @Context() context: GraphQLContext): Promise<Review[]> {
    authorise(context.caller.actor, 'review.read');
    return loaderFor(context, this.reviews.byClaim).load(id);
  }

  @ResolveField(() => [Decision], { description: 'All decisions on it, the latest first; none is ever removed.' })
  decisions(@Parent() { id }: Claim, @Context() context: GraphQLContext): Promise<Decision[]> {
    authorise(context.caller.actor, 'review.read');
    return loaderFor(context, this.queries.byClaim).load(id);
  }
}
