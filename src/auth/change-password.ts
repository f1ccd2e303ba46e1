import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { hashPassword, passwordProblem, verifyPassword } from './password.js';
import { SignInThrottle } from './sign-in-throttle.js';

export interface ChangePasswordInput {
  readonly currentPassword: string;
  readonly newPassword: string;
  /** The session that goes on; all others of the account end. */
  readonly sessionId: string;
}

/** Replaces the caller's own password. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly throttle: SignInThrottle,
  ) {}

  /**
   * @throws DomainError INVALID_INPUT for a wrong current password or a new one that is not good enough
   * @throws TooManyAttemptsError: a session left open must not help to guess the password
   */
  async run(caller: Caller & { actor: UserActor }, input: ChangePasswordInput): Promise<void> {
    const { email, hash } = await this.account(caller.actor.id);
    await this.throttle.admitAccount(email);
    if (!(await verifyPassword(hash, input.currentPassword))) throw wrongPassword();
    await this.throttle.accountSucceeded(email);
    const problem = newPasswordProblem(input, email);
    if (problem !== null) throw new DomainError('INVALID_INPUT', problem, { path: ['newPassword'] });
    const newHash = await hashPassword(input.newPassword);
    await this.unitOfWork.run(caller, 'changePassword', async (tx) => {
      const changed = await tx.rows(
        `UPDATE public.app_user SET password_hash = $3, password_changed_at = now(), must_change_password = false
         WHERE id = $1 AND password_hash = $2 RETURNING id`,
        [caller.actor.id, hash, newHash],
      );
      if (changed.length === 0) throw wrongPassword(); // changed or reset since it was verified
      await tx.rows('DELETE FROM public.session WHERE user_id = $1 AND id <> $2', [caller.actor.id, input.sessionId]);
    });
  }

  private async account(id: string): Promise<{ email: string; hash: string }> {
    const [row] = await this.database.rows<{ email: string; hash: string }>(
      'SELECT email, password_hash AS hash FROM public.app_user WHERE id = $1',
      [id],
    );
    return row!; // accounts are never deleted
  }
}

const wrongPassword = (): DomainError =>
  new DomainError('INVALID_INPUT', 'The current password is wrong.', { path: ['currentPassword'] });

const newPasswordProblem = ({ currentPassword, newPassword }: ChangePasswordInput, email: string): string | null =>
  currentPassword === newPassword
    ? 'The new password must be another than the current one.'
    : passwordProblem(newPassword, email);
