import { t } from '../text/index.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const relative = new Intl.RelativeTimeFormat(t.locale, { numeric: 'always', style: 'narrow' });
/** Browsers take over what the system says, such as `en-US@posix`. */
function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** English has several orders of day and month: the viewer's own, where it is the catalogue's language. */
const region = navigator.languages.find((tag) => isTag(tag) && tag.split('-')[0] === t.locale) ?? t.locale;
const exact = new Intl.DateTimeFormat(region, { dateStyle: 'full', timeStyle: 'long' });
const shortExact = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(region, { timeStyle: 'short' });
const shortDay = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short' });
const longDay = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short', year: 'numeric' });

/** @returns such as `2h ago` or `in 3 days`; a day beyond two weeks */
export function relativeTime(at: number, now: number): string {
  const ms = at - now;
  if (Math.abs(ms) < MINUTE) return t.time.now;
  if (Math.abs(ms) > 14 * DAY) return dayText(new Date(at), new Date(now));
  const [unit, size] = unitOf(Math.abs(ms));
  return relative.format(Math.trunc(ms / size), unit);
}

function unitOf(ms: number): ['minute' | 'hour' | 'day', number] {
  if (ms < HOUR) return ['minute', MINUTE];
  return ms < 2 * DAY ? ['hour', HOUR] : ['day', DAY];
}

function dayText(at: Date, now: Date): string {
  return (at.getFullYear() === now.getFullYear() ? shortDay : longDay).format(at);
}

/** @returns the instant in the viewer's zone, with the zone's name */
export const exactTime = (at: number): string => exact.format(at);

/** @returns the instant in the viewer's zone, without its name */
export const shortExactTime = (at: number): string => shortExact.format(at);

/** @returns hours and minutes in the viewer's zone */
export const clockTime = (at: number): string => clock.format(at);

/** @returns the hour of a day that is today's, else the whole instant, in the viewer's zone */
export const sinceTime = (at: number, now: number): string =>
  new Date(at).toDateString() === new Date(now).toDateString() ? clockTime(at) : shortExactTime(at);

/** A calendar day has no zone: it is the same day everywhere. */
export const calendarDay = (day: string): string => longDay.format(new Date(`${day}T12:00:00`));

/** @returns such as `14:32`, for a countdown */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
