import { DomainError } from '../kernel/domain-error.js';

const DAY = 86_400_000;

/**
 * @param path of the input field
 * @throws DomainError INVALID_INPUT unless the instant is later than now and at most `maxDays` away
 */
export function assertFuture(instant: Date, maxDays: number, path: readonly string[]): void {
  const ahead = instant.getTime() - Date.now();
  if (ahead > 0 && ahead <= maxDays * DAY) return;
  throw new DomainError('INVALID_INPUT', `This must be a time after now, at most ${maxDays} days ahead.`, { path });
}
