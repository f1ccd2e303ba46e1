import { Injectable } from '@nestjs/common';
import { generateOneTimePassword, hashPassword } from '../auth/password.js';
import { isChief, keepAChief } from '../auth/keep-a-chief.js';
import { authorise } from '../auth/policy.js';
import { grantsOf } from '../auth/write-grants.js';
import { type Tx, UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { checkGrounds, type Erasure, type Grounds } from './erasure.js';

export interface EraseUserInput extends Grounds {
  readonly userId: string;
}

/**
 * Erases who an account belongs to: address, name and the names of its API tokens, from the tables and from the audit
 * log (GDPR, Art. 17). The account is shut for good, without roles, sessions and tokens; its id stays, and so does what
 * the person wrote about claims, which is the newsroom's record (Art. 17(3)(a)). For the disk and the backups, see
 * EraseClaim.
 */
@Injectable()
export class EraseUser {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws ForbiddenError
   * @throws DomainError NOT_FOUND, INVALID_INPUT for the caller's own account or a reference that is no number of a
   *   case, and where two chief editors erase each other
   */
  async run(caller: Caller, { userId, basis, reference }: EraseUserInput): Promise<Erasure> {
    authorise(caller.actor, 'erasure.erase');
    checkGrounds({ basis, reference });
    const path = ['input', 'userId'];
    if (caller.actor.kind === 'user' && caller.actor.id === userId) {
      throw new DomainError('INVALID_INPUT', 'Nobody erases the account that they work with. Let a colleague do it.', {
        path,
      });
    }
    const passwordHash = await hashPassword(generateOneTimePassword()); // which nobody was told
    return this.unitOfWork.run(caller, 'eraseUser', async (tx) => {
      const wasChief = isId(userId) && (await lockChief(tx, userId));
      const [row] = isId(userId)
        ? await tx.rows<{ erased: string | null }>('SELECT public.erase_user($1, $2, $3, $4) AS erased', [
            userId,
            passwordHash,
            basis,
            reference ?? null,
          ])
        : [];
      if (row?.erased == null) throw new DomainError('NOT_FOUND', 'There is no such account.', { path });
      if (wasChief) await keepAChief(tx, path);
      return { erasedEvents: Number(row.erased) };
    });
  }
}

/** Locks the account's row, so that it gets no role meanwhile. @returns whether a chief editor goes with it */
async function lockChief(tx: Tx, userId: string): Promise<boolean> {
  const [user] = await tx.rows<{ isInUse: boolean }>(
    'SELECT disabled_at IS NULL AS "isInUse" FROM public.app_user WHERE id = $1 FOR UPDATE',
    [userId],
  );
  return user?.isInUse === true && isChief(await grantsOf(tx, userId));
}
