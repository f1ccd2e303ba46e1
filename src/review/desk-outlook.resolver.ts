import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { authorise } from '../auth/policy.js';
import { Desk } from '../desks/desk.type.js';
import { type GraphQLContext, loaderFor } from '../graphql/context.js';
import { DeskOutlook } from './desk-outlook.type.js';
import { DeskOutlookQueries } from './desk-outlook-queries.js';
import { ReviewQueries } from './review-queries.js';
import { Review } from './review.type.js';

@Resolver(() => DeskOutlook)
export class DeskOutlookResolver {
  constructor(private readonly reviews: ReviewQueries) {}

  @ResolveField(() => Review, { nullable: true, description: 'The review that was decided last; null where none was.' })
  lastDecided(@Parent() { lastDecidedId }: DeskOutlook, @Context() context: GraphQLContext): Promise<Review | null> {
    return lastDecidedId === null ? Promise.resolve(null) : loaderFor(context, this.reviews.byIds).load(lastDecidedId);
  }
}

@Resolver(() => Desk)
export class OutlookOfDeskResolver {
  constructor(private readonly queries: DeskOutlookQueries) {}

  @ResolveField(() => DeskOutlook, { description: 'What the desk did last, and what comes back to it by itself.' })
  outlook(@Parent() desk: Desk, @Context() context: GraphQLContext): Promise<DeskOutlook> {
    authorise(context.caller.actor, 'review.read');
    return loaderFor(context, this.queries.byDesk).load(desk.id);
  }
}
