import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { daysUntil } from '../src/kernel/time-zone.js';
import { BOARD, decidedAt, reviewAt } from './board-desk.js';
import { DeskApp, type Person } from './desk-app.js';

let app: DeskApp;
let chief: Person;
beforeAll(async () => {
  app = await DeskApp.start();
  chief = await app.person('CHIEF_EDITOR');
});
afterAll(() => app.stop());

describe('the edges of days', () => {
  it.each(['UTC', 'Asia/Kathmandu', 'America/New_York', 'Pacific/Auckland', 'Africa/Cairo'])(
    'are those of the calendar in %s',
    async (timeZone) => {
      const slug = timeZone.toLowerCase().replaceAll(/[^a-z]/g, '-');
      const desk = await app.desk(slug);
      const { days, starts } = daysUntil(new Date(), 3, timeZone);
      const edge = starts[1]!;
      for (const [queued, decided] of [
        [+edge - 1, +edge],
        [+edge - 2, +edge - 1],
        [+edge, +edge + 1],
        [+starts[0]! - 1, +starts[0]!],
        [+starts[0]! - 2, +starts[0]! - 1],
      ] as const) {
        await decidedAt(app, await reviewAt(app, desk, new Date(queued)), chief, new Date(decided));
      }
      const { board } = await chief.data(BOARD, { slug, days: 3, timeZone });
      expect(board.days.map((day: any) => [day.day, day.queued, day.decided.count, day.backlog])).toEqual([
        [days[0], 2, 2, 1],
        [days[1], 1, 2, 0],
        [days[2], 0, 0, 0],
      ]);
      expect(board.total.decided.count).toBe(4);
    },
  );

  it('follow the clock when it is put forward and back: every hour of a year is on its own day', async () => {
    const timeZone = 'Europe/Berlin';
    const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
    const { days, starts } = daysUntil(new Date('2026-12-31T12:00:00Z'), 365, timeZone);
    for (let at = Date.parse('2025-12-31T23:00:00Z'); at < Date.parse('2026-12-31T23:00:00Z'); at += 1_800_000) {
      const day = days[starts.findLastIndex((start) => +start <= at)];
      expect(day).toBe(calendar.format(at));
    }
  });
});

describe('what is asked', () => {
  it.each([
    [{ days: 0 }, ['days'], 'days must not be less than 1.'],
    [{ days: 93 }, ['days'], 'days must not be greater than 92.'],
    [
      { timeZone: 'Mars/Olympus' },
      ['timeZone'],
      'timeZone must be a time zone of the IANA database, such as Europe/Vienna.',
    ],
    [{ timeZone: '+01:00' }, ['timeZone'], 'timeZone must be a time zone of the IANA database, such as Europe/Vienna.'],
    [{ slug: '' }, ['slug'], 'slug must be 1 to 60 characters long.'],
  ])('is refused for %j', async (variables, path, message) => {
    const before = await app.fingerprint();
    const { data, errors } = await chief.ask(BOARD, variables);
    expect(data?.board ?? null).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors![0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', details: [{ path, message }] });
    expect(await app.fingerprint()).toEqual(before);
  });

  it('is null for a desk that is not there, and refused to who has no role', async () => {
    expect(await chief.data(BOARD, { slug: 'nowhere' })).toEqual({ board: null });
    const nobody = await app.person([]);
    const { data, errors } = await nobody.ask(BOARD, { slug: 'nowhere' });
    expect([data?.board ?? null, errors![0].extensions.code]).toEqual([null, 'FORBIDDEN']);
  });

  it('is the chief editor’s of that desk, and of all desks only theirs who are so everywhere', async () => {
    const desk = await app.desk('own');
    await app.desk('foreign');
    const own = await app.person([{ role: 'CHIEF_EDITOR', deskId: desk }]);
    expect((await own.data(BOARD, { slug: 'own' })).board.desk.id).toBe(desk);
    for (const [variables, where] of [
      [{ slug: 'foreign' }, 'on this desk'],
      [{}, 'on every desk'],
    ] as const) {
      const { data, errors } = await own.ask(BOARD, variables);
      expect(data?.board ?? null).toBeNull();
      expect(errors![0]).toMatchObject({
        message: `This needs the role CHIEF_EDITOR or AUDITOR ${where}.`,
        extensions: { code: 'FORBIDDEN' },
      });
    }
  });

  it('may be the longest span whole, and not ten boards at once', async () => {
    expect((await chief.data(BOARD, { slug: 'own', days: 92 })).board.days).toHaveLength(92);
    const many = Array.from({ length: 10 }, (_, i) => `b${i}: deskBoard { total { queued } }`).join(' ');
    const { errors } = await chief.ask(`{ ${many} }`);
    expect(errors![0].extensions.code).toBe('QUERY_TOO_COMPLEX');
  });
});
