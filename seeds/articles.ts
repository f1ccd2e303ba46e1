import type { SeedArticle } from './types.js';

/**
 * The five reports. None carries a date or an address, so each day is worked out from the weekdays and events in
 * it: Friday 10 January, Sunday 19 January, Monday 20 January (the inauguration) and Sunday 9 February 2025.
 */
export const seedArticles: readonly SeedArticle[] = [
  {
    key: 'rt-no-preconditions',
    outlet: 'RT News',
    citation:
      "RT News (by its credit line), 10 January 2025: Peskov's Friday briefing on a possible meeting of Putin and Trump. Date inferred from the weekday and the approaching inauguration.",
    publishedAt: '2025-01-10',
    language: 'en',
  },
  {
    key: 'unnamed-call-in-preparation',
    outlet: 'Unnamed outlet (English-language report of 19 January 2025)',
    citation:
      "Unnamed outlet, 19 January 2025 or early on the 20th: summary of CNN's story on a planned Trump–Putin call, with Moscow's terms for Ukraine. The text names no publisher; date inferred from CNN's Sunday story.",
    publishedAt: '2025-01-19',
    language: 'en',
  },
  {
    key: 'unnamed-putin-dialogue-disputed',
    outlet: 'Unnamed outlet (English-language report of 20 January 2025)',
    citation:
      "Unnamed outlet, 20 January 2025: report critical of Putin's remarks to his Security Council, followed by CNN's story on a planned call. The text names no publisher; date inferred from the remarks.",
    publishedAt: '2025-01-20',
    language: 'en',
  },
  {
    key: 'troib-call-not-requested',
    outlet: 'TROIB News',
    citation:
      "TROIB News (Sanya Singh, after an article on RT.com), 21 January 2025: Ushakov's answer to reports of a planned call. Date inferred from his remarks on the Tuesday following the inauguration.",
    publishedAt: '2025-01-21',
    language: 'en',
  },
  {
    key: 'unnamed-trump-putin-calls',
    outlet: 'Unnamed outlet (English-language report of 9 February 2025)',
    citation:
      "Unnamed outlet, 9 February 2025 or the day after: Trump's New York Post interview on talking with Putin, and Peskov's answer. The text names no publisher; date inferred from the Sunday it mentions.",
    publishedAt: '2025-02-09',
    language: 'en',
  },
];
