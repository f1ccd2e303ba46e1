import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { validName } from './account-input.js';
import { lockUser } from './lock-user.js';
import { authorise } from './policy.js';

export interface RenameUserInput {
  readonly userId: string;
  readonly name: string;
}

/** Gives an account another name. The log keeps the one before, until the account is erased. */
@Injectable()
export class RenameUser {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws ForbiddenError
   * @throws DomainError NOT_FOUND; INVALID_INPUT for the name, and for an erased account
   */
  async run(caller: Caller, input: RenameUserInput): Promise<void> {
    authorise(caller.actor, 'user.manage');
    const name = validName(input.name);
    await this.unitOfWork.run(caller, 'renameUser', async (tx) => {
      await lockUser(tx, input.userId, ['input', 'userId']);
      await tx.rows('UPDATE public.app_user SET name = $2 WHERE id = $1', [input.userId, name]);
    });
  }
}
