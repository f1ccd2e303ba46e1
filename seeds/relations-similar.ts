import type { SeedRelation } from './types.js';

/** Where two claims are close but not the same. Direction has no meaning here. */
export const similarRelations: readonly SeedRelation[] = [
  {
    from: 'trump-gave-no-plan-details',
    to: 'trump-no-peace-specifics-in-january',
    kind: 'SIMILAR_TO',
    note: 'The same gap, noted a month apart.',
  },
  {
    from: 'trump-lengthened-timeline',
    to: 'peace-may-take-six-months',
    kind: 'SIMILAR_TO',
    note: "A report's reading of the change, next to the estimate itself.",
  },
  {
    from: 'us-media-trump-putin-call',
    to: 'trump-spoke-with-putin',
    kind: 'SIMILAR_TO',
    note: 'The call as told by US media, and as told by Trump.',
  },
  {
    from: 'call-about-ending-war',
    to: 'trump-spoke-with-putin',
    kind: 'SIMILAR_TO',
    note: 'What the call was about, and that it was held.',
  },
  {
    from: 'moscow-ready-if-interest-mutual',
    to: 'moscow-open-to-dialogue-on-ukraine',
    kind: 'SIMILAR_TO',
    note: 'The aide a day after his president; the aide adds a condition.',
  },
  {
    from: 'russia-never-refused-dialogue',
    to: 'moscow-open-to-dialogue-on-ukraine',
    kind: 'SIMILAR_TO',
    note: 'From the same meeting: readiness in the past, and now.',
  },
  {
    from: 'moscow-welcomes-trump-attitude',
    to: 'moscow-notes-trump-readiness',
    kind: 'SIMILAR_TO',
    note: "Ten days apart, spokesman and president greet Trump's tone.",
  },
  {
    from: 'meeting-likely-after-inauguration',
    to: 'movement-once-trump-in-office',
    kind: 'SIMILAR_TO',
    note: 'Both sides look to the time after 20 January.',
  },
  {
    from: 'talks-aim-at-lasting-peace',
    to: 'moscow-rejects-freeze',
    kind: 'SIMILAR_TO',
    note: 'Both set a settlement for good against a pause.',
  },
  {
    from: 'call-breaks-with-biden-approach',
    to: 'biden-no-contact-with-putin',
    kind: 'SIMILAR_TO',
    note: 'A judgement, and the fact on which it rests.',
  },
  {
    from: 'trump-values-direct-engagement',
    to: 'trump-intends-to-speak-with-putin',
    kind: 'SIMILAR_TO',
    note: 'The view behind the plan to talk.',
  },
];
