import type { SeedClaim } from '../types.js';

/** Trump's promises to end the war, and the dates that he and his envoy put on them. */
export const promiseClaims: readonly SeedClaim[] = [
  {
    key: 'war-ends-within-24-hours',
    desk: 'us-politics',
    statement:
      'Donald Trump will end the war between Russia and Ukraine within 24 hours of becoming US president on 20 January 2025.',
    claimant: 'Donald Trump',
    language: 'en',
    topics: ['campaign-promise', 'ukraine-war'],
    appearances: [
      { article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Donald Trump'] },
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'REPORTS',
        attribution: ['Donald Trump'],
      },
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['Donald Trump'] },
    ],
  },
  {
    key: 'half-a-day-left-for-promise',
    desk: 'us-politics',
    statement:
      'Midway through 20 January 2025, Donald Trump still had half of the day left to keep his promise of peace in Ukraine in 24 hours.',
    claimant: 'Donald Trump',
    claimedAt: '2025-01-20',
    language: 'en',
    topics: ['campaign-promise'],
    appearances: [{ article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['Donald Trump'] }],
  },
  {
    key: 'peace-may-take-six-months',
    desk: 'us-politics',
    statement:
      'Donald Trump may need as much as six months in office, counted from 20 January 2025, to bring Moscow and Kyiv to a deal.',
    claimant: 'Donald Trump',
    language: 'en',
    topics: ['campaign-promise', 'ukraine-war'],
    appearances: [
      { article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Donald Trump'] },
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['Donald Trump'] },
    ],
  },
  {
    key: 'agreement-within-100-days',
    desk: 'us-politics',
    statement:
      "A deal to stop the war in Ukraine is attainable in the first 100 days after Donald Trump's inauguration on 20 January 2025.",
    claimant: 'Keith Kellogg',
    language: 'en',
    topics: ['campaign-promise', 'ukraine-war'],
    appearances: [
      {
        article: 'rt-no-preconditions',
        stance: 'REPORTS',
        attribution: ['Fox News', 'Keith Kellogg'],
      },
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['Keith Kellogg'] },
    ],
  },
  {
    key: 'trump-lengthened-timeline',
    desk: 'us-politics',
    statement:
      'Before he took office on 20 January 2025, Donald Trump moved his target for peace in Ukraine from 24 hours to six months.',
    claimant: 'TROIB News',
    language: 'en',
    topics: ['campaign-promise'],
    appearances: [{ article: 'troib-call-not-requested', stance: 'ASSERTS', attribution: [] }],
  },
  {
    key: 'trump-to-end-war-quickly',
    desk: 'us-politics',
    statement: 'Donald Trump means to bring the war in Ukraine to a quick end.',
    claimant: 'Donald Trump',
    language: 'en',
    topics: ['campaign-promise', 'ukraine-war'],
    appearances: [
      { article: 'unnamed-call-in-preparation', stance: 'REPORTS', attribution: ['Donald Trump'] },
      {
        article: 'unnamed-trump-putin-calls',
        stance: 'REPORTS',
        attribution: ['The New York Post', 'Donald Trump'],
      },
    ],
  },
  {
    key: 'trump-will-compel-negotiations',
    desk: 'us-politics',
    statement: 'As US president, Donald Trump will make Russia and Ukraine take up negotiations again.',
    claimant: 'Donald Trump',
    language: 'en',
    topics: ['campaign-promise', 'negotiations'],
    appearances: [{ article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Donald Trump'] }],
  },
  {
    key: 'settlement-plan-in-first-months',
    desk: 'us-politics',
    statement:
      "A plan to settle the war in Ukraine could be put into effect in Donald Trump's first months as president in 2025.",
    claimant: 'Unnamed outlet (English-language report of 20 January 2025)',
    language: 'en',
    topics: ['campaign-promise', 'peace-plan'],
    appearances: [{ article: 'unnamed-putin-dialogue-disputed', stance: 'ASSERTS', attribution: [] }],
  },
];
