import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { isServiceAccount } from './account-input.js';
import { lockUser } from './lock-user.js';
import { generateOneTimePassword, hashPassword } from './password.js';
import { authorise } from './policy.js';
import { SessionEntity } from './session.entity.js';
import { UserEntity } from './user.entity.js';
import { grantsOf } from './write-grants.js';

/** Gives an account a new one-time password and ends its sessions. API tokens stay; they are revoked one by one. */
@Injectable()
export class ResetPassword {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @returns the one-time password, to be handed to the person; it is kept nowhere
   * @throws ForbiddenError
   * @throws DomainError NOT_FOUND; INVALID_INPUT for a service account, which nobody signs in to, and an erased one
   */
  async run(caller: Caller, { userId }: { readonly userId: string }): Promise<string> {
    authorise(caller.actor, 'user.manage');
    const password = generateOneTimePassword();
    const passwordHash = await hashPassword(password);
    await this.unitOfWork.run(caller, 'resetPassword', async (tx) => {
      await lockUser(tx, userId);
      if (isServiceAccount(await grantsOf(tx, userId))) {
        throw new DomainError('INVALID_INPUT', 'A service account has no password. Give it an API token.', {
          path: ['id'],
        });
      }
      await tx.manager.update(
        UserEntity,
        { id: userId },
        { passwordHash, passwordChangedAt: () => 'now()', mustChangePassword: true },
      );
      // After the update: a sign-in at the same time waits for it, and is then seen here or refused
      await tx.manager.delete(SessionEntity, { userId });
    });
    return password;
  }
}
