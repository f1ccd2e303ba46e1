import type { Tx } from '../database/unit-of-work.js';
import { DomainError } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';

export interface LockedUser {
  readonly email: string;
  readonly isDisabled: boolean;
  readonly isErased: boolean;
}

/**
 * Locks an account's row until the transaction ends, so that changes to what belongs to it come one after another.
 * One that was erased is shut for good.
 *
 * @param path of the input field with the id
 * @throws DomainError NOT_FOUND; INVALID_INPUT for an account that was erased
 */
export async function lockUser(tx: Tx, id: string, path: readonly string[] = ['id']): Promise<LockedUser> {
  const [row] = isId(id)
    ? await tx.rows<LockedUser>(
        `SELECT email, disabled_at IS NOT NULL AS "isDisabled", erased_at IS NOT NULL AS "isErased"
         FROM public.app_user WHERE id = $1 FOR NO KEY UPDATE`,
        [id],
      )
    : [];
  if (row === undefined) throw new DomainError('NOT_FOUND', 'There is no such account.', { path });
  if (row.isErased) throw new DomainError('INVALID_INPUT', 'The account was erased, and is shut for good.', { path });
  return row;
}
