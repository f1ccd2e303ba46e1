import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Role, TokenScope } from '../kernel/actor.js';
import { type ClientKind, ClientKindEnum, RoleEnum, TokenScopeEnum } from './graphql-enums.js';

@ObjectType({ description: 'A role on one desk or on all.' })
export class GrantedRole {
  @Field(() => RoleEnum, { description: 'The role.' })
  role: Role;

  @Field(() => ID, { nullable: true, description: 'The desk on which it is held; null for every desk.' })
  deskId: string | null;
}

/** `email` and `apiTokens` are resolved by ViewerResolver, where they are asked for. */
@ObjectType({ description: 'Who makes this request.' })
export class Viewer {
  @Field(() => ID, { description: 'Id of the account.' })
  id: string;

  @Field({ description: 'Name for people.' })
  name: string;

  @Field(() => [GrantedRole], { description: 'The roles that the account holds.' })
  roles: GrantedRole[];

  @Field(() => ClientKindEnum, { description: 'By what the request came in.' })
  client: ClientKind;

  @Field(() => [TokenScopeEnum], {
    nullable: true,
    description: 'What the API token in use is good for; null for a sign-in, which has no such limit.',
  })
  scopes: TokenScope[] | null;
}
