import { Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { GraphQLContext } from '../graphql/context.js';
import { ApiToken } from './api-token.type.js';
import { authoriseTokensOf } from './token-policy.js';
import { UserQueries } from './user-queries.js';
import { Viewer } from './viewer.type.js';

@Resolver(() => Viewer)
export class ViewerResolver {
  constructor(private readonly users: UserQueries) {}

  @Query(() => Viewer, { description: 'Who makes this request.' })
  viewer(@Context() { caller: { actor } }: GraphQLContext): Viewer {
    return {
      id: actor.id,
      name: actor.name,
      roles: [...actor.grants],
      client: actor.scopes === null ? 'SESSION' : 'TOKEN',
      scopes: actor.scopes === null ? null : [...actor.scopes],
    };
  }

  @ResolveField(() => String, { description: 'What the account signs in with.' })
  email(@Parent() { id }: Viewer): Promise<string> {
    return this.users.emailOf(id);
  }

  @ResolveField(() => [ApiToken], {
    description: 'The API tokens of the account that are in use, newest first. Needs a sign-in or the scope ADMIN.',
  })
  async apiTokens(@Parent() { id }: Viewer, @Context() { caller }: GraphQLContext): Promise<ApiToken[]> {
    authoriseTokensOf(caller.actor, id);
    return this.users.apiTokensOf(id);
  }
}
