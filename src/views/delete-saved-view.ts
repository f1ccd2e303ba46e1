import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';

/** Takes a view of the account that asks away. */
@Injectable()
export class DeleteSavedView {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws ForbiddenError; DomainError NOT_FOUND, also for another's */
  run(caller: Caller & { actor: UserActor }, id: string): Promise<void> {
    authorise(caller.actor, 'view.save');
    return this.unitOfWork.run(caller, 'deleteSavedView', async (tx) => {
      const gone = await tx.rows('DELETE FROM saved_view WHERE id = $1 AND user_id = $2 RETURNING id', [
        id,
        caller.actor.id,
      ]);
      if (gone.length === 0) throw new DomainError('NOT_FOUND', 'There is no such view.', { path: ['id'] });
    });
  }
}
