import { registerEnumType } from '@nestjs/graphql';

/** What a decision says of a claim. Not the state of a review. */
export enum Verdict {
  VERIFIED = 'VERIFIED',
  DISPUTED = 'DISPUTED',
  UNCONFIRMED = 'UNCONFIRMED',
}
registerEnumType(Verdict, {
  name: 'Verdict',
  description: 'What a decision says of a claim.',
  valuesMap: {
    VERIFIED: { description: 'The evidence bears the claim out.' },
    DISPUTED: { description: 'The evidence speaks against the claim.' },
    UNCONFIRMED: { description: 'The evidence settles it neither way, for now.' },
  },
});

/** What an article does with a claim. */
export enum AppearanceStance {
  ASSERTS = 'ASSERTS',
  DENIES = 'DENIES',
  REPORTS = 'REPORTS',
  NEITHER = 'NEITHER',
}
registerEnumType(AppearanceStance, {
  name: 'AppearanceStance',
  description: 'What an article does with a claim.',
  valuesMap: {
    ASSERTS: { description: 'States it in its own voice.' },
    DENIES: { description: 'States that it is not so.' },
    REPORTS: { description: 'Says that somebody else states it.' },
    NEITHER: { description: 'Carries somebody who neither confirms nor denies it.' },
  },
});

/** How one claim relates to another. */
export enum RelationKind {
  DUPLICATE_OF = 'DUPLICATE_OF',
  SIMILAR_TO = 'SIMILAR_TO',
  CONTRADICTS = 'CONTRADICTS',
  UPDATES = 'UPDATES',
}
registerEnumType(RelationKind, {
  name: 'RelationKind',
  description: 'How one claim relates to another.',
  valuesMap: {
    DUPLICATE_OF: { description: 'Says the same thing as the other.' },
    SIMILAR_TO: { description: 'Is about the same matter as the other.' },
    CONTRADICTS: { description: 'Cannot be true together with the other.' },
    UPDATES: { description: 'Is the later state of what the other says.' },
  },
});

/** What people made of a relation. */
export enum RelationState {
  SUGGESTED = 'SUGGESTED',
  CONFIRMED = 'CONFIRMED',
  REJECTED = 'REJECTED',
}
registerEnumType(RelationState, {
  name: 'RelationState',
  description: 'What people made of a relation.',
  valuesMap: {
    SUGGESTED: { description: 'Found by a machine; nobody has looked at it.' },
    CONFIRMED: { description: 'Stated or confirmed by a person.' },
    REJECTED: { description: 'Found to be wrong by a person.' },
  },
});

/** What a piece of evidence does for a claim. */
export enum EvidenceStance {
  SUPPORTS = 'SUPPORTS',
  REFUTES = 'REFUTES',
  CONTEXT = 'CONTEXT',
}
registerEnumType(EvidenceStance, {
  name: 'EvidenceStance',
  description: 'What a piece of evidence does for a claim.',
  valuesMap: {
    SUPPORTS: { description: 'Speaks for the claim.' },
    REFUTES: { description: 'Speaks against the claim.' },
    CONTEXT: { description: 'Helps to understand it, and speaks neither way.' },
  },
});

/**
 * Greatest lengths in code points, and of lists greatest numbers. The CHECK constraints of the tables hold the same
 * numbers, but for those of one topic and one link of an attribution.
 */
export const LIMITS = {
  statement: 2000,
  claimant: 200,
  language: 35,
  topic: 60,
  topics: 20,
  outlet: 200,
  url: 2000,
  /** With the outlet it makes a key, and Postgres indexes no more than 2704 bytes: (200 + 450) characters of 4 bytes. */
  citation: 450,
  attribution: 200,
  attributionChain: 10,
  relationNote: 1000,
  publisher: 200,
  excerpt: 5000,
} as const;
