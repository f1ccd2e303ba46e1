import { Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { authorise } from '../auth/policy.js';
import { GrantedRole } from '../auth/viewer.type.js';
import { type GraphQLContext, loaderFor } from '../graphql/context.js';
import { DeskQueries } from './desk-queries.js';
import { Desk } from './desk.type.js';

@Resolver(() => Desk)
export class DesksResolver {
  constructor(private readonly queries: DeskQueries) {}

  @Query(() => [Desk], { description: 'All desks, by name.' })
  async desks(@Context() { caller }: GraphQLContext): Promise<Desk[]> {
    authorise(caller.actor, 'desk.read');
    return this.queries.all();
  }
}

/** The desk of a role. Accounts know of it by its id alone. */
@Resolver(() => GrantedRole)
export class GrantedRoleDeskResolver {
  constructor(private readonly queries: DeskQueries) {}

  @ResolveField(() => Desk, { nullable: true, description: 'The desk on which it is held; null for every desk.' })
  async desk(@Parent() { deskId }: GrantedRole, @Context() context: GraphQLContext): Promise<Desk | null> {
    authorise(context.caller.actor, 'desk.read');
    return deskId === null ? null : loaderFor(context, this.queries.byIds).load(deskId);
  }
}
