import { describe, expect, it } from '@jest/globals';
import { GIVE_UP_AFTER_MS, nextDelay, parseRetryAfter, RETRY_DELAYS_MS } from './retry-schedule.js';

const HOUR = 3_600_000;

describe('the schedule', () => {
  it('tries eleven times over exactly a day, ever more slowly', () => {
    expect(RETRY_DELAYS_MS.map((ms) => ms / 1000)).toEqual([5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 29_845]);
    expect(RETRY_DELAYS_MS.reduce((sum, ms) => sum + ms, 0)).toBe(24 * HOUR);
    expect(RETRY_DELAYS_MS.toSorted((a, b) => a - b)).toEqual(RETRY_DELAYS_MS);
  });

  it.each([0, 0.25, 0.5, 1])('with the jitter %s comes to its end when the day is over', (random) => {
    let ageMs = 0;
    let attempts = 1;
    for (;;) {
      const delay = nextDelay({ attempt: attempts, ageMs, retryAfterMs: null }, random);
      if (delay === null) break;
      const planned = RETRY_DELAYS_MS[Math.min(attempts, 10) - 1]!;
      expect(delay).toBeLessThanOrEqual(planned * 1.1);
      expect(delay === GIVE_UP_AFTER_MS - ageMs || delay >= planned * 0.9).toBe(true);
      ageMs += delay;
      attempts += 1;
    }
    expect(ageMs).toBe(24 * HOUR);
    expect([11, 12]).toContain(attempts);
  });
});

describe('what the receiver asks for', () => {
  const after = (retryAfterMs: number, ageMs = 0) => nextDelay({ attempt: 1, ageMs, retryAfterMs }, 0.5);
  it('is kept where it is longer than the pause, up to the end of the day', () => {
    expect(after(1000)).toBe(5000);
    expect(after(3 * HOUR)).toBe(3 * HOUR);
    expect(after(100 * HOUR)).toBe(24 * HOUR);
    expect(after(100 * HOUR, 23 * HOUR)).toBe(HOUR);
    expect(after(100 * HOUR, 24 * HOUR)).toBeNull();
  });

  it.each([
    ['120', 120_000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', null],
    ['1.5', null],
    ['-1', null],
    ['', null],
    [undefined, null],
  ])('is read from Retry-After: %s', (header, ms) => {
    expect(parseRetryAfter(header, Date.UTC(2026, 0, 1))).toBe(ms);
  });
});
