import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { GraphQLContext } from '../graphql/context.js';
import { asPayload, InvalidInputError, NotFoundError } from '../graphql/user-error.js';
import {
  ApiToken,
  CreateApiTokenInput,
  CreateApiTokenPayload,
  CreateApiTokenSuccess,
  RevokeApiTokenPayload,
  RevokeApiTokenSuccess,
} from './api-token.type.js';
import { CreateApiToken } from './create-api-token.js';
import { RevokeApiToken } from './revoke-api-token.js';

@Resolver(() => ApiToken)
export class ApiTokenResolver {
  constructor(
    private readonly create: CreateApiToken,
    private readonly revoke: RevokeApiToken,
  ) {}

  @Mutation(() => CreateApiTokenPayload, {
    description: 'Makes an API token for yourself, or, as a chief editor, for a service account.',
  })
  createApiToken(
    @Args('input', { description: 'The new token.' }) { userId, ...input }: CreateApiTokenInput,
    @Context() { caller }: GraphQLContext,
  ) {
    return asPayload({ INVALID_INPUT: InvalidInputError, NOT_FOUND: NotFoundError }, async () =>
      Object.assign(
        new CreateApiTokenSuccess(),
        await this.create.run(caller, { ...input, userId: userId ?? undefined }),
      ),
    );
  }

  @Mutation(() => RevokeApiTokenPayload, {
    description: 'Ends an API token at once and for good. Revoking it again changes nothing.',
  })
  revokeApiToken(
    @Args('id', { type: () => ID, description: 'The token.' }) id: string,
    @Context() { caller }: GraphQLContext,
  ) {
    return asPayload({ NOT_FOUND: NotFoundError }, async () =>
      Object.assign(new RevokeApiTokenSuccess(), { apiToken: await this.revoke.run(caller, id) }),
    );
  }
}
