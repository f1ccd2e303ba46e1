import type { SeedClaim } from '../types.js';

/** Conditions for a ceasefire, aims of a settlement and the state of the war, January and February 2025. */
export const conditionClaims: readonly SeedClaim[] = [
  {
    key: 'ceasefire-once-withdrawal-begins',
    desk: 'war-terms',
    statement:
      'Russia will cease fire at once when Ukrainian forces start to leave the Donetsk, Luhansk, Kherson and Zaporizhzhia regions.',
    claimant: 'Russian government',
    language: 'en',
    topics: ['ceasefire', 'territory'],
    appearances: [
      {
        article: 'unnamed-call-in-preparation',
        stance: 'REPORTS',
        attribution: ['Russia'],
        claimantAsWritten: 'Russia',
      },
    ],
  },
  {
    key: 'four-regions-are-russian-territory',
    desk: 'war-terms',
    statement: "Donetsk, Luhansk, Kherson and Zaporizhzhia are part of Russia's territory.",
    claimant: 'Russian government',
    language: 'en',
    topics: ['territory'],
    appearances: [
      {
        article: 'unnamed-call-in-preparation',
        stance: 'REPORTS',
        attribution: ['Russia'],
        claimantAsWritten: 'Russia',
      },
    ],
  },
  {
    key: 'ceasefire-only-after-full-withdrawal',
    desk: 'war-terms',
    statement:
      'A ceasefire and peace talks with Kyiv are possible only when Ukrainian forces have left every area that Russia counts as its own.',
    claimant: 'Vladimir Putin',
    language: 'en',
    topics: ['ceasefire', 'territory'],
    appearances: [{ article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Vladimir Putin'] }],
  },
  {
    key: 'ceasefire-only-without-nato-bid',
    desk: 'war-terms',
    statement:
      'A ceasefire and peace talks with Kyiv are possible only when Ukraine has given up its bid to join NATO.',
    claimant: 'Vladimir Putin',
    language: 'en',
    topics: ['ceasefire', 'nato'],
    appearances: [{ article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Vladimir Putin'] }],
  },
  {
    key: 'ceasefire-only-with-neutral-ukraine',
    desk: 'war-terms',
    statement:
      'A ceasefire and peace talks with Kyiv are possible only when Ukraine has bound itself to be neutral and free of nuclear arms.',
    claimant: 'Vladimir Putin',
    language: 'en',
    topics: ['ceasefire'],
    appearances: [{ article: 'rt-no-preconditions', stance: 'REPORTS', attribution: ['Vladimir Putin'] }],
  },
  {
    key: 'talks-aim-at-lasting-peace',
    desk: 'war-terms',
    statement:
      "Russia's aim in negotiating with Donald Trump's administration over Ukraine is a lasting peace rather than a brief pause in the fighting.",
    claimant: 'Vladimir Putin',
    claimedAt: '2025-01-20',
    language: 'en',
    topics: ['peace-plan', 'negotiations'],
    appearances: [
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'REPORTS',
        attribution: ['Vladimir Putin'],
      },
    ],
  },
  {
    key: 'root-cause-comes-first',
    desk: 'war-terms',
    statement:
      'For Russia, removing the root cause of the war in Ukraine matters more than anything else in a settlement.',
    claimant: 'Vladimir Putin',
    claimedAt: '2025-01-20',
    language: 'en',
    topics: ['peace-plan'],
    appearances: [
      {
        article: 'unnamed-putin-dialogue-disputed',
        stance: 'REPORTS',
        attribution: ['Vladimir Putin'],
      },
    ],
  },
  {
    key: 'no-sign-of-war-ending',
    desk: 'war-terms',
    statement:
      "Shortly before Donald Trump's inauguration on 20 January 2025, nothing pointed to an early end of the war in Ukraine.",
    claimant: 'Unnamed outlet (English-language report of 20 January 2025)',
    language: 'en',
    topics: ['ukraine-war'],
    appearances: [{ article: 'unnamed-putin-dialogue-disputed', stance: 'ASSERTS', attribution: [] }],
  },
  {
    key: 'sanctions-on-russia-without-deal',
    desk: 'war-terms',
    statement:
      'If no agreement on ending the war in Ukraine comes about, Donald Trump will put heavy taxes and sanctions on Russia.',
    claimant: 'Donald Trump',
    language: 'en',
    topics: ['sanctions', 'white-house'],
    appearances: [{ article: 'unnamed-trump-putin-calls', stance: 'REPORTS', attribution: ['Donald Trump'] }],
  },
];
