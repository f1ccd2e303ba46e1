import { Args, Context, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { UserQueries } from '../auth/user-queries.js';
import { User } from '../auth/user.type.js';
import { type GraphQLContext, loaderFor } from '../graphql/context.js';
import { asPayload, InvalidInputError, NotFoundError, type UserError } from '../graphql/user-error.js';
import { AddClaimantAlias } from './add-claimant-alias.js';
import { AddEvidence } from './add-evidence.js';
import {
  AddClaimantAliasInput,
  AddClaimantAliasPayload,
  AddClaimantAliasSuccess,
  AddEvidenceInput,
  ClaimPayload,
  ClaimSuccess,
  RelateClaimsInput,
} from './claim-inputs.js';
import { ClaimQueries } from './claim-queries.js';
import { Claim, ClaimRelation, Evidence } from './claim.type.js';
import { RelateClaims } from './relate-claims.js';

const ERRORS = { INVALID_INPUT: InvalidInputError, NOT_FOUND: NotFoundError };

@Resolver()
export class ClaimMutationsResolver {
  constructor(
    private readonly addEvidenceCase: AddEvidence,
    private readonly relate: RelateClaims,
    private readonly addAlias: AddClaimantAlias,
    private readonly queries: ClaimQueries,
  ) {}

  @Mutation(() => ClaimPayload, {
    description: "Adds a source to a claim; needs no lease. Needs CHECKER, EDITOR or CHIEF_EDITOR on the claim's desk.",
  })
  addEvidence(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The source.' }) input: AddEvidenceInput,
  ): Promise<ClaimSuccess | UserError> {
    return asPayload(ERRORS, async () => {
      await this.addEvidenceCase.run(caller, input);
      return this.success(input.claimId);
    });
  }

  @Mutation(() => ClaimPayload, {
    description: 'States how one claim relates to another. Needs CHECKER, EDITOR, CHIEF_EDITOR or SERVICE.',
  })
  relateClaims(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The relation.' }) input: RelateClaimsInput,
  ): Promise<ClaimSuccess | UserError> {
    return asPayload(ERRORS, async () => {
      await this.relate.run(caller, input);
      return this.success(input.fromClaimId);
    });
  }

  @Mutation(() => AddClaimantAliasPayload, {
    description:
      "Makes another spelling of a claimant's name mean the canonical one, for claims from now on. Needs CHIEF_EDITOR.",
  })
  addClaimantAlias(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The spelling and the name.' }) input: AddClaimantAliasInput,
  ): Promise<AddClaimantAliasSuccess | UserError> {
    return asPayload(
      { INVALID_INPUT: InvalidInputError },
      async () => new AddClaimantAliasSuccess(await this.addAlias.run(caller, input)),
    );
  }

  private async success(claimId: string): Promise<ClaimSuccess> {
    return new ClaimSuccess((await this.queries.byIds([claimId]))[0]!);
  }
}

@Resolver(() => ClaimRelation)
export class ClaimRelationsResolver {
  constructor(private readonly queries: ClaimQueries) {}

  @ResolveField(() => Claim, { description: 'The claim that the relation is from.' })
  from(@Parent() { fromClaimId }: ClaimRelation, @Context() context: GraphQLContext): Promise<Claim | null> {
    return loaderFor(context, this.queries.byIds).load(fromClaimId);
  }

  @ResolveField(() => Claim, { description: 'The claim that it is to.' })
  to(@Parent() { toClaimId }: ClaimRelation, @Context() context: GraphQLContext): Promise<Claim | null> {
    return loaderFor(context, this.queries.byIds).load(toClaimId);
  }
}

@Resolver(() => Evidence)
export class EvidenceResolver {
  constructor(private readonly users: UserQueries) {}

  @ResolveField(() => User, { description: 'Who added it.' })
  addedBy(@Parent() { addedById }: Evidence, @Context() context: GraphQLContext): Promise<User> {
    return loaderFor(context, this.users.byIds).load(addedById);
  }
}
