import { describe, expect, it } from '@jest/globals';
import { daysUntil, isTimeZone } from '../src/kernel/time-zone.js';

const spans = (now: string, count: number, zone: string) => {
  const { days, starts } = daysUntil(new Date(now), count, zone);
  return days.map((day, i) => `${day} ${starts[i]!.toISOString()} ${(+starts[i + 1]! - +starts[i]!) / 3_600_000}`);
};

describe('a day', () => {
  it.each([
    ['UTC', '2026-03-01T00:00:00.000Z', ['2026-03-01 2026-03-01T00:00:00.000Z 24']],
    ['UTC', '2026-02-28T23:59:59.999Z', ['2026-02-28 2026-02-28T00:00:00.000Z 24']],
    ['Asia/Kathmandu', '2026-02-28T18:15:00.000Z', ['2026-03-01 2026-02-28T18:15:00.000Z 24']],
    ['Asia/Kathmandu', '2026-02-28T18:14:59.999Z', ['2026-02-28 2026-02-27T18:15:00.000Z 24']],
    ['Pacific/Kiritimati', '2026-02-28T10:00:00.000Z', ['2026-03-01 2026-02-28T10:00:00.000Z 24']],
    ['Etc/GMT+12', '2026-03-01T11:59:00.000Z', ['2026-02-28 2026-02-28T12:00:00.000Z 24']],
    // the clock is put forward at two, and back at three
    ['Europe/Berlin', '2026-03-29T12:00:00.000Z', ['2026-03-29 2026-03-28T23:00:00.000Z 23']],
    ['Europe/Berlin', '2026-10-25T12:00:00.000Z', ['2026-10-25 2026-10-24T22:00:00.000Z 25']],
    // by half an hour
    ['Australia/Lord_Howe', '2026-04-05T00:00:00.000Z', ['2026-04-05 2026-04-04T13:00:00.000Z 24.5']],
    // at midnight, so that the day begins at one
    ['Africa/Cairo', '2026-04-24T12:00:00.000Z', ['2026-04-24 2026-04-23T22:00:00.000Z 23']],
    // at one, to midnight, which comes twice
    ['Atlantic/Azores', '2026-10-25T12:00:00.000Z', ['2026-10-25 2026-10-25T00:00:00.000Z 25']],
  ])('in %s, at %s', (zone, now, expected) => {
    expect(spans(now, 1, zone)).toEqual(expected);
  });

  it('follows the one before it, over a month’s end and a leap day', () => {
    expect(daysUntil(new Date('2028-03-01T01:00:00Z'), 3, 'America/New_York').days).toEqual([
      '2028-02-27',
      '2028-02-28',
      '2028-02-29',
    ]);
  });
});

it('knows the zones of the IANA database, in the spellings that browsers give, and nothing else', () => {
  const zones = ['UTC', 'Europe/Vienna', 'America/Argentina/Buenos_Aires', 'Asia/Calcutta', 'Etc/GMT+5', 'GMT'];
  for (const zone of zones) expect([zone, isTimeZone(zone)]).toEqual([zone, true]);
  const others = ['', '+01:00', '01:00', 'Vienna', 'Europe/Nowhere', "UTC'; SELECT 1", 'Europe/', 'A'.repeat(65)];
  for (const zone of others) expect([zone, isTimeZone(zone)]).toEqual([zone, false]);
});
