import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { authorise } from '../auth/policy.js';
import { UserQueries } from '../auth/user-queries.js';
import { User } from '../auth/user.type.js';
import { DeskQueries } from '../desks/desk-queries.js';
import { Desk } from '../desks/desk.type.js';
import type { Connection } from '../graphql/connection.js';
import { type GraphQLContext, loaderFor } from '../graphql/context.js';
import { ParseId } from '../graphql/parse-id.js';
import { EVENT_TYPES } from './event-types.js';
import { WebhookDeliveriesArgs } from './webhook-inputs.js';
import { WebhookQueries } from './webhook-queries.js';
import { Webhook, WebhookDelivery, WebhookDeliveryConnection, WebhookEventType } from './webhook.type.js';

@Resolver(() => Webhook)
export class WebhooksResolver {
  constructor(
    private readonly queries: WebhookQueries,
    private readonly users: UserQueries,
    private readonly desks: DeskQueries,
  ) {}

  @Query(() => [Webhook], {
    description: 'All webhooks, the first made first. Needs CHIEF_EDITOR on every desk.',
  })
  async webhooks(@Context() { caller }: GraphQLContext): Promise<Webhook[]> {
    authorise(caller.actor, 'webhook.manage');
    return this.queries.all();
  }

  @Query(() => Webhook, {
    nullable: true,
    description: 'One webhook; null where there is none of this id. Needs CHIEF_EDITOR on every desk.',
  })
  async webhook(
    @Context() { caller }: GraphQLContext,
    @Args('id', { type: () => ID, description: 'Id of the webhook.' }, ParseId) id: string,
  ): Promise<Webhook | null> {
    authorise(caller.actor, 'webhook.manage');
    return this.queries.byId(id);
  }

  @Query(() => WebhookDelivery, {
    nullable: true,
    description: 'One delivery; null where there is none of this id, or no longer. Needs CHIEF_EDITOR on every desk.',
  })
  async webhookDelivery(
    @Context() { caller }: GraphQLContext,
    @Args('id', { type: () => ID, description: 'Id of the delivery.' }, ParseId) id: string,
  ): Promise<WebhookDelivery | null> {
    authorise(caller.actor, 'webhook.manage');
    return this.queries.delivery(id);
  }

  @Query(() => [WebhookEventType], {
    description: 'The types of events that there are, for webhooks to ask for. Needs CHIEF_EDITOR on every desk.',
  })
  webhookEventTypes(@Context() { caller }: GraphQLContext): WebhookEventType[] {
    authorise(caller.actor, 'webhook.manage');
    return EVENT_TYPES;
  }

  @ResolveField(() => Desk, {
    nullable: true,
    description: 'The desk whose events alone are sent; null for all desks.',
  })
  desk(@Parent() { deskId }: Webhook, @Context() context: GraphQLContext): Promise<Desk> | null {
    return deskId === null ? null : loaderFor(context, this.desks.byIds).load(deskId);
  }

  @ResolveField(() => User, { description: 'Who made it.' })
  createdBy(@Parent() { createdById }: Webhook, @Context() context: GraphQLContext): Promise<User> {
    return loaderFor(context, this.users.byIds).load(createdById);
  }

  @ResolveField(() => WebhookDelivery, { nullable: true, description: 'The last attempt; null where there was none.' })
  lastDelivery(@Parent() { id }: Webhook, @Context() context: GraphQLContext): Promise<WebhookDelivery | null> {
    return loaderFor(context, this.queries.lastDeliveries).load(id);
  }

  @ResolveField(() => WebhookDeliveryConnection, { description: 'What was sent to it, the last first.' })
  deliveries(@Parent() { id }: Webhook, @Args() args: WebhookDeliveriesArgs): Promise<Connection<WebhookDelivery>> {
    return this.queries.deliveries(id, args.outcomes, args);
  }
}

@Resolver(() => WebhookDelivery)
export class WebhookDeliveriesResolver {
  constructor(private readonly users: UserQueries) {}

  @ResolveField(() => User, {
    nullable: true,
    description: 'Who asked for it, where it is a test or a repeat; null for one of the log’s own.',
  })
  requestedBy(@Parent() { requestedById }: WebhookDelivery, @Context() context: GraphQLContext): Promise<User> | null {
    return requestedById === null ? null : loaderFor(context, this.users.byIds).load(requestedById);
  }
}
