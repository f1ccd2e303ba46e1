import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { touchClaims } from './touch-claims.js';
import { RelationKind, RelationState } from './vocabulary.js';

export interface NewRelation {
  readonly fromClaimId: string;
  readonly toClaimId: string;
  readonly kind: RelationKind;
  readonly note?: string | null;
}

/** States how one claim relates to another. The same relation again is confirmed, not doubled. */
@Injectable()
export class RelateClaims {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @returns the id of the relation, CONFIRMED
   * @throws DomainError INVALID_INPUT for a claim related to itself, NOT_FOUND for a claim that is not there or is erased
   */
  run(caller: Caller, input: NewRelation): Promise<string> {
    authorise(caller.actor, 'claim.submit');
    if (input.fromClaimId === input.toClaimId) {
      throw new DomainError('INVALID_INPUT', 'A claim cannot be related to itself.', { path: ['input', 'toClaimId'] });
    }
    return this.unitOfWork.run(caller, 'relateClaims', async (tx) => {
      const [known] = await tx.rows<{ id: string; state: RelationState }>(
        'SELECT id, state FROM claim_relation WHERE from_claim_id = $1 AND to_claim_id = $2 AND kind = $3',
        [input.fromClaimId, input.toClaimId, input.kind],
      );
      // What a person rejected, no machine confirms again.
      if (known !== undefined && (known.state === RelationState.CONFIRMED || caller.actor.kind === 'system'))
        return known.id;
      const touched = await touchClaims(tx, [input.fromClaimId, input.toClaimId]);
      if (touched.length < 2) {
        const path = ['input', touched.includes(input.fromClaimId) ? 'toClaimId' : 'fromClaimId'];
        throw new DomainError('NOT_FOUND', 'There is no such claim, or its texts were erased.', { path });
      }
      const [relation] = await tx.rows<{ id: string }>(
        `INSERT INTO claim_relation (id, from_claim_id, to_claim_id, kind, state, note, created_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (from_claim_id, to_claim_id, kind) DO UPDATE SET state = excluded.state
         RETURNING id`,
        [
          newId(),
          input.fromClaimId,
          input.toClaimId,
          input.kind,
          RelationState.CONFIRMED,
          input.note ?? null,
          caller.actor.kind === 'user' ? caller.actor.id : null,
        ],
      );
      return relation!.id;
    });
  }
}
