import { parseArgs } from 'node:util';
import { accountByEmail, allAccounts, type ListedAccount } from '../auth/account-queries.js';
import { AddUser } from '../auth/add-user.js';
import { CreateApiToken } from '../auth/create-api-token.js';
import { DisableUser } from '../auth/disable-user.js';
import { ResetPassword } from '../auth/reset-password.js';
import { RevokeApiToken } from '../auth/revoke-api-token.js';
import { SetRoles } from '../auth/set-roles.js';
import type { Queryable } from '../database/queryable.js';
import type { UnitOfWork } from '../database/unit-of-work.js';
import { allDesks } from '../desks/desk-queries.js';
import { systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/ids.js';
import { RefusedError, UsageError } from './failures.js';
import { table } from './table.js';
import type { CommandName } from './user-help.js';
import { days, grants, required, scope } from './user-input.js';

/** What a command works with. */
export interface Context {
  readonly db: Queryable;
  readonly unitOfWork: UnitOfWork;
  /** To stdout: what was asked for. */
  readonly out: (line: string) => void;
  /** To stderr: what there is to say about it. */
  readonly say: (line: string) => void;
}

/** @param args what stands after the command's name; parsed before the database is asked for anything */
type Command = (args: string[]) => (context: Context) => Promise<void>;

const text = { type: 'string' } as const;
const texts = { type: 'string' as const, multiple: true as const, default: [] as string[] };
const flag = { type: 'boolean', default: false } as const;

const callerNow = () => ({ actor: systemActor('cli'), requestId: `cli-${newId()}` });

async function accountOf(db: Queryable, email: string): Promise<ListedAccount> {
  const account = await accountByEmail(db, email);
  if (account === null) throw new RefusedError(`There is no account with the e-mail address ${email}.`);
  return account;
}

const DAY = 86_400_000;

/** The commands by name. Each only translates: the use-cases of auth/ do the work. */
export const COMMANDS: Record<CommandName, Command> = {
  add: (args) => {
    const { values } = parseArgs({ args, options: { email: text, name: text, role: texts } });
    const email = required(values.email, 'email');
    const name = required(values.name, 'name');
    if (values.role.length === 0) throw new UsageError('--role is missing: without one the account may do nothing.');
    return async ({ db, unitOfWork, out, say }) => {
      const roles = await grants(db, values.role);
      const added = await new AddUser(unitOfWork).run(callerNow(), { email, name, roles });
      say(`Added ${added.email}: ${values.role.join(', ')}.`);
      if (added.oneTimePassword === null) return say('Nobody signs in to it. Make it an API token with "token".');
      say('One-time password, to be changed at the first sign-in; it is not shown again:');
      out(added.oneTimePassword);
    };
  },

  list: (args) => {
    const { values } = parseArgs({ args, options: { json: flag } });
    return async ({ db, out }) => {
      const accounts = await allAccounts(db);
      if (values.json) return out(JSON.stringify(accounts, null, 2));
      const slugs = new Map((await allDesks(db)).map((desk) => [desk.id, desk.slug]));
      const rolesOf = ({ roles }: ListedAccount) =>
        roles.map(({ role, deskId }) => (deskId === null ? role : `${role}@${slugs.get(deskId)}`)).join(' ');
      const stateOf = (account: ListedAccount) =>
        account.disabledAt !== null ? 'disabled' : account.mustChangePassword ? 'one-time password' : 'active';
      out(
        table(
          ['E-MAIL', 'NAME', 'ROLES', 'STATE', 'TOKENS'],
          accounts.map((each) => [each.email, each.name, rolesOf(each), stateOf(each), String(each.tokens.length)]),
        ),
      );
    };
  },

  role: (args) => {
    const { values } = parseArgs({ args, options: { email: text, grant: texts, revoke: texts } });
    const email = required(values.email, 'email');
    if (values.grant.length + values.revoke.length === 0) throw new UsageError('Give --grant, --revoke or both.');
    return async ({ db, unitOfWork, say }) => {
      const [grant, revoke] = [await grants(db, values.grant), await grants(db, values.revoke)];
      const { id } = await accountOf(db, email);
      const now = await new SetRoles(unitOfWork).run(callerNow(), { userId: id, grant, revoke });
      say(now.length === 0 ? `${email} holds no role now.` : `Done. ${email} holds ${now.length} now; see "list".`);
    };
  },

  disable: (args) => {
    const { values } = parseArgs({ args, options: { email: text, enable: flag } });
    const email = required(values.email, 'email');
    return async ({ db, unitOfWork, say }) => {
      const { id } = await accountOf(db, email);
      await new DisableUser(unitOfWork).run(callerNow(), { userId: id, disabled: !values.enable });
      say(values.enable ? `${email} can come in again.` : `${email} is shut out. Its sessions ended.`);
    };
  },

  reset: (args) => {
    const { values } = parseArgs({ args, options: { email: text } });
    const email = required(values.email, 'email');
    return async ({ db, unitOfWork, out, say }) => {
      const { id } = await accountOf(db, email);
      const password = await new ResetPassword(unitOfWork).run(callerNow(), { userId: id });
      say(
        `The sessions of ${email} ended. One-time password, to be changed at the next sign-in; it is not shown again:`,
      );
      out(password);
    };
  },

  token: (args) => {
    const { values } = parseArgs({ args, options: { email: text, name: text, scope: texts, days: text } });
    const email = required(values.email, 'email');
    const name = required(values.name, 'name');
    const lifetime = days(required(values.days, 'days')) * DAY;
    const scopes = values.scope.map(scope);
    if (scopes.length === 0) throw new UsageError('--scope is missing.');
    return async ({ db, unitOfWork, out, say }) => {
      const { id } = await accountOf(db, email);
      const input = { name, scopes, expiresAt: new Date(Date.now() + lifetime), userId: id };
      const { apiToken, secret } = await new CreateApiToken(unitOfWork).run(callerNow(), input);
      say(
        `Token ${apiToken.id} of ${email}, until ${apiToken.expiresAt.toISOString()}. Its secret is not shown again:`,
      );
      out(secret);
    };
  },

  revoke: (args) => {
    const { values } = parseArgs({ args, options: { token: text } });
    const id = required(values.token, 'token');
    return async ({ unitOfWork, say }) => {
      const { name } = await new RevokeApiToken(unitOfWork).run(callerNow(), id);
      say(`The token "${name}" does not work any more.`);
    };
  },
};
