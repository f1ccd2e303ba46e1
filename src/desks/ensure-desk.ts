import { Injectable } from '@nestjs/common';
import type { Caller } from '../kernel/caller.js';
import { newId } from '../kernel/ids.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { DeskEntity } from './desk.entity.js';

export type NewDesk = Omit<DeskEntity, 'id' | 'createdAt'>;

/** Adds a desk for Claimdesk itself; does nothing where the slug is taken, so that a start may repeat it. */
@Injectable()
export class EnsureDesk {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @returns the id of the desk with this slug, new or not */
  run(caller: Caller, desk: NewDesk): Promise<string> {
    return this.unitOfWork.run(caller, 'addDesk', async (tx) => {
      const id = newId();
      await tx.manager
        .createQueryBuilder()
        .insert()
        .into(DeskEntity)
        .values({ id, ...desk })
        .orIgnore()
        .updateEntity(false)
        .execute();
      return (await tx.manager.findOneByOrFail(DeskEntity, { slug: desk.slug })).id;
    });
  }
}
