import { registerEnumType } from '@nestjs/graphql';

/** Why something is erased: the grounds of GDPR, Art. 17(1). The database holds the same list, in `audit.erase()`. */
export enum LegalBasis {
  NO_LONGER_NEEDED = 'NO_LONGER_NEEDED',
  CONSENT_WITHDRAWN = 'CONSENT_WITHDRAWN',
  OBJECTION = 'OBJECTION',
  UNLAWFUL = 'UNLAWFUL',
  LEGAL_OBLIGATION = 'LEGAL_OBLIGATION',
}
registerEnumType(LegalBasis, {
  name: 'LegalBasis',
  description: 'Why something is erased: the grounds of GDPR, Art. 17(1).',
  valuesMap: {
    NO_LONGER_NEEDED: { description: 'It is not needed any more for what it was taken in for: (a).' },
    CONSENT_WITHDRAWN: { description: 'Consent was withdrawn, and nothing else allows to keep it: (b).' },
    OBJECTION: { description: 'The person objects, and nothing outweighs that: (c).' },
    UNLAWFUL: { description: 'It was taken in unlawfully: (d).' },
    LEGAL_OBLIGATION: { description: 'The law demands it: (e).' },
  },
});

/** What stands in the place of an erased text. */
export const ERASED = '[erased]';
