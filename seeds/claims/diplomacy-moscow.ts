import type { SeedClaim } from '../types.js';

/** What Moscow said it wanted from Washington, mostly on 20 January 2025. */
export const moscowClaims: readonly SeedClaim[] = [
  {
    key: 'moscow-acts-on-mutual-readiness',
    desk: 'diplomacy',
    statement:
      'On 10 January 2025 Moscow was working on the premise that both sides were ready for a meeting of Vladimir Putin and Donald Trump.',
    claimant: 'Dmitry Peskov',
    claimedAt: '2025-01-10',
    language: 'en',
    topics: ['summit', 'kremlin'],
    appearances: [{ article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Dmitry Peskov'] }],
  },
  {
    key: 'moscow-notes-trump-readiness',
    desk: 'diplomacy',
    statement: 'Moscow had noted by 10 January 2025 that Donald Trump is ready to deal with problems by talking.',
    claimant: 'Dmitry Peskov',
    claimedAt: '2025-01-10',
    language: 'en',
    topics: ['diplomacy', 'kremlin'],
    appearances: [{ article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Dmitry Peskov'] }],
  },
  {
    key: 'moscow-open-to-dialogue-on-ukraine',
    desk: 'diplomacy',
    statement: "Russia is open to dialogue with Donald Trump's administration about the war in Ukraine.",
    claimant: 'Vladimir Putin',
    claimedAt: '2025-01-20',
    language: 'en',
    topics: ['negotiations', 'kremlin'],
    appearances: [
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'DENIES',
        attribution: ['Vladimir Putin'],
      },
    ],
  },
  {
    key: 'russia-never-refused-dialogue',
    desk: 'diplomacy',
    statement: 'Russia has at no time turned down dialogue with a US administration.',
    claimant: 'Vladimir Putin',
    claimedAt: '2025-01-20',
    language: 'en',
    topics: ['diplomacy', 'kremlin'],
    appearances: [
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'REPORTS',
        attribution: ['Vladimir Putin'],
      },
    ],
  },
  {
    key: 'russia-ready-for-equal-relations',
    desk: 'diplomacy',
    statement:
      'Russia has at all times been willing to cooperate on equal terms with whichever administration governs the United States.',
    claimant: 'Vladimir Putin',
    claimedAt: '2025-01-20',
    language: 'en',
    topics: ['diplomacy', 'kremlin'],
    appearances: [
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'REPORTS',
        attribution: ['Vladimir Putin'],
      },
    ],
  },
  {
    key: 'moscow-welcomes-trump-attitude',
    desk: 'diplomacy',
    statement:
      'Russia welcomes the attitude that Donald Trump showed towards Moscow before his inauguration on 20 January 2025.',
    claimant: 'Vladimir Putin',
    claimedAt: '2025-01-20',
    language: 'en',
    topics: ['diplomacy', 'kremlin'],
    appearances: [
      { article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['Vladimir Putin'] },
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'REPORTS',
        attribution: ['Vladimir Putin'],
      },
    ],
  },
  {
    key: 'trump-against-world-war',
    desk: 'diplomacy',
    statement:
      'Before his inauguration on 20 January 2025, Donald Trump said that the fighting in Ukraine must not grow into a world war.',
    claimant: 'Vladimir Putin',
    claimedAt: '2025-01-20',
    language: 'en',
    topics: ['diplomacy', 'ukraine-war'],
    appearances: [{ article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['Vladimir Putin'] }],
  },
  {
    key: 'putin-good-wishes-to-trump',
    desk: 'diplomacy',
    statement: 'On 20 January 2025, before Donald Trump was sworn in, Vladimir Putin conveyed his good wishes to him.',
    claimant: 'TROIB News',
    language: 'en',
    topics: ['diplomacy', 'kremlin'],
    appearances: [{ article: 'troib-call-not-requested', stance: 'ASSERTS', attribution: [] }],
  },
  {
    key: 'last-meeting-osaka-2019',
    desk: 'diplomacy',
    statement:
      'As of 21 January 2025, Donald Trump and Vladimir Putin had last met at Osaka in 2019, during the summit of the G20.',
    claimant: 'TROIB News',
    language: 'en',
    topics: ['summit'],
    appearances: [{ article: 'troib-call-not-requested', stance: 'ASSERTS', attribution: [] }],
  },
];
