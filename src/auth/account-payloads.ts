import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import { InvalidInputError, NotFoundError } from '../graphql/user-error.js';
import { Account } from './account.type.js';

@ObjectType({ description: 'It was done, or was so before; the account as it is now.' })
export class AccountSuccess {
  @Field(() => Account, { description: 'The account.' })
  account: Account;

  constructor(account: Account) {
    this.account = account;
  }
}

@ObjectType({ description: 'The account was added.' })
export class AddUserSuccess {
  @Field(() => Account, { description: 'The new account.' })
  account: Account;

  @Field(() => String, {
    nullable: true,
    description:
      'To be handed to the person, who chooses another at the first sign-in. Shown this once; null for a machine client, which needs an API token instead.',
  })
  oneTimePassword: string | null;

  constructor(account: Account, oneTimePassword: string | null) {
    this.account = account;
    this.oneTimePassword = oneTimePassword;
  }
}

@ObjectType({ description: 'The account has a new password.' })
export class ResetPasswordSuccess {
  @Field(() => Account, { description: 'The account.' })
  account: Account;

  @Field({ description: 'To be handed to the person, who chooses another at the next sign-in. Shown this once.' })
  oneTimePassword: string;

  constructor(account: Account, oneTimePassword: string) {
    this.account = account;
    this.oneTimePassword = oneTimePassword;
  }
}

export const AccountPayload = createUnionType({
  name: 'AccountPayload',
  description: 'What setRoles, renameUser, disableUser and enableUser answer.',
  types: () => [AccountSuccess, InvalidInputError, NotFoundError] as const,
});

export const AddUserPayload = createUnionType({
  name: 'AddUserPayload',
  description: 'What addUser answers.',
  types: () => [AddUserSuccess, InvalidInputError, NotFoundError] as const,
});

export const ResetPasswordPayload = createUnionType({
  name: 'ResetPasswordPayload',
  description: 'What resetPassword answers.',
  types: () => [ResetPasswordSuccess, InvalidInputError, NotFoundError] as const,
});

export const ACCOUNT_ERRORS = { INVALID_INPUT: InvalidInputError, NOT_FOUND: NotFoundError };
