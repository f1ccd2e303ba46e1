import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import type { GraphQLContext } from '../graphql/context.js';
import { ParseId } from '../graphql/parse-id.js';
import { asPayload, type UserError } from '../graphql/user-error.js';
import type { RoleGrant } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { AddUserInput, RenameUserInput, type RoleGrantInput, SetRolesInput } from './account-inputs.js';
import {
  ACCOUNT_ERRORS,
  AccountPayload,
  AccountSuccess,
  AddUserPayload,
  AddUserSuccess,
  ResetPasswordPayload,
  ResetPasswordSuccess,
} from './account-payloads.js';
import { AccountQueries } from './account-queries.js';
import type { Account } from './account.type.js';
import { AddUser } from './add-user.js';
import { DisableUser } from './disable-user.js';
import { RenameUser } from './rename-user.js';
import { ResetPassword } from './reset-password.js';
import { SetRoles } from './set-roles.js';

const NEEDS = 'Needs CHIEF_EDITOR on every desk.';
const ACCOUNT_ID = { type: () => ID, description: 'Id of the account.' };

/** @returns the account as it is now, which there is: none is ever deleted */
const now = async (queries: AccountQueries, id: string): Promise<Account> => (await queries.byId(id))!;

/** A desk that is left out is every desk, as null is. */
const onDesk = ({ role, deskId }: RoleGrantInput): RoleGrant => ({ role, deskId: deskId ?? null });

/** Who has an account, and what they may do. */
@Resolver()
export class AccountMutationsResolver {
  constructor(
    private readonly add: AddUser,
    private readonly roles: SetRoles,
    private readonly rename: RenameUser,
    private readonly queries: AccountQueries,
  ) {}

  @Mutation(() => AddUserPayload, {
    description: `Adds an account, with a one-time password that you hand to the person. ${NEEDS}`,
  })
  addUser(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The new account.' }) { email, name, roles }: AddUserInput,
  ): Promise<AddUserSuccess | UserError> {
    return asPayload(ACCOUNT_ERRORS, async () => {
      const added = await this.add.run(caller, { email, name, roles: roles.map(onDesk) });
      return new AddUserSuccess(await now(this.queries, added.id), added.oneTimePassword);
    });
  }

  @Mutation(() => AccountPayload, {
    description: `Gives and takes roles, from the person's next request on. A review that is held can then not be decided. The last account that is CHIEF_EDITOR on every desk keeps that. ${NEEDS}`,
  })
  setRoles(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The change.' }) { userId, grant, revoke }: SetRolesInput,
  ): Promise<AccountSuccess | UserError> {
    return asPayload(ACCOUNT_ERRORS, async () => {
      await this.roles.run(caller, { userId, grant: grant.map(onDesk), revoke: revoke.map(onDesk) });
      return new AccountSuccess(await now(this.queries, userId));
    });
  }

  @Mutation(() => AccountPayload, { description: `Gives an account another name. ${NEEDS}` })
  renameUser(
    @Context() { caller }: GraphQLContext,
    @Args('input', { description: 'The change.' }) input: RenameUserInput,
  ): Promise<AccountSuccess | UserError> {
    return asPayload(ACCOUNT_ERRORS, async () => {
      await this.rename.run(caller, input);
      return new AccountSuccess(await now(this.queries, input.userId));
    });
  }
}

/** Who can come in by an account. */
@Resolver()
export class AccountAccessResolver {
  constructor(
    private readonly disable: DisableUser,
    private readonly reset: ResetPassword,
    private readonly queries: AccountQueries,
  ) {}

  @Mutation(() => AccountPayload, {
    description: `Shuts an account out: its sessions end, its API tokens do not work while it lasts, and what it holds goes back when the hold runs out. The last account that is CHIEF_EDITOR on every desk cannot be disabled. ${NEEDS}`,
  })
  disableUser(
    @Context() { caller }: GraphQLContext,
    @Args('id', ACCOUNT_ID, ParseId) id: string,
  ): Promise<AccountSuccess | UserError> {
    return this.setDisabled(caller, id, true);
  }

  @Mutation(() => AccountPayload, {
    description: `Lets an account in again, with the password, roles and API tokens that it had. ${NEEDS}`,
  })
  enableUser(
    @Context() { caller }: GraphQLContext,
    @Args('id', ACCOUNT_ID, ParseId) id: string,
  ): Promise<AccountSuccess | UserError> {
    return this.setDisabled(caller, id, false);
  }

  @Mutation(() => ResetPasswordPayload, {
    description: `Gives an account a new one-time password and ends its sessions. Its API tokens stay. ${NEEDS}`,
  })
  resetPassword(
    @Context() { caller }: GraphQLContext,
    @Args('id', ACCOUNT_ID, ParseId) id: string,
  ): Promise<ResetPasswordSuccess | UserError> {
    return asPayload(ACCOUNT_ERRORS, async () => {
      const password = await this.reset.run(caller, { userId: id });
      return new ResetPasswordSuccess(await now(this.queries, id), password);
    });
  }

  private setDisabled(caller: Caller, userId: string, disabled: boolean): Promise<AccountSuccess | UserError> {
    return asPayload(ACCOUNT_ERRORS, async () => {
      await this.disable.run(caller, { userId, disabled });
      return new AccountSuccess(await now(this.queries, userId));
    });
  }
}
