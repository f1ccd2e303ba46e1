import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { systemActor } from '../kernel/actor.js';
import { validEmail, validName } from './account-input.js';
import { insertUser } from './add-user.js';
import { generateOneTimePassword, hashPassword } from './password.js';
import { insertGrants } from './write-grants.js';

export interface FirstChief {
  readonly email: string;
  /** Shown once, on the terminal of the first start. */
  readonly oneTimePassword: string;
}

/** Spells CHIE. Starts at once come one after another. */
const FIRST_START_LOCK = 0x43484945;

/** Makes the first account, without which nobody could come in. */
@Injectable()
export class EnsureChiefEditor {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * @returns the new account; null where there are accounts already, which is so on every start but the first
   * @throws DomainError INVALID_INPUT
   */
  async run(input: { readonly email: string; readonly name: string }): Promise<FirstChief | null> {
    const anyone = 'SELECT 1 FROM public.app_user LIMIT 1';
    if ((await this.database.rows(anyone)).length > 0) return null;
    const email = validEmail(input.email);
    const name = validName(input.name);
    const oneTimePassword = generateOneTimePassword();
    const passwordHash = await hashPassword(oneTimePassword);
    const caller = { actor: systemActor('setup'), requestId: 'first-start' };
    return this.unitOfWork.run(caller, 'ensureChiefEditor', async (tx) => {
      await tx.rows('SELECT pg_advisory_xact_lock($1)', [FIRST_START_LOCK]);
      if ((await tx.rows(anyone)).length > 0) return null;
      const id = await insertUser(tx, { email, name, passwordHash, mustChangePassword: true });
      await insertGrants(tx, id!, [{ role: 'CHIEF_EDITOR', deskId: null }]);
      return { email, oneTimePassword };
    });
  }
}
