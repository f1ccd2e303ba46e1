import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { UserActor } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { normaliseUrl, URL_RULE } from './normalise-url.js';
import { touchClaims } from './touch-claims.js';
import type { EvidenceStance } from './vocabulary.js';

export interface NewEvidence {
  readonly claimId: string;
  readonly url: string;
  readonly stance: EvidenceStance;
  readonly publisher?: string | null;
  readonly excerpt?: string | null;
  readonly archivedUrl?: string | null;
  readonly contentHash?: string | null;
}

/** Adds a source to a claim. Needs no lease: colleagues may help whoever holds the review. */
@Injectable()
export class AddEvidence {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @returns the id of the evidence
   * @throws DomainError INVALID_INPUT for an address that is not http or https or an erased claim, NOT_FOUND for an unknown claim
   */
  run(caller: Caller & { actor: UserActor }, input: NewEvidence): Promise<string> {
    const url = httpUrl(input.url, 'url');
    const archivedUrl = input.archivedUrl == null ? null : httpUrl(input.archivedUrl, 'archivedUrl');
    return this.unitOfWork.run(caller, 'addEvidence', async (tx) => {
      const [claim] = await tx.rows<{ deskId: string }>('SELECT desk_id AS "deskId" FROM claim WHERE id = $1', [
        input.claimId,
      ]);
      if (claim === undefined) {
        throw new DomainError('NOT_FOUND', 'There is no such claim.', { path: ['input', 'claimId'] });
      }
      authorise(caller.actor, 'evidence.add', claim);
      if ((await touchClaims(tx, [input.claimId])).length === 0) {
        throw new DomainError('INVALID_INPUT', "The claim's texts were erased. Nothing is added to it any more.", {
          path: ['input', 'claimId'],
        });
      }
      const id = newId();
      await tx.rows(
        `INSERT INTO evidence (id, claim_id, url, publisher, excerpt, stance, archived_url, content_hash, added_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          id,
          input.claimId,
          url,
          input.publisher ?? null,
          input.excerpt ?? null,
          input.stance,
          archivedUrl,
          input.contentHash ?? null,
          caller.actor.id,
        ],
      );
      return id;
    });
  }
}

function httpUrl(text: string, field: string): string {
  const url = normaliseUrl(text);
  if (url !== null) return url;
  throw new DomainError('INVALID_INPUT', URL_RULE, {
    path: ['input', field],
  });
}
