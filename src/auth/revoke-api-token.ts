import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { ApiTokenEntity } from './api-token.entity.js';
import { canManageTokensOf } from './token-policy.js';

/** Ends an API token at once and for good. Revoking it again changes nothing. */
@Injectable()
export class RevokeApiToken {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws DomainError NOT_FOUND, also for a token that the actor may not know of */
  async run(caller: Caller, id: string): Promise<ApiTokenEntity> {
    return this.unitOfWork.run(caller, 'revokeApiToken', async (tx) => {
      const token = isId(id)
        ? await tx.manager.findOne(ApiTokenEntity, { where: { id }, lock: { mode: 'pessimistic_write' } })
        : null;
      if (token === null || !canManageTokensOf(caller.actor, token.userId)) {
        throw new DomainError('NOT_FOUND', 'There is no such API token.', { path: ['id'] });
      }
      if (token.revokedAt !== null) return token;
      await tx.manager.update(ApiTokenEntity, { id }, { revokedAt: () => 'now()' });
      return tx.manager.findOneByOrFail(ApiTokenEntity, { id });
    });
  }
}
