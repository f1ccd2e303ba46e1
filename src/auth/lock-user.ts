import type { Tx } from '../database/unit-of-work.js';
import { DomainError } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';

export interface LockedUser {
  readonly email: string;
  readonly isDisabled: boolean;
}

/**
 * Locks an account's row until the transaction ends, so that changes to what belongs to it come one after another.
 *
 * @param path of the input field with the id
 * @throws DomainError NOT_FOUND
 */
export async function lockUser(tx: Tx, id: string, path: readonly string[] = ['userId']): Promise<LockedUser> {
  const [row] = isId(id)
    ? await tx.rows<LockedUser>(
        `SELECT email, disabled_at IS NOT NULL AS "isDisabled" FROM public.app_user WHERE id = $1 FOR NO KEY UPDATE`,
        [id],
      )
    : [];
  if (row === undefined) throw new DomainError('NOT_FOUND', 'There is no such account.', { path });
  return row;
}
