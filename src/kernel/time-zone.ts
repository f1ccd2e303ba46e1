/** Names of the IANA database; it has none longer than 32 characters. Offsets such as `+01:00` know no summer time. */
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;
const MAX_NAME = 64;

const MINUTE = 60_000;
const DAY = 86_400_000;
/** The furthest that a clock is from UTC, on either side: 14 hours. */
const FURTHEST = 15 * 60 * MINUTE;

/** Calendar days that follow each other in a time zone. */
export interface Days {
  /** As YYYY-MM-DD, the oldest first. */
  readonly days: readonly string[];
  /** When each begins, and last when the one after the last begins. */
  readonly starts: readonly Date[];
}

/** @returns whether this is a time zone of the IANA database that Node knows, in any of its spellings */
export function isTimeZone(text: string): boolean {
  if (text.length > MAX_NAME || !NAME.test(text)) return false;
  try {
    return calendarOf(text) !== undefined;
  } catch {
    return false;
  }
}

/** @throws RangeError for a zone that is not known */
const calendarOf = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    calendar: 'gregory',
  });

/**
 * The day of `now` and those before it, as a calendar in the zone has them: of 23, 24 or 25 hours, and where the clock is
 * put forward at midnight, from one o'clock on.
 *
 * @param count 1 or more
 * @param timeZone one that `isTimeZone` knows
 */
export function daysUntil(now: Date, count: number, timeZone: string): Days {
  const calendar = calendarOf(timeZone);
  const today = Date.parse(calendar.format(now));
  const midnights = Array.from({ length: count + 1 }, (_, i) => today + (i - count + 1) * DAY);
  return {
    days: midnights.slice(0, -1).map(dayOf),
    starts: midnights.map((midnight) => startOf(dayOf(midnight), midnight, calendar)),
  };
}

/** @param utc an instant whose day in UTC is wanted */
const dayOf = (utc: number): string => new Date(utc).toISOString().slice(0, 10);

/** Clocks are put forward and back at whole minutes, so the first minute of a day is found by halving. */
function startOf(day: string, utcMidnight: number, calendar: Intl.DateTimeFormat): Date {
  let before = utcMidnight - FURTHEST;
  let within = utcMidnight + FURTHEST;
  while (within - before > MINUTE) {
    const middle = before + Math.floor((within - before) / MINUTE / 2) * MINUTE;
    if (calendar.format(middle) < day) before = middle;
    else within = middle;
  }
  return new Date(within);
}
