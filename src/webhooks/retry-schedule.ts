const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Pauses after the first, second, … failed attempt, in milliseconds. Together exactly 24 hours: a receiver that is mended
 * within a day misses nothing. The first ones are short, for a receiver that is just being restarted.
 */
export const RETRY_DELAYS_MS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  8 * HOUR + 17 * MINUTE + 25 * SECOND,
];

/** So long after its first attempt a message is given up. */
export const GIVE_UP_AFTER_MS = DAY;

/**
 * An endpoint to which nothing could be delivered for so long is disabled when its next message is given up (Standard
 * Webhooks: consistent failure over a long time).
 */
export const DISABLE_AFTER_MS = 5 * DAY;

/** Each pause is longer or shorter by up to this part, so that receivers that went down together do not come back to a blow. */
export const JITTER = 0.1;

export interface FailedAttempt {
  /** Which attempt at the message it was, from 1. */
  readonly attempt: number;
  /** Since the first attempt at the message began. */
  readonly ageMs: number;
  /** What the receiver asked for by Retry-After; null where it did not. */
  readonly retryAfterMs: number | null;
}

/**
 * @param random from 0 to 1, for the jitter
 * @returns after how many milliseconds to try again; null where the message is given up
 */
export function nextDelay({ attempt, ageMs, retryAfterMs }: FailedAttempt, random: number): number | null {
  const left = GIVE_UP_AFTER_MS - ageMs;
  if (left <= 0) return null;
  const pause = RETRY_DELAYS_MS[Math.min(attempt, RETRY_DELAYS_MS.length) - 1]!;
  const jittered = pause * (1 - JITTER + 2 * JITTER * random);
  // The last attempt is made when the day is over, also where the receiver wanted it later
  return Math.min(Math.max(jittered, retryAfterMs ?? 0), left);
}

/**
 * RFC 9110, 10.2.3: seconds, or a date.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds from now, never negative; null for anything else
 */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND;
  // An HTTP date has the names of its day and month; Date.parse alone would also take "1.5" for a date
  const date = /^[A-Z][a-z]+, /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
