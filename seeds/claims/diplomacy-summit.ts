import type { SeedClaim } from '../types.js';

/** Summit plans and personal relations, as told in early February 2025. */
export const summitClaims: readonly SeedClaim[] = [
  {
    key: 'russia-weighs-gulf-summit',
    desk: 'diplomacy',
    statement:
      'In early February 2025 Russia was weighing Saudi Arabia and the United Arab Emirates as hosts for a summit of Vladimir Putin and Donald Trump.',
    claimant: 'Reuters',
    language: 'en',
    topics: ['summit', 'kremlin'],
    appearances: [{ article: 'unnamed-trump-putin-calls', stance: 'REPORTS', attribution: ['Reuters'] }],
  },
  {
    key: 'summit-preparations-advanced',
    desk: 'diplomacy',
    statement:
      'By early February 2025, preparations for a meeting of Donald Trump with Vladimir Putin were well advanced.',
    claimant: 'Leonid Slutsky',
    language: 'en',
    topics: ['summit', 'kremlin'],
    appearances: [
      {
        article: 'unnamed-trump-putin-calls',
        stance: 'REPORTS',
        attribution: ['Reuters', 'Leonid Slutsky'],
      },
    ],
  },
  {
    key: 'summit-in-february-or-march',
    desk: 'diplomacy',
    statement: 'Donald Trump and Vladimir Putin may meet before the end of March 2025, in that month or in February.',
    claimant: 'Leonid Slutsky',
    language: 'en',
    topics: ['summit'],
    appearances: [
      {
        article: 'unnamed-trump-putin-calls',
        stance: 'REPORTS',
        attribution: ['Reuters', 'Leonid Slutsky'],
      },
    ],
  },
  {
    key: 'no-talks-yet-on-meeting',
    desk: 'diplomacy',
    statement:
      'As of 9 February 2025, Moscow and Washington had not begun talks about a possible meeting of Vladimir Putin and Donald Trump.',
    claimant: 'Unnamed outlet (English-language report of 9 February 2025)',
    language: 'en',
    topics: ['summit'],
    appearances: [{ article: 'unnamed-trump-putin-calls', stance: 'ASSERTS', attribution: [] }],
  },
  {
    key: 'slutsky-heads-duma-committee',
    desk: 'diplomacy',
    statement: "In February 2025 the State Duma's committee on foreign affairs was headed by Leonid Slutsky.",
    claimant: 'Unnamed outlet (English-language report of 9 February 2025)',
    language: 'en',
    topics: ['kremlin'],
    appearances: [{ article: 'unnamed-trump-putin-calls', stance: 'ASSERTS', attribution: [] }],
  },
  {
    key: 'trump-to-meet-zelenskyy',
    desk: 'diplomacy',
    statement:
      'Donald Trump will probably meet Volodymyr Zelenskyy, the president of Ukraine, in the week after Friday 7 February 2025.',
    claimant: 'Donald Trump',
    claimedAt: '2025-02-07',
    language: 'en',
    topics: ['summit', 'white-house'],
    appearances: [{ article: 'unnamed-trump-putin-calls', stance: 'REPORTS', attribution: ['Donald Trump'] }],
  },
  {
    key: 'trump-good-relations-with-putin',
    desk: 'diplomacy',
    statement: 'Donald Trump has been on good terms with Vladimir Putin throughout.',
    claimant: 'Donald Trump',
    language: 'en',
    topics: ['diplomacy'],
    appearances: [
      {
        article: 'unnamed-trump-putin-calls',
        stance: 'REPORTS',
        attribution: ['The New York Post', 'Donald Trump'],
      },
    ],
  },
  {
    key: 'putin-wants-killing-to-stop',
    desk: 'diplomacy',
    statement: 'In early February 2025 Vladimir Putin wanted the deaths in the war in Ukraine to come to an end.',
    claimant: 'Donald Trump',
    language: 'en',
    topics: ['ukraine-war', 'kremlin'],
    appearances: [
      {
        article: 'unnamed-trump-putin-calls',
        stance: 'REPORTS',
        attribution: ['The New York Post', 'Donald Trump'],
      },
    ],
  },
  {
    key: 'trump-willing-to-meet-putin',
    desk: 'diplomacy',
    statement:
      'In early February 2025 Donald Trump was willing to sit down with Vladimir Putin over ending the war in Ukraine.',
    claimant: 'Donald Trump',
    language: 'en',
    topics: ['summit', 'white-house'],
    appearances: [{ article: 'unnamed-trump-putin-calls', stance: 'REPORTS', attribution: ['Donald Trump'] }],
  },
];
