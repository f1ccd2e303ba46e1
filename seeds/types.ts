/** A report in which claims appear. The text is not kept, only what an editor needs to cite it. */
export interface SeedArticle {
  /** Stable name within the seeds, kebab-case. */
  key: string;
  /** Who published it, as far as the text says; a description where the text names nobody. */
  outlet: string;
  /** How an editor would cite it: outlet, date, what it is about. States what had to be inferred. */
  citation: string;
  /** Day of publication, YYYY-MM-DD; the earliest day that the content allows. */
  publishedAt: string;
  /** BCP 47. */
  language: string;
  /** Left out where it is not known. */
  url?: string;
}

/** A claim in an article: what that article does with it, and on whose word. */
export interface SeedAppearance {
  /** Key of a SeedArticle. A claim has at most one appearance an article. */
  article: string;
  /**
   * What is done with the claim in the article. ASSERTS: the article says it itself. REPORTS: it passes it on
   * as somebody's word. DENIES: it is called untrue. NEITHER: it is put forward, and left open.
   */
  stance: 'ASSERTS' | 'DENIES' | 'REPORTS' | 'NEITHER';
  /**
   * On whose word, outermost first, for example `['CNN', 'people familiar with the matter']`.
   * Empty when the article itself speaks.
   */
  attribution: string[];
  /** Only when the article gives the claimant another name or spelling than `SeedClaim.claimant`. */
  claimantAsWritten?: string;
}

/** One checkable statement, restated so that it can be understood alone. Carries no verdict. */
export interface SeedClaim {
  /** Stable name within the seeds, kebab-case. */
  key: string;
  /** Key of the SeedDesk whose inbox it enters. */
  desk: string;
  /** One declarative sentence in our own words, with names and dates spelled out. */
  statement: string;
  /** Canonical name of who says it: a person, a government or an outlet. */
  claimant: string;
  /** Day on which it was said, YYYY-MM-DD; left out where the reports do not let one know it. */
  claimedAt?: string;
  /** Language of `statement`, BCP 47. */
  language: string;
  /** Taken from the topics of the desks; at least one belongs to the claim's own desk. */
  topics: string[];
  /** At least one. */
  appearances: SeedAppearance[];
}

/** A suggestion that two claims belong together. Reads: `from` CONTRADICTS (UPDATES, …) `to`. */
export interface SeedRelation {
  /** Key of a SeedClaim. For UPDATES, the later of the two. */
  from: string;
  /** Key of another SeedClaim. */
  to: string;
  /** CONTRADICTS: both can hardly hold. UPDATES: a later state of the same matter. SIMILAR_TO: close to it. */
  kind: 'CONTRADICTS' | 'UPDATES' | 'SIMILAR_TO';
  /** Why, in one or two sentences for the editor who confirms or rejects it. */
  note: string;
}

/** A team with its own inbox and policy. */
export interface SeedDesk {
  /** Stable name within the seeds, kebab-case. */
  key: string;
  name: string;
  description: string;
  /** What it takes on. No topic belongs to two desks. */
  topics: string[];
  /** BCP 47. */
  languages: string[];
  /** Time allowed from the opening of a review to its decision, in hours. */
  reviewHours: number;
  /** How long an editor may hold a review without renewing, in minutes. */
  leaseMinutes: number;
  /** Where the desk's reviews start in the queue, 0 (can wait) to 100 (first). */
  basePriority: number;
  /** The desk for claims that no topic sends elsewhere; exactly one desk has it. */
  isDefault?: boolean;
}

/** Another name, as the reports write it, for a claimant. */
export interface SeedClaimantAlias {
  alias: string;
  /** The canonical name, as in `SeedClaim.claimant`. */
  claimant: string;
}
