import { newId } from '../src/kernel/ids.js';
import { WORDS } from './words.js';

const word = (): string => WORDS[Math.floor(Math.random() ** 2 * WORDS.length)]!;
const statement = (): string => `${Array.from({ length: 12 }, word).join(' ')} (${newId()}).`;

/**
 * @param deskId null to leave it to the claim's topics and language
 * @returns claims like no others, as a program would submit them
 */
export const submissions = (count: number, deskId: string | null) =>
  Array.from({ length: count }, () => ({
    statement: statement(),
    claimant: `Claimant ${Math.floor(Math.random() * 3000)}`,
    claimedAt: '2025-01-20',
    language: 'en',
    topics: ['diplomacy'],
    deskId,
    appearances: [
      {
        article: {
          outlet: 'An outlet',
          url: `https://outlet.example/${newId()}`,
          publishedAt: '2025-01-21',
          language: 'en',
        },
        stance: 'REPORTS',
        attribution: ['A spokesman'],
      },
    ],
    idempotencyKey: newId(),
  }));
