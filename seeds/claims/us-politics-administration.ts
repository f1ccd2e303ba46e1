import type { SeedClaim } from '../types.js';

/** What Trump and his team think, plan and keep to themselves. */
export const administrationClaims: readonly SeedClaim[] = [
  {
    key: 'trump-no-peace-specifics-in-january',
    desk: 'us-politics',
    statement: 'By 10 January 2025 Donald Trump had not explained how he would bring about a peace deal for Ukraine.',
    claimant: 'RT News',
    language: 'en',
    topics: ['us-politics', 'peace-plan'],
    appearances: [{ article: 'rt-no-preconditions', stance: 'ASSERTS', attribution: [] }],
  },
  {
    key: 'trump-has-plan-to-end-war',
    desk: 'us-politics',
    statement: 'In early February 2025 Donald Trump had a definite plan for ending the war in Ukraine.',
    claimant: 'Donald Trump',
    language: 'en',
    topics: ['us-politics', 'peace-plan'],
    appearances: [
      {
        article: 'unnamed-trump-putin-calls',
        stance: 'REPORTS',
        attribution: ['The New York Post', 'Donald Trump'],
      },
    ],
  },
  {
    key: 'trump-gave-no-plan-details',
    desk: 'us-politics',
    statement:
      'In early February 2025 Donald Trump gave The New York Post no details of his plan for ending the war in Ukraine.',
    claimant: 'Unnamed outlet (English-language report of 9 February 2025)',
    language: 'en',
    topics: ['us-politics', 'peace-plan'],
    appearances: [{ article: 'unnamed-trump-putin-calls', stance: 'ASSERTS', attribution: [] }],
  },
  {
    key: 'trump-values-direct-engagement',
    desk: 'us-politics',
    statement: 'Donald Trump regards dealing with Vladimir Putin directly as the way to an end of the war in Ukraine.',
    claimant: 'CNN',
    claimedAt: '2025-01-19',
    language: 'en',
    topics: ['us-politics', 'diplomacy'],
    appearances: [
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'REPORTS',
        attribution: ['CNN', "person familiar with Trump's thinking"],
      },
    ],
  },
  {
    key: 'trump-critical-of-aid-to-kyiv',
    desk: 'us-politics',
    statement:
      'Before his inauguration on 20 January 2025, Donald Trump had criticised the aid that the United States gives to Ukraine.',
    claimant: 'Unnamed outlet (English-language report of 19 January 2025)',
    language: 'en',
    topics: ['us-politics', 'us-aid'],
    appearances: [{ article: 'unnamed-call-in-preparation', stance: 'ASSERTS', attribution: [] }],
  },
  {
    key: 'kellogg-is-ukraine-envoy',
    desk: 'us-politics',
    statement:
      "In January 2025 Keith Kellogg, a retired lieutenant general, was Donald Trump's pick as special envoy for the war in Ukraine.",
    claimant: 'RT News',
    language: 'en',
    topics: ['us-politics', 'appointments'],
    appearances: [
      { article: 'rt-no-preconditions', stance: 'ASSERTS', attribution: [] },
      { article: 'troib-call-not-requested', stance: 'ASSERTS', attribution: [] },
    ],
  },
];
