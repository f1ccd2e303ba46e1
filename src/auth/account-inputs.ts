import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { Allow, ArrayMaxSize, IsEnum, IsOptional, ValidateNested } from 'class-validator';
import { IsRowId } from '../graphql/validation.js';
import { type Role, ROLES } from '../kernel/actor.js';
import { MAX_EMAIL_LENGTH, MAX_NAME_LENGTH } from './account-input.js';
import { RoleEnum } from './graphql-enums.js';

/** Five roles on twenty desks, of which nobody needs the half; each is written by a statement of its own. */
const MAX_GRANTS = 100;
const NAME = `Name for people, 1 to ${MAX_NAME_LENGTH} characters.`;
const ID_OF_ACCOUNT = 'Id of the account.';

@InputType({ description: 'A role on one desk or on all.' })
export class RoleGrantInput {
  @Field(() => RoleEnum, { description: 'The role.' })
  @IsEnum(ROLES)
  role: Role;

  @Field(() => ID, { nullable: true, description: 'The desk on which it is held; null for every desk.' })
  @IsOptional()
  @IsRowId()
  deskId?: string | null;
}

// @Allow: class-validator keeps the fields, the use-cases check them, so that the CLI is held to the same.
@InputType({ description: 'A new account.' })
export class AddUserInput {
  @Allow()
  @Field({
    description: `What the person will sign in with, at most ${MAX_EMAIL_LENGTH} characters. Nothing is sent there.`,
  })
  email: string;

  @Allow()
  @Field({ description: NAME })
  name: string;

  @Field(() => [RoleGrantInput], {
    description: `The roles that it shall hold, at most ${MAX_GRANTS}. SERVICE alone makes it a machine client.`,
  })
  @Type(() => RoleGrantInput)
  @ValidateNested({ each: true })
  @ArrayMaxSize(MAX_GRANTS)
  roles: RoleGrantInput[];
}

@InputType({
  description: 'A change of roles, as what is given and what is taken, so that two at once do not undo each other.',
})
export class SetRolesInput {
  @Field(() => ID, { description: ID_OF_ACCOUNT })
  @IsRowId()
  userId: string;

  @Field(() => [RoleGrantInput], {
    defaultValue: [],
    description: `To give, at most ${MAX_GRANTS}. What it holds already it keeps.`,
  })
  @Type(() => RoleGrantInput)
  @ValidateNested({ each: true })
  @ArrayMaxSize(MAX_GRANTS)
  grant: RoleGrantInput[];

  @Field(() => [RoleGrantInput], {
    defaultValue: [],
    description: `To take away, at most ${MAX_GRANTS}. What it does not hold is refused.`,
  })
  @Type(() => RoleGrantInput)
  @ValidateNested({ each: true })
  @ArrayMaxSize(MAX_GRANTS)
  revoke: RoleGrantInput[];
}

@InputType({ description: 'Another name for an account.' })
export class RenameUserInput {
  @Field(() => ID, { description: ID_OF_ACCOUNT })
  @IsRowId()
  userId: string;

  @Allow()
  @Field({ description: NAME })
  name: string;
}
