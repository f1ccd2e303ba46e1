import type { AppearanceStance } from '../claims/vocabulary.js';

/** A claim as it comes in: from the API, an import or the seeds. */
export interface Submission {
  readonly statement: string;
  /** As written; aliases are resolved. */
  readonly claimant: string;
  /** YYYY-MM-DD. */
  readonly claimedAt?: string | null;
  readonly language: string;
  readonly topics?: readonly string[];
  /** The desk; chosen by topics and language where it is left out. */
  readonly deskId?: string | null;
  /** At least one. */
  readonly appearances: readonly SubmittedAppearance[];
  /** A repeat with the same key answers what the first one did. */
  readonly idempotencyKey?: string | null;
}

export interface SubmittedAppearance {
  readonly article: {
    readonly outlet: string;
    /** The article is known by its address, or by outlet and citation. */
    readonly url?: string | null;
    readonly citation?: string | null;
    /** YYYY-MM-DD. */
    readonly publishedAt?: string | null;
    readonly language: string;
  };
  readonly stance: AppearanceStance;
  readonly attribution?: readonly string[];
  readonly claimantAsWritten?: string | null;
}

/** What became of a submission. */
export enum SubmissionOutcome {
  CREATED = 'CREATED',
  APPEARANCE_ADDED = 'APPEARANCE_ADDED',
  ALREADY_KNOWN = 'ALREADY_KNOWN',
}

export interface SubmissionResult {
  readonly outcome: SubmissionOutcome;
  readonly claimId: string;
}
