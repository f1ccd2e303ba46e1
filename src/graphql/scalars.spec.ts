import { describe, expect, it } from '@jest/globals';
import { DateTimeScalar, DayScalar, isDay, parseInstant } from './scalars.js';

describe('isDay', () => {
  it.each(['2024-02-29', '0001-01-01', '0099-12-31', '9999-12-31'])('takes %s', (text) =>
    expect(isDay(text)).toBe(true),
  );
  it.each(['2023-02-29', '1900-02-29', '2024-04-31', '2024-00-10', '0000-01-01', '2024-1-1', '2024-01-01 ', ''])(
    'refuses "%s"',
    (text) => expect(isDay(text)).toBe(false),
  );
});

describe('parseInstant', () => {
  it.each([
    ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01t09:30:00.1z', '2026-03-01T09:30:00.100Z'],
    ['2026-03-01T00:30:00.999999999+14:00', '2026-02-28T10:30:00.999Z'],
    ['2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00.000Z'],
    ['0099-01-01T00:00:00Z', '0099-01-01T00:00:00.000Z'],
  ])('reads %s', (text, instant) => expect(parseInstant(text)?.toISOString()).toBe(instant));

  it.each([
    '2026-03-01T09:30:60Z',
    '2026-03-01T09:30Z',
    '2026-03-01T09:30:00+0100',
    '2026-03-01T09:30:00+24:00',
    '9999-12-31T23:59:59-01:00',
  ])('refuses %s', (text) => expect(parseInstant(text)).toBeNull());
});

it('the scalars write only what they would read', () => {
  expect(DateTimeScalar.serialize(new Date(5))).toBe('1970-01-01T00:00:00.005Z');
  expect(() => DateTimeScalar.serialize('2026-03-01T09:30:00Z')).toThrow(TypeError);
  expect(DayScalar.serialize('2026-03-01')).toBe('2026-03-01');
  expect(() => DayScalar.serialize(new Date(0))).toThrow(TypeError);
});
