import { Injectable } from '@nestjs/common';
import { type Tx, UnitOfWork } from '../database/unit-of-work.js';
import type { RoleGrant } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { checkRoles } from './account-input.js';
import { isChief, keepAChief } from './keep-a-chief.js';
import { lockUser } from './lock-user.js';
import { authorise } from './policy.js';
import { grantsOf, insertGrants } from './write-grants.js';

export interface SetRolesInput {
  readonly userId: string;
  readonly grant: readonly RoleGrant[];
  readonly revoke: readonly RoleGrant[];
}

/** Gives and takes roles. Works from the person's next request on, also in open sessions and for API tokens. */
@Injectable()
export class SetRoles {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @returns the roles that the account holds now
   * @throws ForbiddenError
   * @throws DomainError NOT_FOUND for the account or a desk; INVALID_INPUT where a role to revoke is not held, and where
   *   nobody would be left to administer
   */
  async run(caller: Caller, { userId, grant, revoke }: SetRolesInput): Promise<RoleGrant[]> {
    authorise(caller.actor, 'user.manage');
    return this.unitOfWork.run(caller, 'setRoles', async (tx) => {
      // Two changes at once could else mix SERVICE with other roles
      const { isDisabled } = await lockUser(tx, userId, ['input', 'userId']);
      const before = await grantsOf(tx, userId);
      await deleteGrants(tx, userId, revoke);
      await insertGrants(tx, userId, grant, ['input', 'grant']);
      const now = await grantsOf(tx, userId);
      checkRoles(now, ['input', 'grant']);
      if (!isDisabled && isChief(before) && !isChief(now)) await keepAChief(tx, ['input', 'revoke']);
      return now;
    });
  }
}

async function deleteGrants(tx: Tx, userId: string, grants: readonly RoleGrant[]): Promise<void> {
  for (const { role, deskId } of grants) {
    const deleted = await tx.rows(
      `DELETE FROM public.role_grant WHERE user_id = $1 AND role = $2 AND desk_id IS NOT DISTINCT FROM $3 RETURNING id`,
      [userId, role, deskId],
    );
    if (deleted.length > 0) continue;
    const where = deskId === null ? 'on all desks' : 'on this desk';
    throw new DomainError('INVALID_INPUT', `The account does not hold ${role} ${where}.`, {
      path: ['input', 'revoke'],
    });
  }
}
