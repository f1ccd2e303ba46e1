import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { authorise } from '../auth/policy.js';
import { UserQueries } from '../auth/user-queries.js';
import { User } from '../auth/user.type.js';
import { DeskQueries } from '../desks/desk-queries.js';
import { Desk } from '../desks/desk.type.js';
import { Total, total } from '../graphql/connection.js';
import { type GraphQLContext, loaderFor } from '../graphql/context.js';
import { ParseId } from '../graphql/parse-id.js';
import { ClaimsArgs } from './claim-filter.js';
import { ClaimQueries } from './claim-queries.js';
import { Appearance, Claim, ClaimConnection, ClaimRelation, Evidence } from './claim.type.js';

@Resolver(() => Claim)
export class ClaimsResolver {
  constructor(
    private readonly queries: ClaimQueries,
    private readonly deskQueries: DeskQueries,
    private readonly users: UserQueries,
  ) {}

  @Query(() => ClaimConnection, { description: 'Claims, the newest first.' })
  claims(@Context() { caller }: GraphQLContext, @Args() args: ClaimsArgs): Promise<ClaimConnection> {
    authorise(caller.actor, 'claim.read');
    return this.queries.page(args.filter ?? {}, args);
  }

  @Query(() => Claim, { nullable: true, description: 'One claim; null where there is none of this id.' })
  async claim(
    @Context() { caller }: GraphQLContext,
    @Args('id', { type: () => ID, description: 'Id of the claim.' }, ParseId) id: string,
  ): Promise<Claim | null> {
    authorise(caller.actor, 'claim.read');
    return (await this.queries.byIds([id]))[0] ?? null;
  }

  @ResolveField(() => Desk, { description: 'The desk that looks after it.' })
  desk(@Parent() claim: Claim, @Context() context: GraphQLContext): Promise<Desk> {
    return loaderFor(context, this.deskQueries.byIds).load(claim.deskId);
  }

  @ResolveField(() => User, {
    nullable: true,
    description: 'Who submitted it first; null where it came from Claimdesk itself.',
  })
  submittedBy(@Parent() claim: Claim, @Context() context: GraphQLContext): Promise<User> | null {
    return claim.submittedById === null ? null : loaderFor(context, this.users.byIds).load(claim.submittedById);
  }

  @ResolveField(() => [Appearance], { description: 'Where it appears, the earliest first.' })
  appearances(@Parent() claim: Claim, @Context() context: GraphQLContext): Promise<Appearance[]> {
    return loaderFor(context, this.queries.appearancesByClaim).load(claim.id);
  }

  @ResolveField(() => [ClaimRelation], { description: 'Its relations to other claims, in either direction.' })
  relations(@Parent() claim: Claim, @Context() context: GraphQLContext): Promise<ClaimRelation[]> {
    return loaderFor(context, this.queries.relationsByClaim).load(claim.id);
  }

  @ResolveField(() => [Evidence], { description: 'The sources that were added to it, in the order of adding.' })
  evidence(@Parent() claim: Claim, @Context() context: GraphQLContext): Promise<Evidence[]> {
    return loaderFor(context, this.queries.evidenceByClaim).load(claim.id);
  }
}

@Resolver(() => ClaimConnection)
export class ClaimConnectionResolver {
  @ResolveField(() => Total, { description: 'How many claims the filter finds; counted only when asked for.' })
  async total(@Parent() connection: ClaimConnection): Promise<Total> {
    return total(await connection.count());
  }
}
