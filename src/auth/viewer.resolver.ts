import { Context, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type GraphQLContext, loaderFor } from '../graphql/context.js';
import { AccountQueries } from './account-queries.js';
import { ApiToken } from './api-token.type.js';
import { authoriseTokensOf } from './token-policy.js';
import { UserQueries } from './user-queries.js';
import { Viewer } from './viewer.type.js';

@Resolver(() => Viewer)
export class ViewerResolver {
  constructor(
    private readonly users: UserQueries,
    private readonly accounts: AccountQueries,
  ) {}

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
  async apiTokens(@Parent() { id }: Viewer, @Context() context: GraphQLContext): Promise<ApiToken[]> {
    authoriseTokensOf(context.caller.actor, id);
    return loaderFor(context, this.accounts.tokensByAccount).load(id);
  }
}
