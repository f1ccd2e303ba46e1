import type { Tx } from '../database/unit-of-work.js';
import type { RoleGrant } from '../kernel/actor.js';
import { DomainError } from '../kernel/domain-error.js';

/** Spells KEEP. Whoever takes a chief editor away comes after one another, and so sees what the other did. */
const LAST_CHIEF_LOCK = 0x4b454550;

/** Whether the roles are those of somebody who administers Claimdesk: CHIEF_EDITOR on every desk. */
export const isChief = (grants: readonly RoleGrant[]): boolean =>
  grants.some(({ role, deskId }) => role === 'CHIEF_EDITOR' && deskId === null);

/**
 * To be called after each change that takes away an account in use which is CHIEF_EDITOR on every desk, as the last
 * thing in the transaction: while the last two take the role from each other, neither sees what the other did. One who
 * has yet to choose a password counts, since the command line can give a new one.
 *
 * @param path of the input field at fault
 * @throws DomainError INVALID_INPUT where none is left
 */
export async function keepAChief(tx: Tx, path: readonly string[]): Promise<void> {
  await tx.rows('SELECT pg_advisory_xact_lock($1)', [LAST_CHIEF_LOCK]);
  const left = await tx.rows(
    `SELECT 1 FROM public.app_user u JOIN public.role_grant g ON g.user_id = u.id
     WHERE u.disabled_at IS NULL AND g.role = 'CHIEF_EDITOR' AND g.desk_id IS NULL LIMIT 1`,
  );
  if (left.length > 0) return;
  throw new DomainError(
    'INVALID_INPUT',
    'This is the last account that is CHIEF_EDITOR on every desk. Give another one the role first, or nobody could look after accounts.',
    { path },
  );
}
