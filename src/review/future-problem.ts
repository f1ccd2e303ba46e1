import { DomainError } from '../kernel/domain-error.js';

const DAY = 86_400_000;

/**
 * @param path of the input field
 * @returns INVALID_INPUT unless the instant is later than now and at most `maxDays` away; null where it is
 */
export function futureProblem(instant: Date, maxDays: number, path: readonly string[]): DomainError | null {
  const ahead = instant.getTime() - Date.now();
  if (ahead > 0 && ahead <= maxDays * DAY) return null;
  return new DomainError('INVALID_INPUT', `This must be a time after now, at most ${maxDays} days ahead.`, { path });
}
