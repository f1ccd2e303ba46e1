import { Context, Query, Resolver } from '@nestjs/graphql';
import { authorise } from '../auth/policy.js';
import type { GraphQLContext } from '../graphql/context.js';
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
