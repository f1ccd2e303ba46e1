import { afterAll, describe, expect, it } from '@jest/globals';
import { A, B, C, exampleLog, type FileOptions, TestKey, TestLog } from './fixtures/log-file.js';
import { VerifyCommand } from './fixtures/verify-command.js';

const command = await VerifyCommand.create();
afterAll(() => command.remove());

const key = new TestKey();
const log = exampleLog([key]);
const verify = async (lines: readonly string[], ...args: string[]) =>
  command.run([await command.file(lines), '--key', key.verifierKey, ...args]);
const since = async (note: string) => ['--since', await command.file(note)];

/** The file of claim A: leaves 0, 1, 3, 4 and 8 are shown. */
const OF_A: FileOptions = { filter: { stream: A }, show: ({ stream }) => stream === A };
const ofA = log.lines(OF_A);
/** Another history of the same size, signed with the same key. */
const fork = exampleLog([key]);

describe('tampering with a filtered file', () => {
  const skip = ofA.findIndex((line) => line.startsWith('{"$skip":3')); // leaves 5 to 7
  const parsed = JSON.parse(ofA[skip]!);
  const withSkip = (count: number, hashes: string[]) => ofA.with(skip, JSON.stringify({ $skip: count, h: hashes }));

  it.each([
    ['a hash of a skip', withSkip(3, [parsed.h[0], JSON.parse(log.skip(0, 1)).h[0]]), 'not those that were signed'],
    ['the hashes of a skip swapped', withSkip(3, parsed.h.toReversed()), 'not those that were signed'],
    [
      'the count of a skip, one more',
      withSkip(4, parsed.h),
      '4 withheld leaves after 5 have 3 hashes, but there are 2',
    ],
    ['the count of a skip, one less', withSkip(2, parsed.h), 'The file has 9 leaves'],
    ['the count of a skip, beyond the end', withSkip(9, parsed.h), '9 leaves are withheld after 5, but the header'],
    ['a hash of a skip taken out', withSkip(3, parsed.h.slice(1)), '3 withheld leaves after 5 have 2 hashes'],
    ['a skip taken out', ofA.toSpliced(skip, 1), 'The file has 7 leaves'],
    ['a shown leaf taken out', ofA.toSpliced(2, 1), 'The file has 9 leaves'],
    [
      'a middle event of the claim hidden behind its hash',
      log.lines({ ...OF_A, show: ({ stream }, index) => stream === A && index !== 3 }),
      `line 5 (leaf 4): Stream ${A} goes from event 2 to 4: what is between is withheld, though the filter does not ask`,
    ],
    [
      'another claim’s events in the place of this one’s',
      log.lines({ filter: { stream: A }, show: ({ stream }) => stream === B }),
      `line 3 (leaf 2): This leaf is of stream ${B}, which the filter does not ask for`,
    ],
    ['another claim’s line in the place of one', ofA.with(5, log.events[5]!.leaf), 'not those that were signed'],
  ])('is noticed: %s', async (_what, lines, message) => {
    const { code, out } = await verify(lines);
    expect([code, out]).toEqual([1, expect.stringMatching(/^TAMPERED: /)]);
    expect(out).toContain(message);
  });

  it('is noticed: more events hidden than leaves are withheld', async () => {
    const other = new TestLog([key]).add({ stream: A }).add({ stream: B });
    for (let i = 0; i < 3; i += 1) other.add({ stream: A });
    const lines = other.lines({ filter: { type: ['claim.created'] }, show: (_, index) => index !== 1 });
    const { code, out } = await verify(lines.with(3, other.events[4]!.leaf));
    expect([code, out]).toEqual([1, expect.stringContaining(`line 4 (leaf 2): Stream ${A} goes from event 1 to 4`)]);
  });

  it('by event type is allowed to withhold events of a shown claim, and says how many', async () => {
    const shown = log.lines({
      filter: { type: ['claim.created', 'claim.updated'] },
      show: ({ table }) => table === 'claim',
    });
    const { code, out } = await verify(shown);
    expect([code, out]).toEqual([0, expect.stringContaining('3 events withheld between shown ones of their stream')]);
  });

  it('by time can withhold events between shown ones only if the clock ran back', async () => {
    const lines = log.lines({
      filter: { after: '2026-11-01T09:00:00Z' },
      show: ({ stream }, index) => stream === A && index !== 3,
    });
    const { code, out } = await verify(lines);
    expect([code, out]).toEqual([5, expect.stringContaining('as if the clock had run back')]);
  });
});

