import { Args, ArgsType, Context, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { AuditEvent, AuditEventConnection } from '../audit/audit-event.type.js';
import { AuditQueries } from '../audit/audit-queries.js';
import { authorise } from '../auth/policy.js';
import { type Connection, PageArgs } from '../graphql/connection.js';
import type { GraphQLContext } from '../graphql/context.js';
import { IsRowId } from '../graphql/validation.js';
import { Claim } from './claim.type.js';

@ArgsType()
class AuditEventsArgs extends PageArgs {
  @Field(() => ID, { description: 'Id of the claim.' })
  @IsRowId()
  claimId: string;
}

/** The history of a claim: its stream of the audit log. */
@Resolver(() => Claim)
export class AuditEventsResolver {
  constructor(private readonly queries: AuditQueries) {}

  @Query(() => AuditEventConnection, {
    description:
      'What happened to a claim, in the order in which it happened: to itself, its appearances, evidence, reviews and decisions.',
  })
  auditEvents(@Context() { caller }: GraphQLContext, @Args() args: AuditEventsArgs): Promise<Connection<AuditEvent>> {
    authorise(caller.actor, 'history.read');
    return this.queries.page(args.claimId, args);
  }

  @ResolveField('auditEvents', () => AuditEventConnection, {
    description: 'What happened to it, in the order in which it happened.',
  })
  auditEventsOf(
    @Parent() { id }: Claim,
    @Context() { caller }: GraphQLContext,
    @Args() page: PageArgs,
  ): Promise<Connection<AuditEvent>> {
    authorise(caller.actor, 'history.read');
    return this.queries.page(id, page);
  }
}
