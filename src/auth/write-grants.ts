import type { Tx } from '../database/unit-of-work.js';
import type { RoleGrant } from '../kernel/actor.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';

/**
 * Gives the roles; those held already stay as they are.
 *
 * @param path of the input field with the roles
 * @throws DomainError NOT_FOUND where a desk does not exist
 */
export async function insertGrants(
  tx: Tx,
  userId: string,
  grants: readonly RoleGrant[],
  path: readonly string[] = ['input', 'roles'],
): Promise<void> {
  for (const { role, deskId } of grants) {
    // Asked first, because a violated foreign key would end the transaction with a database error in the log
    if (deskId !== null && (await tx.rows('SELECT 1 FROM public.desk WHERE id = $1', [deskId])).length === 0) {
      throw new DomainError('NOT_FOUND', 'There is no such desk.', { path });
    }
    await tx.rows(
      `INSERT INTO public.role_grant (id, user_id, desk_id, role) VALUES ($1, $2, $3, $4)
       ON CONFLICT ON CONSTRAINT role_grant_once DO NOTHING`,
      [newId(), userId, deskId, role],
    );
  }
}

/** @returns the roles that the account holds now */
export const grantsOf = (tx: Tx, userId: string): Promise<RoleGrant[]> =>
  tx.rows<RoleGrant>(
    'SELECT role, desk_id AS "deskId" FROM public.role_grant WHERE user_id = $1 ORDER BY role, desk_id',
    [userId],
  );
