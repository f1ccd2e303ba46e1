import { Injectable } from '@nestjs/common';
import { authorise } from '../auth/policy.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { canonicalClaimants } from './claimants.js';
import { normaliseText } from './fingerprint.js';

/** Makes another spelling of a claimant's name mean the canonical one, for claims that come from now on. */
@Injectable()
export class AddClaimantAlias {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @returns the canonical name that the spelling now means
   * @throws DomainError INVALID_INPUT if the spelling means somebody else already
   */
  run(caller: Caller, input: { alias: string; claimant: string }): Promise<string> {
    authorise(caller.actor, 'claimant.alias');
    const key = normaliseText(input.alias);
    return this.unitOfWork.run(caller, 'addClaimantAlias', async (tx) => {
      const [claimant] = await canonicalClaimants(tx, [input.claimant]);
      const [known] = await tx.rows<{ claimant: string }>(
        `WITH added AS (
           INSERT INTO claimant_alias (id, alias_key, alias, claimant) VALUES ($1, $2, $3, $4)
           ON CONFLICT (alias_key) DO NOTHING RETURNING claimant)
         SELECT claimant FROM added UNION ALL SELECT claimant FROM claimant_alias WHERE alias_key = $2`,
        [newId(), key, input.alias.trim(), claimant],
      );
      if (key === '' || known?.claimant !== claimant) {
        throw new DomainError(
          'INVALID_INPUT',
          known ? `"${input.alias}" already means ${known.claimant}.` : 'The alias holds no letter or digit.',
          { path: ['input', 'alias'] },
        );
      }
      return claimant!;
    });
  }
}
