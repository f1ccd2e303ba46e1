import type { SeedClaim } from '../types.js';

/** Whether, when and on what terms Trump and Putin would meet, as told in January 2025. */
export const meetingClaims: readonly SeedClaim[] = [
  {
    key: 'trump-intends-to-speak-with-putin',
    desk: 'diplomacy',
    statement: 'In January 2025 Donald Trump intended to talk with Vladimir Putin.',
    claimant: 'Donald Trump',
    language: 'en',
    topics: ['diplomacy', 'white-house'],
    appearances: [
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['Donald Trump'] },
      { article: 'unnamed-call-in-preparation', stance: 'REPORTS', attribution: ['Donald Trump'] },
      { article: 'unnamed-putin-dialogue-disputed', stance: 'ASSERTS', attribution: [] },
    ],
  },
  {
    key: 'putin-wants-to-meet-trump',
    desk: 'diplomacy',
    statement: 'In January 2025 Vladimir Putin wished to hold a meeting with Donald Trump.',
    claimant: 'Donald Trump',
    language: 'en',
    topics: ['summit', 'kremlin'],
    appearances: [
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['Donald Trump'] },
      { article: 'unnamed-call-in-preparation', stance: 'REPORTS', attribution: ['Donald Trump'] },
    ],
  },
  {
    key: 'trump-putin-meeting-being-set-up',
    desk: 'diplomacy',
    statement:
      'In the first days of January 2025, a meeting of Donald Trump with Vladimir Putin was already being arranged.',
    claimant: 'Donald Trump',
    language: 'en',
    topics: ['summit', 'white-house'],
    appearances: [
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['Donald Trump'] },
      { article: 'unnamed-call-in-preparation', stance: 'REPORTS', attribution: ['Donald Trump'] },
      { article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Donald Trump'] },
    ],
  },
  {
    key: 'meeting-likely-after-inauguration',
    desk: 'diplomacy',
    statement:
      'The meeting with Vladimir Putin announced by Donald Trump will probably come only once Trump is president, from 20 January 2025.',
    claimant: 'Donald Trump',
    language: 'en',
    topics: ['summit', 'white-house'],
    appearances: [{ article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Donald Trump'] }],
  },
  {
    key: 'putin-sets-no-preconditions',
    desk: 'diplomacy',
    statement: 'Vladimir Putin attaches no conditions in advance to talks with Donald Trump.',
    claimant: 'Dmitry Peskov',
    claimedAt: '2025-01-10',
    language: 'en',
    topics: ['negotiations', 'kremlin'],
    appearances: [
      { article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Dmitry Peskov'] },
      { article: 'unnamed-call-in-preparation', stance: 'REPORTS', attribution: ['Dmitry Peskov'] },
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['Dmitry Peskov'] },
    ],
  },
  {
    key: 'no-substantial-preparations-for-talks',
    desk: 'diplomacy',
    statement:
      "Shortly before Donald Trump's inauguration on 20 January 2025, nothing of substance had been done to prepare talks between him and Vladimir Putin.",
    claimant: 'Dmitry Peskov',
    language: 'en',
    topics: ['negotiations', 'kremlin'],
    appearances: [{ article: 'unnamed-call-in-preparation', stance: 'REPORTS', attribution: ['Dmitry Peskov'] }],
  },
  {
    key: 'meeting-place-and-time-open',
    desk: 'diplomacy',
    statement:
      'On 10 January 2025, neither the place nor the time of a meeting between Vladimir Putin and Donald Trump had been fixed.',
    claimant: 'Dmitry Peskov',
    claimedAt: '2025-01-10',
    language: 'en',
    topics: ['summit', 'kremlin'],
    appearances: [{ article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Dmitry Peskov'] }],
  },
  {
    key: 'movement-once-trump-in-office',
    desk: 'diplomacy',
    statement:
      'Plans for a meeting between Vladimir Putin and Donald Trump will probably start to move once Trump is president, from 20 January 2025.',
    claimant: 'Dmitry Peskov',
    claimedAt: '2025-01-10',
    language: 'en',
    topics: ['summit', 'kremlin'],
    appearances: [{ article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Dmitry Peskov'] }],
  },
  {
    key: 'both-leaders-ready-for-contact',
    desk: 'diplomacy',
    statement:
      'Both Vladimir Putin and Donald Trump have declared themselves ready for direct contact with each other.',
    claimant: 'Dmitry Peskov',
    claimedAt: '2025-01-10',
    language: 'en',
    topics: ['diplomacy', 'kremlin'],
    appearances: [
      { article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Dmitry Peskov'] },
      { article: 'unnamed-trump-putin-calls', stance: 'ASSERTS', attribution: [] },
    ],
  },
  {
    key: 'putin-open-to-foreign-leaders',
    desk: 'diplomacy',
    statement:
      'Vladimir Putin has said more than once that he is open to contact with leaders of other countries, Donald Trump included.',
    claimant: 'Dmitry Peskov',
    claimedAt: '2025-01-10',
    language: 'en',
    topics: ['diplomacy', 'kremlin'],
    appearances: [{ article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Dmitry Peskov'] }],
  },
];
