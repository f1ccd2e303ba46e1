import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Total, total } from '../graphql/connection.js';
import { type GraphQLContext, loaderFor } from '../graphql/context.js';
import { ParseId } from '../graphql/parse-id.js';
import { DateTimeScalar } from '../graphql/scalars.js';
import { AccountsArgs } from './account-filter.js';
import { AccountQueries } from './account-queries.js';
import { Account, AccountConnection } from './account.type.js';
import { ApiToken } from './api-token.type.js';
import { authorise } from './policy.js';
import { authoriseTokensOf } from './token-policy.js';

@Resolver(() => Account)
export class AccountsResolver {
  constructor(private readonly queries: AccountQueries) {}

  @Query(() => AccountConnection, {
    description:
      'Accounts by name: people and machine clients, disabled and erased ones too. Needs CHIEF_EDITOR on every desk.',
  })
  async accounts(@Context() { caller }: GraphQLContext, @Args() args: AccountsArgs): Promise<AccountConnection> {
    authorise(caller.actor, 'user.manage');
    return this.queries.page(args.filter ?? {}, args);
  }

  @Query(() => Account, {
    nullable: true,
    description: 'One account; null where there is none of this id. Needs CHIEF_EDITOR on every desk.',
  })
  async account(
    @Context() { caller }: GraphQLContext,
    @Args('id', { type: () => ID, description: 'Id of the account.' }, ParseId) id: string,
  ): Promise<Account | null> {
    authorise(caller.actor, 'user.manage');
    return this.queries.byId(id);
  }

  @ResolveField(() => [ApiToken], { description: 'Its API tokens that are in use, newest first; 50 at most.' })
  async apiTokens(@Parent() { id }: Account, @Context() context: GraphQLContext): Promise<ApiToken[]> {
    authoriseTokensOf(context.caller.actor, id);
    return loaderFor(context, this.queries.tokensByAccount).load(id);
  }

  @ResolveField(() => DateTimeScalar, {
    nullable: true,
    description: 'Since when it is signed in, by the newest of its open sessions; null where it is signed in nowhere.',
  })
  signedInAt(@Parent() { id }: Account, @Context() context: GraphQLContext): Promise<Date | null> {
    return loaderFor(context, this.queries.signedInByAccount).load(id);
  }
}

@Resolver(() => AccountConnection)
export class AccountConnectionResolver {
  @ResolveField(() => Total, { description: 'How many accounts the filter finds; counted only when asked for.' })
  async total(@Parent() connection: AccountConnection): Promise<Total> {
    return total(await connection.count());
  }
}
