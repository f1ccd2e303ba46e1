import { Injectable } from '@nestjs/common';
import { lockUser } from '../auth/lock-user.js';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { checkedFilter, checkName, placeView } from './check-view.js';
import { SavedViewEntity } from './saved-view.entity.js';
import type { SaveViewInput } from './saved-view-inputs.js';
import { viewById } from './saved-view-queries.js';
import type { SavedView } from './saved-view.type.js';
import { MAX_VIEWS } from './vocabulary.js';

/** Keeps filters of the inbox under a name, for the account that asks. */
@Injectable()
export class SaveView {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws ForbiddenError; DomainError INVALID_INPUT for a name that is taken, a desk that is not, or one too many */
  run(caller: Caller & { actor: UserActor }, { filter, place, ...input }: SaveViewInput): Promise<SavedView> {
    authorise(caller.actor, 'view.save');
    const userId = caller.actor.id;
    const name = input.name.trim();
    return this.unitOfWork.run(caller, 'saveView', async (tx) => {
      await lockUser(tx, userId);
      const columns = await checkedFilter(tx, filter);
      const id = newId();
      await checkName(tx, userId, name, id);
      const [{ count }] = (await tx.rows<{ count: number }>(
        'SELECT count(*)::int AS count FROM saved_view WHERE user_id = $1',
        [userId],
      )) as [{ count: number }];
      if (count >= MAX_VIEWS) {
        throw new DomainError('INVALID_INPUT', `You keep ${MAX_VIEWS} views, which is the most. Remove one first.`, {
          path: ['input'],
        });
      }
      await tx.manager.insert(SavedViewEntity, { id, userId, name, place: MAX_VIEWS, ...columns });
      await placeView(tx, userId, id, place ?? MAX_VIEWS);
      return viewById(tx, id);
    });
  }
}
