import { Injectable } from '@nestjs/common';
import { type Tx, UnitOfWork } from '../database/unit-of-work.js';
import type { RoleGrant } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { checkRoles, isServiceAccount, validEmail, validName } from './account-input.js';
import { generateOneTimePassword, hashPassword } from './password.js';
import { authorise } from './policy.js';
import { insertGrants } from './write-grants.js';

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly RoleGrant[];
}

export interface AddedUser {
  readonly id: string;
  readonly email: string;
  /** To be handed to the person, shown once; null for a service account, which nobody signs in to. */
  readonly oneTimePassword: string | null;
}

/** Adds an account with a one-time password. */
@Injectable()
export class AddUser {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws ForbiddenError
   * @throws DomainError INVALID_INPUT, also where the e-mail address has an account; NOT_FOUND for an unknown desk
   */
  async run(caller: Caller, input: NewUser): Promise<AddedUser> {
    authorise(caller.actor, 'user.manage');
    const email = validEmail(input.email);
    const name = validName(input.name);
    checkRoles(input.roles, ['input', 'roles']);
    const isService = isServiceAccount(input.roles);
    const password = generateOneTimePassword();
    const passwordHash = await hashPassword(password);
    return this.unitOfWork.run(caller, 'addUser', async (tx) => {
      const id = await insertUser(tx, { email, name, passwordHash, mustChangePassword: !isService });
      if (id === null) {
        throw new DomainError('INVALID_INPUT', `${email} has an account already.`, { path: ['input', 'email'] });
      }
      await insertGrants(tx, id, input.roles);
      return { id, email, oneTimePassword: isService ? null : password };
    });
  }
}

interface UserRow {
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly mustChangePassword: boolean;
}

/** @returns the new account's id; null where the e-mail address has one already */
export async function insertUser(tx: Tx, row: UserRow): Promise<string | null> {
  const inserted = await tx.rows<{ id: string }>(
    `INSERT INTO public.app_user (id, email, name, password_hash, must_change_password) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT ON CONSTRAINT app_user_email_key DO NOTHING RETURNING id`,
    [newId(), row.email, row.name, row.passwordHash, row.mustChangePassword],
  );
  return inserted[0]?.id ?? null;
}
