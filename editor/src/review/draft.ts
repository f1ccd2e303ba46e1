import type { Enum } from '../api/graphql.js';

/** What an editor has typed and chosen on a review, and not sent. */
export interface Draft {
  readonly verdict: Enum<'Verdict'> | null;
  readonly rationale: string;
  /** Ids of the evidence to cite. */
  readonly cited: readonly string[];
  /** A day, or empty. */
  readonly recheckAt: string;
  /** What the last attempt to decide sent, and under which key, so that the same again is not decided twice. */
  readonly attempt: { readonly key: string; readonly content: string } | null;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

export const EMPTY_DRAFT: Draft = { verdict: null, rationale: '', cited: [], recheckAt: '', attempt: null, savedAt: 0 };

const PREFIX = 'claimdesk.draft.';
/** A review that nobody came back to in a month is decided by now, or needs a fresh look. */
const KEPT_MS = 30 * 86_400_000;

/** Drafts of one person in this browser, one a review. */
export class Drafts {
  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>,
    private readonly userId: string,
  ) {}

  read(reviewId: string): Draft | null {
    try {
      const text = this.storage.getItem(this.keyOf(reviewId));
      return text === null ? null : { ...EMPTY_DRAFT, ...(JSON.parse(text) as Partial<Draft>) };
    } catch {
      return null; // the browser keeps nothing, or something else wrote there
    }
  }

  /** @returns whether the browser keeps it */
  write(reviewId: string, draft: Draft): boolean {
    try {
      this.storage.setItem(this.keyOf(reviewId), JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  remove(reviewId: string): void {
    try {
      this.storage.removeItem(this.keyOf(reviewId));
    } catch {
      // there is nothing that could be kept
    }
  }

  /** Removes what is older than a month, of everybody. */
  purge(now: number): void {
    try {
      const keys = Array.from({ length: this.storage.length }, (_, index) => this.storage.key(index));
      for (const key of keys) {
        if (key?.startsWith(PREFIX) !== true) continue;
        const { savedAt = 0 } = JSON.parse(this.storage.getItem(key) ?? '{}') as Partial<Draft>;
        if (savedAt < now - KEPT_MS) this.storage.removeItem(key);
      }
    } catch {
      // what cannot be read is not ours
    }
  }

  private keyOf(reviewId: string): string {
    return `${PREFIX}${this.userId}.${reviewId}`;
  }
}
