import { Injectable } from '@nestjs/common';
import { lockUser } from '../auth/lock-user.js';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { checkedFilter, checkName, placeView } from './check-view.js';
import { SavedViewEntity } from './saved-view.entity.js';
import type { UpdateSavedViewInput } from './saved-view-inputs.js';
import { viewById } from './saved-view-queries.js';
import type { SavedView } from './saved-view.type.js';

/** Renames a view of the account that asks, moves it, or has it show something else. */
@Injectable()
export class UpdateSavedView {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws ForbiddenError; DomainError NOT_FOUND, also for another's; INVALID_INPUT for a name or desk */
  run(caller: Caller & { actor: UserActor }, { id, name, filter, place }: UpdateSavedViewInput): Promise<SavedView> {
    authorise(caller.actor, 'view.save');
    const userId = caller.actor.id;
    return this.unitOfWork.run(caller, 'updateSavedView', async (tx) => {
      await lockUser(tx, userId);
      if (!(await tx.manager.existsBy(SavedViewEntity, { id, userId }))) {
        throw new DomainError('NOT_FOUND', 'There is no such view.', { path: ['input', 'id'] });
      }
      if (typeof name === 'string') await checkName(tx, userId, name.trim(), id);
      const changes = {
        ...(typeof name === 'string' ? { name: name.trim() } : {}),
        ...(filter ? await checkedFilter(tx, filter) : {}),
      };
      if (Object.keys(changes).length > 0) await tx.manager.update(SavedViewEntity, { id }, changes);
      if (typeof place === 'number') await placeView(tx, userId, id, place);
      return viewById(tx, id);
    });
  }
}
