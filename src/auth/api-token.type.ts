import { createUnionType, Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { Allow } from 'class-validator';
import { DateTimeScalar } from '../graphql/scalars.js';
import { InvalidInputError, NotFoundError } from '../graphql/user-error.js';
import type { TokenScope } from '../kernel/actor.js';
import { TokenScopeEnum } from './graphql-enums.js';

@ObjectType({ description: 'What a program comes in with, in the name of an account. Its secret is not kept.' })
export class ApiToken {
  @Field(() => ID, { description: 'Id of the token; stands in the audit log.' })
  id: string;

  @Field({ description: 'What its owner calls it.' })
  name: string;

  @Field(() => [TokenScopeEnum], { description: 'What it may be used for.' })
  scopes: TokenScope[];

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt: Date;

  @Field(() => DateTimeScalar, { description: 'When it stops working by itself.' })
  expiresAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked; null while it was not.' })
  revokedAt: Date | null;
}

// @Allow: class-validator keeps the fields, the use-case checks them, so that the CLI is held to the same.
@InputType({ description: 'A new API token.' })
export class CreateApiTokenInput {
  @Allow()
  @Field({ description: 'What to call it, 1 to 100 characters; for example the program that will use it.' })
  name: string;

  @Allow()
  @Field(() => [TokenScopeEnum], { description: 'What it may be used for; at least one.' })
  scopes: TokenScope[];

  @Allow()
  @Field(() => DateTimeScalar, { description: 'When it stops working: one hour to 366 days from now.' })
  expiresAt: Date;

  @Allow()
  @Field(() => ID, {
    nullable: true,
    description: 'The service account whose it shall be, which needs a chief editor; your own where left out.',
  })
  userId?: string | null;
}

@ObjectType({ description: 'The token was made.' })
export class CreateApiTokenSuccess {
  @Field(() => ApiToken, { description: 'The new token.' })
  apiToken: ApiToken;

  @Field({ description: 'What the program sends as `Authorization: Bearer …`. Shown this once.' })
  secret: string;
}

@ObjectType({ description: 'The token does not work any more.' })
export class RevokeApiTokenSuccess {
  @Field(() => ApiToken, { description: 'The revoked token.' })
  apiToken: ApiToken;
}

const byClass = (value: { constructor: { name: string } }): string => value.constructor.name;

export const CreateApiTokenPayload = createUnionType({
  name: 'CreateApiTokenPayload',
  description: 'What becomes of `createApiToken`.',
  types: () => [CreateApiTokenSuccess, InvalidInputError, NotFoundError] as const,
  resolveType: byClass,
});

export const RevokeApiTokenPayload = createUnionType({
  name: 'RevokeApiTokenPayload',
  description: 'What becomes of `revokeApiToken`.',
  types: () => [RevokeApiTokenSuccess, NotFoundError] as const,
  resolveType: byClass,
});
