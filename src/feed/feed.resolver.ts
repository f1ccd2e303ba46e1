import { Args, Context, Parent, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { AuditActor } from '../audit/audit-event.type.js';
import { authorise } from '../auth/policy.js';
import { UserQueries } from '../auth/user-queries.js';
import { type GraphQLContext, loaderFor, type SubscriptionContext } from '../graphql/context.js';
import { ClaimChangedArgs, FeedArgs, ReviewChangedArgs } from './feed-args.js';
import { Change, CheckpointSealed, ClaimChange, DeskCountsChange, ReviewChange } from './feed.type.js';
import { FollowCheckpoints } from './follow-checkpoints.js';
import { FollowClaim } from './follow-claim.js';
import { FollowDeskCounts } from './follow-desk-counts.js';
import { FollowReviews } from './follow-reviews.js';

/** A message is the field's value itself. */
const resolve = <Message>(message: Message): Message => message;

/** What can be subscribed to. Each begins with a message that brings a cursor, unless it goes on from one. */
@Resolver()
export class FeedResolver {
  constructor(
    private readonly reviews: FollowReviews,
    private readonly claim: FollowClaim,
    private readonly counts: FollowDeskCounts,
    private readonly checkpoints: FollowCheckpoints,
  ) {}

  @Subscription(() => ReviewChange, {
    description:
      'Reviews of one desk or all, whenever they change. The first message, where no cursor is passed, has no review and says how far you are.',
    resolve,
  })
  reviewChanged(
    @Context() { caller, signal }: SubscriptionContext,
    @Args() args: ReviewChangedArgs,
  ): Promise<AsyncGenerator<ReviewChange>> {
    authorise(caller.actor, 'review.read');
    return this.reviews.run(args, signal);
  }

  @Subscription(() => ClaimChange, {
    description:
      'One claim, whenever it changes or something that hangs on it: its appearances, evidence, reviews and decisions. The first message, where no cursor is passed, is the claim as it is.',
    resolve,
  })
  claimChanged(
    @Context() { caller, signal }: SubscriptionContext,
    @Args() args: ClaimChangedArgs,
  ): Promise<AsyncGenerator<ClaimChange>> {
    authorise(caller.actor, 'claim.read');
    return this.claim.run(args, signal);
  }

  @Subscription(() => DeskCountsChange, {
    description:
      'Desks whose counts changed, at most four messages in a second. The first message, where no cursor is passed, has all desks. Nothing comes when a review becomes overdue, until the queue puts it to the front.',
    resolve,
  })
  deskCounts(
    @Context() { caller, signal }: SubscriptionContext,
    @Args() args: FeedArgs,
  ): Promise<AsyncGenerator<DeskCountsChange>> {
    authorise(caller.actor, 'desk.read');
    authorise(caller.actor, 'review.read');
    return this.counts.run(args, signal);
  }

  @Subscription(() => CheckpointSealed, {
    description:
      'The newest signed state of the audit log whenever it has grown, at most one message in a second; read what is new with `auditLog`. The first message, where no cursor is passed, is the state as it is.',
    resolve,
  })
  checkpointSealed(
    @Context() { caller, signal }: SubscriptionContext,
    @Args() args: FeedArgs,
  ): Promise<AsyncGenerator<CheckpointSealed>> {
    authorise(caller.actor, 'audit.export');
    return this.checkpoints.run(args, signal);
  }
}

@Resolver(() => Change)
export class ChangeResolver {
  constructor(private readonly users: UserQueries) {}

  @ResolveField(() => AuditActor, { description: 'Who did it.' })
  async actor(@Parent() { actor }: Change, @Context() context: GraphQLContext): Promise<AuditActor> {
    const [kind, name] = actor.split(':') as [string, string];
    if (kind !== 'user') return { userId: null, name };
    return { userId: name, name: (await loaderFor(context, this.users.byIds).load(name)).name };
  }
}
