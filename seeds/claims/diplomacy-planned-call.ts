import type { SeedClaim } from '../types.js';

/** CNN's account of a telephone call in the making, 19 January 2025, as three outlets passed it on. */
export const plannedCallClaims: readonly SeedClaim[] = [
  {
    key: 'trump-team-prepares-putin-call',
    desk: 'diplomacy',
    statement:
      "In the days before the inauguration of 20 January 2025, Donald Trump's staff were preparing a telephone call between him and Vladimir Putin.",
    claimant: 'CNN',
    claimedAt: '2025-01-19',
    language: 'en',
    topics: ['phone-call', 'white-house'],
    appearances: [
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['CNN', 'sources'] },
      {
        article: 'unnamed-call-in-preparation',
        stance: 'REPORTS',
        attribution: ['CNN', 'sources'],
      },
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'REPORTS',
        attribution: ['CNN', 'sources'],
      },
    ],
  },
  {
    key: 'putin-call-soon-after-inauguration',
    desk: 'diplomacy',
    statement:
      "The telephone call with Vladimir Putin that Donald Trump's staff were preparing was to follow soon after he took office on 20 January 2025.",
    claimant: 'CNN',
    claimedAt: '2025-01-19',
    language: 'en',
    topics: ['phone-call'],
    appearances: [
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['CNN', 'sources'] },
      {
        article: 'unnamed-call-in-preparation',
        stance: 'REPORTS',
        attribution: ['CNN', 'sources'],
      },
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'REPORTS',
        attribution: ['CNN', 'sources'],
      },
    ],
  },
  {
    key: 'trump-orders-putin-call',
    desk: 'diplomacy',
    statement:
      'Before taking office on 20 January 2025, Donald Trump told his staff to set up a telephone call with Vladimir Putin.',
    claimant: 'CNN',
    claimedAt: '2025-01-19',
    language: 'en',
    topics: ['phone-call', 'white-house'],
    appearances: [
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'REPORTS',
        attribution: ['CNN', 'sources'],
      },
      {
        article: 'troib-call-not-requested',
        stance: 'REPORTS',
        attribution: ['Yuri Ushakov', 'media reports'],
      },
    ],
  },
  {
    key: 'call-planning-began-weeks-before',
    desk: 'diplomacy',
    statement:
      "Planning for a telephone call of Donald Trump with Vladimir Putin had started, inside Trump's national security team, some weeks before 19 January 2025.",
    claimant: 'CNN',
    claimedAt: '2025-01-19',
    language: 'en',
    topics: ['phone-call', 'white-house'],
    appearances: [
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['CNN'] },
      { article: 'unnamed-call-in-preparation', stance: 'REPORTS', attribution: ['CNN'] },
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'REPORTS',
        attribution: ['CNN', 'sources'],
      },
    ],
  },
  {
    key: 'call-date-not-fixed',
    desk: 'diplomacy',
    statement:
      'As of 19 January 2025, no settled date was known for a telephone call of Donald Trump with Vladimir Putin.',
    claimant: 'CNN',
    claimedAt: '2025-01-19',
    language: 'en',
    topics: ['phone-call'],
    appearances: [
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['CNN'] },
      { article: 'unnamed-call-in-preparation', stance: 'REPORTS', attribution: ['CNN'] },
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'REPORTS',
        attribution: ['CNN', 'sources'],
      },
    ],
  },
  {
    key: 'call-aims-at-meeting',
    desk: 'diplomacy',
    statement:
      "One purpose of the telephone call that Donald Trump's staff were preparing in January 2025 was to talk over meeting Vladimir Putin in person within months.",
    claimant: 'CNN',
    claimedAt: '2025-01-19',
    language: 'en',
    topics: ['phone-call', 'summit'],
    appearances: [
      {
        article: 'unnamed-call-in-preparation',
        stance: 'REPORTS',
        attribution: ['CNN', 'people familiar with the matter'],
      },
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'REPORTS',
        attribution: ['CNN', 'sources'],
      },
    ],
  },
  {
    key: 'trump-team-seeks-putin-meeting',
    desk: 'diplomacy',
    statement:
      "In January 2025 Donald Trump's incoming administration was looking for a meeting in person with Vladimir Putin as a way out of the war in Ukraine.",
    claimant: 'CNN',
    claimedAt: '2025-01-19',
    language: 'en',
    topics: ['summit', 'ukraine-war'],
    appearances: [
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['media reports'] },
      { article: 'unnamed-call-in-preparation', stance: 'REPORTS', attribution: ['CNN'] },
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'REPORTS',
        attribution: ['CNN', 'sources'],
      },
    ],
  },
  {
    key: 'biden-no-contact-with-putin',
    desk: 'diplomacy',
    statement:
      'By 19 January 2025, Joe Biden had gone close to three years without talking directly with Vladimir Putin.',
    claimant: 'CNN',
    claimedAt: '2025-01-19',
    language: 'en',
    topics: ['diplomacy', 'white-house'],
    appearances: [
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['CNN'] },
      { article: 'unnamed-call-in-preparation', stance: 'REPORTS', attribution: ['CNN'] },
      { article: 'unnamed-putin-dialogue-disputed', stance: 'REPORTS', attribution: ['CNN'] },
    ],
  },
  {
    key: 'call-breaks-with-biden-approach',
    desk: 'diplomacy',
    statement:
      'If Donald Trump telephoned Vladimir Putin, that would depart markedly from how Joe Biden dealt with Putin.',
    claimant: 'CNN',
    claimedAt: '2025-01-19',
    language: 'en',
    topics: ['phone-call', 'diplomacy'],
    appearances: [
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['CNN'] },
      { article: 'unnamed-call-in-preparation', stance: 'REPORTS', attribution: ['CNN'] },
      { article: 'unnamed-putin-dialogue-disputed', stance: 'REPORTS', attribution: ['CNN'] },
    ],
  },
];
