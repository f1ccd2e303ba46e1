import { canonicalClaimants } from '../claims/claimants.js';
import { fingerprint, normaliseText } from '../claims/fingerprint.js';
import { normaliseUrl, URL_RULE } from '../claims/normalise-url.js';
import type { Queryable } from '../database/queryable.js';
import { allDesks } from '../desks/desk-queries.js';
import { DomainError } from '../kernel/domain-error.js';
import { routeToDesk } from './route-to-desk.js';
import type { Submission } from './submission.js';

/** A submission that can be taken, with what was worked out about it. */
export interface Item {
  readonly submission: Submission;
  readonly claimant: string;
  readonly deskId: string;
  /** Hexadecimal. */
  readonly fingerprint: string;
}

/**
 * Works out the canonical claimant, the desk and the fingerprint of each submission. Changes nothing.
 *
 * @returns for each submission the item, or the DomainError for which it is left out
 */
export async function prepare(db: Queryable, submissions: readonly Submission[]): Promise<(Item | DomainError)[]> {
  const claimants = await canonicalClaimants(
    db,
    submissions.map(({ claimant }) => claimant),
  );
  const desks = await allDesks(db);
  return submissions.map((submission, i) => {
    if (normaliseText(submission.statement) === '') {
      // All such texts have one fingerprint, and so would be one claim
      return new DomainError('INVALID_INPUT', 'The statement holds nothing but punctuation.', {
        path: ['statement'],
      });
    }
    const badUrl = submission.appearances.findIndex(
      ({ article }) => article.url != null && normaliseUrl(article.url) === null,
    );
    if (badUrl >= 0) {
      const path = ['appearances', String(badUrl), 'article', 'url'];
      return new DomainError('INVALID_INPUT', URL_RULE, { path });
    }
    const nameless = submission.appearances.findIndex(({ article }) => article.url == null && article.citation == null);
    if (nameless >= 0) {
      const path = ['appearances', String(nameless), 'article'];
      return new DomainError('INVALID_INPUT', 'An article needs its url, or a citation by which it can be found.', {
        path,
      });
    }
    const desk =
      submission.deskId == null
        ? routeToDesk(desks, { topics: submission.topics ?? [], language: submission.language })
        : (desks.find(({ id }) => id === submission.deskId) ?? null);
    if (desk === null) {
      const message =
        submission.deskId == null ? 'No desk fits, and none is the default. Name one.' : 'There is no such desk.';
      return new DomainError('INVALID_INPUT', message, { path: ['deskId'] });
    }
    const print = fingerprint(submission.statement, claimants[i]!).toString('hex');
    return { submission, claimant: claimants[i]!, deskId: desk.id, fingerprint: print };
  });
}
