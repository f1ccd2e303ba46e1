import { Injectable } from '@nestjs/common';
import { AddClaimantAlias } from '../src/claims/add-claimant-alias.js';
import { RelateClaims } from '../src/claims/relate-claims.js';
import { AppearanceStance, RelationKind } from '../src/claims/vocabulary.js';
import { EnsureDesk } from '../src/desks/ensure-desk.js';
import type { Submission } from '../src/intake/submission.js';
import { SubmissionOutcome } from '../src/intake/submission.js';
import { SubmitClaims } from '../src/intake/submit-claims.js';
import { systemActor } from '../src/kernel/actor.js';
import { DomainError } from '../src/kernel/domain-error.js';
import { seedArticles, seedClaimantAliases, seedClaims, seedDesks, seedRelations } from './index.js';
import type { SeedArticle, SeedClaim } from './types.js';

const CALLER = { actor: systemActor('seeds'), requestId: 'seeds' };
const SECONDS_PER_MINUTE = 60;

export interface SeedCounts {
  readonly claims: number;
  readonly newClaims: number;
}

/** Loads the example desks and claims by the use-cases of the API. Run again, it adds nothing. */
@Injectable()
export class LoadSeeds {
  constructor(
    private readonly ensureDesk: EnsureDesk,
    private readonly addAlias: AddClaimantAlias,
    private readonly submitClaims: SubmitClaims,
    private readonly relateClaims: RelateClaims,
  ) {}

  async run(): Promise<SeedCounts> {
    const deskIds = new Map<string, string>();
    for (const { key, leaseMinutes, isDefault = false, ...desk } of seedDesks) {
      const leaseSeconds = leaseMinutes * SECONDS_PER_MINUTE;
      deskIds.set(
        key,
        await this.ensureDesk.run(CALLER, { ...desk, slug: key, leaseSeconds, isDefault, signOffsRequired: 0 }),
      );
    }
    for (const alias of seedClaimantAliases) await this.addAlias.run(CALLER, alias);

    const articles = new Map(seedArticles.map((article) => [article.key, article]));
    const results = await this.submitClaims.run(
      CALLER,
      seedClaims.map((claim) => toSubmission(claim, deskIds, articles)),
    );
    const claimIds = new Map<string, string>();
    for (const [i, result] of results.entries()) {
      if (result instanceof DomainError) throw new Error(`Seed claim ${seedClaims[i]!.key}: ${result.message}`);
      claimIds.set(seedClaims[i]!.key, result.claimId);
    }
    const newClaims = results.filter(
      (result) => !(result instanceof DomainError) && result.outcome === SubmissionOutcome.CREATED,
    ).length;

    for (const { from, to, kind, note } of seedRelations) {
      await this.relateClaims.run(CALLER, {
        fromClaimId: claimIds.get(from)!,
        toClaimId: claimIds.get(to)!,
        kind: RelationKind[kind],
        note,
      });
    }
    return { claims: seedClaims.length, newClaims };
  }
}

function toSubmission(claim: SeedClaim, deskIds: Map<string, string>, articles: Map<string, SeedArticle>): Submission {
  return {
    statement: claim.statement,
    claimant: claim.claimant,
    claimedAt: claim.claimedAt ?? null,
    language: claim.language,
    topics: claim.topics,
    deskId: deskIds.get(claim.desk)!,
    appearances: claim.appearances.map(({ article: key, stance, ...appearance }) => {
      const { outlet, citation, publishedAt, language, url = null } = articles.get(key)!;
      return {
        ...appearance,
        stance: AppearanceStance[stance],
        article: { outlet, citation, publishedAt, language, url },
      };
    }),
  };
}
