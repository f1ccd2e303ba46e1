import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { isId } from '../kernel/ids.js';
import { checkGrounds, type Erasure, type Grounds } from './erasure.js';

export interface EraseClaimInput extends Grounds {
  readonly claimId: string;
}

/**
 * Erases the texts of a claim and of all that hangs on it, from the tables and from the audit log (GDPR, Art. 17). The
 * log's leaves stay, with their salted hashes, so what was proved about the log is proved still. An open review is
 * withdrawn, and nothing more can be added to the claim. The same statement, submitted again, is a new claim.
 *
 * The server's disk holds the old text on until `VACUUM (ANALYZE)` has run, its WAL and its backups until they expire
 * (docs/audit.md); reports and files of an import are the operator's.
 */
@Injectable()
export class EraseClaim {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws ForbiddenError
   * @throws DomainError NOT_FOUND, INVALID_INPUT for a reference that is no number of a case
   */
  async run(caller: Caller, { claimId, basis, reference }: EraseClaimInput): Promise<Erasure> {
    authorise(caller.actor, 'erasure.erase');
    checkGrounds({ basis, reference });
    return this.unitOfWork.run(caller, 'eraseClaim', async (tx) => {
      const [row] = isId(claimId)
        ? await tx.rows<{ erased: string | null }>('SELECT public.erase_claim($1, $2, $3) AS erased', [
            claimId,
            basis,
            reference ?? null,
          ])
        : [];
      if (row?.erased == null) {
        throw new DomainError('NOT_FOUND', 'There is no such claim.', { path: ['input', 'claimId'] });
      }
      return { erasedEvents: Number(row.erased) };
    });
  }
}
