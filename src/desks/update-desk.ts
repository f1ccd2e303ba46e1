import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { type DeskFields, validFields } from './desk-rules.js';
import { DeskEntity } from './desk.entity.js';
import { clearDefault, lockDesks } from './lock-desks.js';

export interface UpdateDeskInput extends Partial<DeskFields> {
  readonly id: string;
}

/**
 * Changes a desk's name or policy. Nothing that was decided changes by it, and no review moves at once: each asks for
 * sign-offs when it is decided or signed off, and for the length of a hold when it is taken or renewed; priority, due
 * time and desk were set when it was opened.
 */
@Injectable()
export class UpdateDesk {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @param input what is left out stays as it is
   * @throws ForbiddenError
   * @throws DomainError NOT_FOUND; INVALID_INPUT, also where no desk would be left as the default
   */
  async run(caller: Caller, { id, ...input }: UpdateDeskInput): Promise<void> {
    authorise(caller.actor, 'desk.manage');
    const change = validFields(input);
    await this.unitOfWork.run(caller, 'updateDesk', async (tx) => {
      await lockDesks(tx);
      const desk = isId(id) ? await tx.manager.findOneBy(DeskEntity, { id }) : null;
      if (desk === null) throw new DomainError('NOT_FOUND', 'There is no such desk.', { path: ['input', 'id'] });
      if (change.isDefault === false && desk.isDefault) {
        throw new DomainError(
          'INVALID_INPUT',
          'Claims that fit no desk must come to one. Make another desk the default one instead.',
          { path: ['input', 'isDefault'] },
        );
      }
      if (change.isDefault === true && !desk.isDefault) await clearDefault(tx);
      if (Object.keys(change).length > 0) await tx.manager.update(DeskEntity, { id }, change);
    });
  }
}
