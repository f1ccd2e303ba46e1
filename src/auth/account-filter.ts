import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsBoolean, IsEnum, IsOptional, ValidateNested } from 'class-validator';
import { PageArgs } from '../graphql/connection.js';
import { IsRowId, Text } from '../graphql/validation.js';
import { type Role, ROLES } from '../kernel/actor.js';
import { MAX_EMAIL_LENGTH } from './account-input.js';
import { RoleEnum } from './graphql-enums.js';

@InputType({ description: 'Which accounts are wanted. All conditions must hold; what is left out does not restrict.' })
export class AccountFilter {
  @Field(() => String, {
    nullable: true,
    description: 'With this text in the name or the e-mail address; case does not matter.',
  })
  @IsOptional()
  @Text({ max: MAX_EMAIL_LENGTH })
  text?: string | null;

  @Field(() => [RoleEnum], { nullable: true, description: 'That hold one of these roles, wherever `deskId` says.' })
  @IsOptional()
  @IsEnum(ROLES, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(ROLES.length)
  roles?: Role[] | null;

  @Field(() => ID, { nullable: true, description: 'That hold a role on this desk, or on every desk.' })
  @IsOptional()
  @IsRowId()
  deskId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'That hold a role on the desk of this short name, or on every desk.',
  })
  @IsOptional()
  @Text({ max: 100 })
  deskSlug?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: that are disabled or erased. False: that are in use.' })
  @IsOptional()
  @IsBoolean()
  isDisabled?: boolean | null;
}

@ArgsType()
export class AccountsArgs extends PageArgs {
  @Field(() => AccountFilter, { nullable: true, description: 'Which accounts; all where it is left out.' })
  @IsOptional()
  @Type(() => AccountFilter)
  @ValidateNested()
  filter?: AccountFilter | null;
}
