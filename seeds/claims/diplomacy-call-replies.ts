import type { SeedClaim } from '../types.js';

/** What the two sides said of a call: not asked for in January, held or left open in February 2025. */
export const callReplyClaims: readonly SeedClaim[] = [
  {
    key: 'white-house-has-not-requested-call',
    desk: 'diplomacy',
    statement:
      'Up to 21 January 2025, the White House had made no approach to Moscow about a telephone call of Donald Trump with Vladimir Putin.',
    claimant: 'Yuri Ushakov',
    claimedAt: '2025-01-21',
    language: 'en',
    topics: ['phone-call', 'kremlin'],
    appearances: [{ article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['Yuri Ushakov'] }],
  },
  {
    key: 'moscow-ready-if-interest-mutual',
    desk: 'diplomacy',
    statement:
      "Russia is prepared to hold talks with Donald Trump's administration provided that Washington is interested as well.",
    claimant: 'Yuri Ushakov',
    claimedAt: '2025-01-21',
    language: 'en',
    topics: ['negotiations', 'kremlin'],
    appearances: [{ article: 'troib-call-not-requested', stance: 'REPORTS', attribution: ['Yuri Ushakov'] }],
  },
  {
    key: 'trump-side-opens-dialogue',
    desk: 'diplomacy',
    statement:
      'If Washington and Moscow enter into a dialogue on Ukraine in 2025, it is Donald Trump who will open it after he takes office.',
    claimant: 'Yuri Ushakov',
    language: 'en',
    topics: ['negotiations', 'kremlin'],
    appearances: [
      {
        article: 'unnamed-call-in-preparation',
        stance: 'REPORTS',
        attribution: ['Yuri Ushakov'],
        claimantAsWritten: 'Yury Ushakov',
      },
    ],
  },
  {
    key: 'trump-spoke-with-putin',
    desk: 'diplomacy',
    statement: 'By Sunday 9 February 2025, Donald Trump had talked with Vladimir Putin by telephone.',
    claimant: 'Donald Trump',
    claimedAt: '2025-02-09',
    language: 'en',
    topics: ['phone-call', 'white-house'],
    appearances: [{ article: 'unnamed-trump-putin-calls', stance: 'REPORTS', attribution: ['Donald Trump'] }],
  },
  {
    key: 'us-media-trump-putin-call',
    desk: 'diplomacy',
    statement:
      'The telephone call of Donald Trump with Vladimir Putin that US media described by 9 February 2025 did take place.',
    claimant: 'US media outlets',
    language: 'en',
    topics: ['phone-call', 'kremlin'],
    appearances: [
      {
        article: 'unnamed-trump-putin-calls',
        stance: 'NEITHER',
        attribution: ['Dmitry Peskov'],
        claimantAsWritten: 'American media',
      },
    ],
  },
  {
    key: 'call-about-ending-war',
    desk: 'diplomacy',
    statement:
      'When Donald Trump and Vladimir Putin talked by telephone before 9 February 2025, their subject was how the war in Ukraine could be ended.',
    claimant: 'The New York Post',
    language: 'en',
    topics: ['phone-call', 'ukraine-war'],
    appearances: [
      {
        article: 'unnamed-trump-putin-calls',
        stance: 'REPORTS',
        attribution: ['The New York Post'],
      },
    ],
  },
  {
    key: 'peskov-cannot-confirm-call',
    desk: 'diplomacy',
    statement:
      'In early February 2025 Dmitry Peskov could neither bear out nor rule out a telephone call of Donald Trump with Vladimir Putin, because he might not know of every contact.',
    claimant: 'Dmitry Peskov',
    language: 'en',
    topics: ['phone-call', 'kremlin'],
    appearances: [{ article: 'unnamed-trump-putin-calls', stance: 'REPORTS', attribution: ['Dmitry Peskov'] }],
  },
  {
    key: 'contacts-through-many-channels',
    desk: 'diplomacy',
    statement:
      'In early February 2025, contacts between Moscow and Washington were running through many separate channels.',
    claimant: 'Dmitry Peskov',
    language: 'en',
    topics: ['diplomacy', 'kremlin'],
    appearances: [{ article: 'unnamed-trump-putin-calls', stance: 'REPORTS', attribution: ['Dmitry Peskov'] }],
  },
  {
    key: 'trump-withholds-number-of-calls',
    desk: 'diplomacy',
    statement:
      'Asked by The New York Post in early February 2025 how often he had talked with Vladimir Putin, Donald Trump would not give a number.',
    claimant: 'The New York Post',
    language: 'en',
    topics: ['phone-call', 'white-house'],
    appearances: [
      {
        article: 'unnamed-trump-putin-calls',
        stance: 'REPORTS',
        attribution: ['The New York Post'],
      },
    ],
  },
  {
    key: 'trump-negotiates-with-putin',
    desk: 'diplomacy',
    statement:
      'By 9 February 2025, Donald Trump was himself negotiating with Vladimir Putin over an end to the war in Ukraine.',
    claimant: 'Donald Trump',
    language: 'en',
    topics: ['negotiations', 'ukraine-war'],
    appearances: [
      {
        article: 'unnamed-trump-putin-calls',
        stance: 'REPORTS',
        attribution: ['The New York Post', 'Donald Trump'],
      },
    ],
  },
  {
    key: 'waltz-proposes-meetings',
    desk: 'diplomacy',
    statement:
      'Mike Waltz, US National Security Advisor, took part in discussions in early February 2025 and suggested that meetings be started.',
    claimant: 'Unnamed outlet (English-language report of 9 February 2025)',
    language: 'en',
    topics: ['negotiations', 'white-house'],
    appearances: [{ article: 'unnamed-trump-putin-calls', stance: 'ASSERTS', attribution: [] }],
  },
];
