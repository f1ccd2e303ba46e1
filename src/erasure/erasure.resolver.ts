import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { UserQueries } from '../auth/user-queries.js';
import { ClaimQueries } from '../claims/claim-queries.js';
import type { GraphQLContext } from '../graphql/context.js';
import { asPayload, InvalidInputError, NotFoundError, type UserError } from '../graphql/user-error.js';
import { EraseClaim } from './erase-claim.js';
import { EraseUser } from './erase-user.js';
import {
  EraseClaimInput,
  EraseClaimPayload,
  EraseClaimSuccess,
  EraseUserInput,
  EraseUserPayload,
  EraseUserSuccess,
} from './erasure-inputs.js';

const ERRORS = { INVALID_INPUT: InvalidInputError, NOT_FOUND: NotFoundError };

@Resolver()
export class ErasureResolver {
  constructor(
    private readonly eraseClaimCase: EraseClaim,
    private readonly eraseUserCase: EraseUser,
    private readonly claims: ClaimQueries,
    private readonly users: UserQueries,
  ) {}

  @Mutation(() => EraseClaimPayload, {
    description:
      'Erases the texts of a claim and of all that hangs on it, from the tables and the audit log, for good; an open review is withdrawn. The log keeps that it was done, and its proofs hold. Needs CHIEF_EDITOR on every desk.',
  })
  eraseClaim(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The claim and the ground.' }) input: EraseClaimInput,
  ): Promise<EraseClaimSuccess | UserError> {
    return asPayload(ERRORS, async () => {
      const { erasedEvents } = await this.eraseClaimCase.run(caller, input);
      return new EraseClaimSuccess((await this.claims.byIds([input.claimId]))[0]!, erasedEvents);
    });
  }

  @Mutation(() => EraseUserPayload, {
    description:
      'Erases who an account belongs to, from the tables and the audit log, and shuts it for good. What the person wrote about claims stays. Needs CHIEF_EDITOR on every desk.',
  })
  eraseUser(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The account and the ground.' }) input: EraseUserInput,
  ): Promise<EraseUserSuccess | UserError> {
    return asPayload(ERRORS, async () => {
      const { erasedEvents } = await this.eraseUserCase.run(caller, input);
      return new EraseUserSuccess((await this.users.byIds([input.userId]))[0]!, erasedEvents);
    });
  }
}
