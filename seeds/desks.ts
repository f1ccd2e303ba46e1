import type { SeedDesk } from './types.js';

/** Three desks. The lease is the same on all: long enough to read and write a rationale, short enough to lose. */
export const seedDesks: readonly SeedDesk[] = [
  {
    key: 'diplomacy',
    name: 'Diplomacy',
    description:
      'Contacts between governments: calls, meetings, summits, and what each side says of them. Takes whatever no other desk covers.',
    topics: ['diplomacy', 'phone-call', 'summit', 'negotiations', 'kremlin'],
    languages: ['en'],
    reviewHours: 24,
    leaseMinutes: 15,
    basePriority: 50,
    isDefault: true,
  },
  {
    key: 'war-terms',
    name: 'War and ceasefire terms',
    description:
      'The war in Ukraine and the terms on which it might end: ceasefire lines, territory, NATO, peacekeepers, sanctions.',
    topics: ['ukraine-war', 'ceasefire', 'peace-plan', 'territory', 'nato', 'peacekeepers', 'sanctions'],
    languages: ['en'],
    reviewHours: 12,
    leaseMinutes: 15,
    basePriority: 70,
  },
  {
    key: 'us-politics',
    name: 'US politics and promises',
    description:
      'What US politicians promised, by when, and what came of it; the people and plans of the administration.',
    topics: ['us-politics', 'campaign-promise', 'white-house', 'us-aid', 'appointments'],
    languages: ['en'],
    reviewHours: 48,
    leaseMinutes: 15,
    basePriority: 40,
  },
];
