import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { authorise } from '../auth/policy.js';
import { UserQueries } from '../auth/user-queries.js';
import { User } from '../auth/user.type.js';
import { ClaimQueries } from '../claims/claim-queries.js';
import { Claim } from '../claims/claim.type.js';
import { DeskQueries } from '../desks/desk-queries.js';
import { Desk } from '../desks/desk.type.js';
import { Total, total } from '../graphql/connection.js';
import { type GraphQLContext, loaderFor } from '../graphql/context.js';
import { ParseId } from '../graphql/parse-id.js';
import { allowedActions, type Proposal } from './allowed-actions.js';
import { AssigneeQueries } from './assignees.js';
import { DecisionQueries } from './decision-queries.js';
import { ReviewsArgs } from './review-filter.js';
import { ReviewQueries } from './review-queries.js';
import { AllowedAction, Decision, DeskCounts, Lease, Review, ReviewConnection } from './review.type.js';
import { ReviewState } from './vocabulary.js';

@Resolver(() => Review)
export class ReviewsResolver {
  constructor(
    private readonly queries: ReviewQueries,
    private readonly decisions: DecisionQueries,
    private readonly claims: ClaimQueries,
    private readonly desks: DeskQueries,
    private readonly users: UserQueries,
  ) {}

  @Query(() => ReviewConnection, {
    description: 'Reviews of one desk or all; those on which work remains where no state is asked for.',
  })
  reviews(@Context() { caller }: GraphQLContext, @Args() args: ReviewsArgs): Promise<ReviewConnection> {
    authorise(caller.actor, 'review.read');
    return this.queries.page(args.filter ?? {}, args.orderBy, args);
  }

  @Query(() => Review, { nullable: true, description: 'One review; null where there is none of this id.' })
  async review(
    @Context() { caller }: GraphQLContext,
    @Args('id', { type: () => ID, description: 'Id of the review.' }, ParseId) id: string,
  ): Promise<Review | null> {
    authorise(caller.actor, 'review.read');
    return (await this.queries.byIds([id]))[0] ?? null;
  }

  @ResolveField(() => Claim, { description: 'The claim under review.' })
  async claim(@Parent() review: Review, @Context() context: GraphQLContext): Promise<Claim> {
    return (await loaderFor(context, this.claims.byIds).load(review.claimId))!;
  }

  @ResolveField(() => Desk, { description: 'The desk on which it is.' })
  desk(@Parent() review: Review, @Context() context: GraphQLContext): Promise<Desk> {
    return loaderFor(context, this.desks.byIds).load(review.deskId);
  }

  @ResolveField(() => User, {
    nullable: true,
    description: 'The one person who may take it; null for anyone of the desk.',
  })
  assignee(@Parent() { assigneeId }: Review, @Context() context: GraphQLContext): Promise<User> | null {
    return assigneeId === null ? null : loaderFor(context, this.users.byIds).load(assigneeId);
  }

  @ResolveField(() => Lease, { nullable: true, description: 'Who holds it; null where nobody does.' })
  lease(@Parent() review: Review, @Context() { caller }: GraphQLContext): Lease | null {
    if (review.state !== ReviewState.IN_REVIEW) return null;
    const token = review.leaseHolderId === caller.actor.id ? review.leaseToken : null;
    return { until: review.leaseUntil!, token, holderId: review.leaseHolderId! };
  }

  @ResolveField(() => Decision, {
    nullable: true,
    description: 'The decision that it ended with, or the proposed one.',
  })
  decision(@Parent() { decisionId }: Review, @Context() context: GraphQLContext): Promise<Decision> | null {
    return decisionId === null ? null : loaderFor(context, this.decisions.byIds).load(decisionId);
  }

  @ResolveField(() => Boolean, { description: 'Whether work remains on it and it is past its due time.' })
  isOverdue(@Parent() { state, dueAt }: Review): boolean {
    return state !== ReviewState.DECIDED && state !== ReviewState.WITHDRAWN && dueAt <= new Date();
  }

  @ResolveField(() => [AllowedAction], { description: 'What you may do to it now, and for the rest why not.' })
  async allowedActions(@Parent() review: Review, @Context() context: GraphQLContext): Promise<AllowedAction[]> {
    const { actor } = context.caller;
    const [proposal, leases] = await Promise.all([
      this.proposal(review, context),
      loaderFor(context, this.queries.leasesByHolder).load(actor.id),
    ]);
    return allowedActions(review, actor, new Date(), { proposal, leases });
  }

  private async proposal(review: Review, context: GraphQLContext): Promise<Proposal | null> {
    const decision = await this.decision(review, context);
    if (decision === null) return null;
    const signOffs = await loaderFor(context, this.decisions.signOffsByDecision).load(decision.id);
    return { authorId: decision.decidedById, signedByIds: signOffs.map(({ signedById }) => signedById) };
  }
}

@Resolver(() => ReviewConnection)
export class ReviewConnectionResolver {
  @ResolveField(() => Total, { description: 'How many reviews the filter finds; counted only when asked for.' })
  async total(@Parent() connection: ReviewConnection): Promise<Total> {
    return total(await connection.count());
  }
}

@Resolver(() => Lease)
export class LeaseResolver {
  constructor(private readonly users: UserQueries) {}

  @ResolveField(() => User, { description: 'Who holds it.' })
  holder(@Parent() { holderId }: Lease, @Context() context: GraphQLContext): Promise<User> {
    return loaderFor(context, this.users.byIds).load(holderId);
  }
}

/** What reviewing adds to a desk. */
@Resolver(() => Desk)
export class DeskReviewsResolver {
  constructor(
    private readonly queries: ReviewQueries,
    private readonly assigneeQueries: AssigneeQueries,
  ) {}

  @ResolveField(() => DeskCounts, { description: "What is on the desk's hands." })
  counts(@Parent() desk: Desk, @Context() context: GraphQLContext): Promise<DeskCounts> {
    authorise(context.caller.actor, 'review.read');
    return loaderFor(context, this.queries.countsByDesk).load(desk.id);
  }

  @ResolveField(() => [User], {
    description:
      'Who may take reviews on it and so can be assigned one, by name. Needs CHIEF_EDITOR on the desk, as reassignReview does.',
  })
  assignees(@Parent() desk: Desk, @Context() context: GraphQLContext): Promise<User[]> {
    authorise(context.caller.actor, 'review.reassign', { deskId: desk.id });
    return loaderFor(context, this.assigneeQueries.byDesk).load(desk.id);
  }
}
