import { t } from '../text/index.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const format = (unit: 'minute' | 'hour' | 'day'): Intl.NumberFormat =>
  new Intl.NumberFormat(t.locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 });
const minutes = format('minute');
const hours = format('hour');
const days = format('day');

/** @returns such as `42 min`, `5.5 hr` or `3 days`; what is beyond two digits means nothing */
export function durationText(seconds: number): string {
  if (seconds < HOUR) return minutes.format(Math.round(seconds / MINUTE));
  if (seconds < 2 * DAY) return hours.format(rounded(seconds / HOUR));
  return days.format(rounded(seconds / DAY));
}

const rounded = (n: number): number => (n < 10 ? Math.round(n * 10) / 10 : Math.round(n));

/** Steps that a scale of durations may have, in seconds. */
const STEPS = [1, 5, 10, 15, 30]
  .map((n) => n * MINUTE)
  .concat(
    [1, 2, 3, 6, 12].map((n) => n * HOUR),
    [1, 2, 4, 7, 14, 30, 60, 90, 180, 365].map((n) => n * DAY),
  );

/** @returns round durations from 0 to the first that is no less than `most`, four or fewer above 0 */
export function durationTicks(most: number): number[] {
  const step = STEPS.find((each) => most <= 4 * each) ?? Math.ceil(most / 4 / DAY) * DAY;
  return ticksOf(most, step);
}

/** @returns round numbers from 0 to the first that is no less than `most`, four or fewer above 0 */
export function countTicks(most: number): number[] {
  const size = 10 ** Math.floor(Math.log10(Math.max(most / 4, 1)));
  const step = [1, 2, 5, 10].map((n) => n * size).find((each) => most <= 4 * each)!;
  return ticksOf(most, step);
}

const ticksOf = (most: number, step: number): number[] =>
  Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, i) => i * step);
