import { parseArgs } from 'node:util';
import { AUTH_ENTITIES } from '../auth/auth-entities.js';
import { accountByEmail } from '../auth/account-queries.js';
import { Database } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { EraseClaim } from '../erasure/erase-claim.js';
import { EraseUser } from '../erasure/erase-user.js';
import { LegalBasis } from '../erasure/vocabulary.js';
import { systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/ids.js';
import type { Terminal } from './audit-terminal.js';
import { connected } from './connection.js';
import { RefusedError, UsageError } from './failures.js';
import { number } from './progress-line.js';
import { required } from './user-input.js';

const text = { type: 'string' } as const;

/** `audit erase`: only translates; the use-cases of erasure/ do the work. */
export async function erase(args: string[], { say }: Terminal): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { claim: text, user: text, basis: text, reference: text, yes: { type: 'boolean', default: false } },
  });
  const { claim, user, reference } = values;
  if ((claim === undefined) === (user === undefined)) throw new UsageError('Give --claim or --user, and not both.');
  const basis = basisOf(required(values.basis, 'basis'));
  if (!values.yes) throw new UsageError('What is erased cannot be brought back. Say so with --yes.');
  await connected({ poolSize: 2, entities: AUTH_ENTITIES }, async (dataSource) => {
    const unitOfWork = new UnitOfWork(dataSource);
    const caller = { actor: systemActor('cli'), requestId: `cli-${newId()}` };
    const { erasedEvents } =
      claim === undefined
        ? await new EraseUser(unitOfWork).run(caller, {
            userId: await accountId(new Database(dataSource), required(user, 'user')),
            basis,
            reference: reference ?? null,
          })
        : await new EraseClaim(unitOfWork).run(caller, { claimId: claim, basis, reference: reference ?? null });
    say(
      erasedEvents === 0
        ? 'All of it was erased before.'
        : `Erased, and the text of ${number(erasedEvents)} events with it.`,
    );
  });
}

function basisOf(given: string): LegalBasis {
  const basis = new Map(Object.entries(LegalBasis)).get(given.toUpperCase());
  if (basis !== undefined) return basis;
  throw new UsageError(`--basis ${given}: it must be one of ${Object.values(LegalBasis).join(', ')}.`);
}

async function accountId(db: Database, email: string): Promise<string> {
  const account = await accountByEmail(db, email);
  if (account === null) throw new RefusedError(`There is no account with the e-mail address ${email}.`);
  return account.id;
}
