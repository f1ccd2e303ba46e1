import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { isChief, keepAChief } from './keep-a-chief.js';
import { lockUser } from './lock-user.js';
import { authorise } from './policy.js';
import { SessionEntity } from './session.entity.js';
import { UserEntity } from './user.entity.js';
import { grantsOf } from './write-grants.js';

export interface DisableUserInput {
  readonly userId: string;
  /** False lets the account in again. */
  readonly disabled: boolean;
}

/** Shuts an account out, at once and with its API tokens, or lets it in again. Nothing that it did goes away. */
@Injectable()
export class DisableUser {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws ForbiddenError
   * @throws DomainError NOT_FOUND; INVALID_INPUT for an erased account, and where nobody would be left to administer
   */
  async run(caller: Caller, { userId, disabled }: DisableUserInput): Promise<void> {
    authorise(caller.actor, 'user.manage');
    await this.unitOfWork.run(caller, disabled ? 'disableUser' : 'enableUser', async (tx) => {
      const { isDisabled } = await lockUser(tx, userId);
      if (isDisabled === disabled) return; // since when it is disabled should stay
      await tx.manager.update(UserEntity, { id: userId }, { disabledAt: disabled ? () => 'now()' : null });
      await tx.manager.delete(SessionEntity, { userId });
      if (disabled && isChief(await grantsOf(tx, userId))) await keepAChief(tx, ['id']);
    });
  }
}
