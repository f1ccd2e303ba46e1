import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { checkSlug, LIMITS, validFields } from './desk-rules.js';
import { DeskEntity } from './desk.entity.js';
import type { NewDesk } from './ensure-desk.js';
import { clearDefault, lockDesks } from './lock-desks.js';

/** Adds a desk. The first one is the default desk, whatever is asked for; a later one takes that from another. */
@Injectable()
export class AddDesk {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @returns the id of the new desk
   * @throws ForbiddenError
   * @throws DomainError INVALID_INPUT, also where the slug is taken or there are LIMITS.desks
   */
  async run(caller: Caller, { slug, ...input }: NewDesk): Promise<string> {
    authorise(caller.actor, 'desk.manage');
    checkSlug(slug);
    const fields = validFields(input);
    return this.unitOfWork.run(caller, 'addDesk', async (tx) => {
      await lockDesks(tx);
      const desks = await tx.rows<{ slug: string; isDefault: boolean }>(
        'SELECT slug, is_default AS "isDefault" FROM public.desk',
      );
      if (desks.some((desk) => desk.slug === slug)) {
        throw new DomainError('INVALID_INPUT', 'Another desk has this short name.', { path: ['input', 'slug'] });
      }
      if (desks.length >= LIMITS.desks) {
        throw new DomainError('INVALID_INPUT', `There are ${LIMITS.desks} desks, which is as many as there may be.`);
      }
      if (fields.isDefault) await clearDefault(tx);
      const isDefault = fields.isDefault || !desks.some((desk) => desk.isDefault);
      const id = newId();
      await tx.manager.insert(DeskEntity, { id, slug, ...fields, isDefault });
      return id;
    });
  }
}