describe('an earlier checkpoint', () => {
  it.each([0, 1, 5, 8, 10])('of %i leaves that is continued is named in the report', async (size) => {
    const { code, out } = await verify(log.lines(), ...(await since(log.checkpoint(size))));
    expect([code, out]).toEqual([0, expect.stringContaining(`the earlier checkpoint of ${size} leaves`)]);
  });

  it('is proven by a filtered file that splits its skip there', async () => {
    const { code } = await verify(log.lines({ ...OF_A, since: 6 }), ...(await since(log.checkpoint(6))));
    expect(code).toBe(0);
  });

  it.each([
    ['another history', fork.lines(), log.checkpoint(5), 'The first 5 leaves are not those of the earlier checkpoint'],
    ['another history of the same size', fork.lines(), log.checkpoint(), 'history was rewritten'],
    ['a log that was set back', log.lines({ size: 6 }), log.checkpoint(), 'has 10 leaves, this log 6: it was set back'],
    ['a skip that runs across it', ofA, log.checkpoint(6), 'does not show whether it continues the earlier checkpoint'],
    ['another log', new TestLog([key], 'x').lines(), log.checkpoint(0), 'is of another log, desk.example/audit'],
  ])('that is not continued is a conflict: %s', async (what, lines, note, message) => {
    const origin = what === 'another log' ? ['--origin', 'x'] : [];
    const { code, out } = await verify(lines, ...(await since(note)), ...origin);
    expect([code, out]).toEqual([4, expect.stringMatching(/^CONFLICT: /)]);
    expect(out).toContain(message);
  });

  it.each([
    ['that nobody trusted signed', exampleLog([new TestKey()]).checkpoint(5), 3, 'no signature by the trusted key'],
    ['that was edited', log.checkpoint(5).replace('\n5\n', '\n6\n'), 3, 'does not hold'],
    ['that is none', 'checkpoint\n', 2, 'The note is malformed.'],
  ])('%s proves nothing', async (_what, note, expected, message) => {
    const { code, out } = await verify(log.lines(), ...(await since(note)));
    expect([code, out]).toEqual([expected, expect.stringContaining(`The earlier checkpoint: `)]);
    expect(out).toContain(message);
  });
});

describe('what a file alone cannot show holds, and the report says so', () => {
  it('a stale copy: an older checkpoint with the whole file that belongs to it', async () => {
    const { code, out } = await verify(log.lines({ size: 6 }));
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('Whether the log has grown since: this is its state at 6'),
    ]);
    expect(out).toContain('an older copy');
  });

  it('a fork that was signed with a stolen key', async () => {
    const { code, out } = await verify(fork.lines());
    expect([code, out]).toEqual([0, expect.stringContaining('a second history signed with a stolen key')]);
    expect(out).toContain('An earlier checkpoint (--since) that was kept elsewhere shows it.');
  });

  it('the hidden tail of a claim in a filtered file', async () => {
    const { code, out } = await verify(log.lines({ ...OF_A, show: ({ stream }, index) => stream === A && index < 8 }));
    expect([code, out]).toEqual([0, expect.stringContaining('a later event of a shown stream could be among them')]);
  });

  it('the hidden head of a claim in a filtered file, but for its number', async () => {
    const { code, out } = await verify(log.lines({ ...OF_A, show: ({ stream }, index) => stream === A && index > 2 }));
    expect([code, out]).toEqual([0, expect.stringMatching(/streams {8}1, 1 of them not from their first event/)]);
  });

  it('a claim hidden altogether, and a filter that is not the one asked for', async () => {
    const filter = { stream: C, desk: 'x' };
    const { code, out } = await verify(log.lines({ filter, show: () => false }));
    expect([code, out]).toEqual([0, expect.stringContaining('10 withheld leaves')]);
    expect(out).toContain('stands in the header, which nobody signed');
  });
});
