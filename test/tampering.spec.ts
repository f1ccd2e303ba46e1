import { afterAll, describe, expect, it } from '@jest/globals';
import { A, B, exampleLog, jsonb, TestKey, TestLog } from './fixtures/log-file.js';
import { VerifyCommand } from './fixtures/verify-command.js';

const command = await VerifyCommand.create();
afterAll(() => command.remove());

const key = new TestKey();
const log = exampleLog([key]);
/** The header, ten leaves, the checkpoint: leaf i is plain[i + 1], and line i + 2 of the file. */
const plain = log.lines();
const leaf = (index: number): string => log.events[index]!.leaf;
/** With the private text of leaf 1 on line 4. */
const withTexts = log.lines({ private: true });

const verify = async (lines: readonly string[], ...args: string[]) =>
  command.run([await command.file(lines), '--key', key.verifierKey, ...args]);
const since = async (note: string) => ['--since', await command.file(note)];

/** The leaf with other members. */
const edited = (index: number, change: (leaf: any) => void): string => {
  const value = JSON.parse(leaf(index));
  change(value);
  return jsonb(value);
};

const NOT_SIGNED = 'The lines are not those that were signed: one or more were changed, replaced or moved.';
const count = (has: number, signed = 10) => `The file has ${has} leaves, but its checkpoint was signed over ${signed}`;

describe('the file as it was exported', () => {
  it.each([
    ['whole', plain],
    ['with private texts', withTexts],
    ['filtered by claim', log.lines({ filter: { stream: A }, show: ({ stream }) => stream === A })],
    ['from a leaf on', log.lines({ show: (_, index) => index >= 4 })],
  ])('holds: %s', async (_what, lines) => {
    const { code, out } = await verify(lines);
    expect([code, out.split('\n')[0]]).toEqual([0, expect.stringMatching(/^HOLDS: /)]);
  });
});

describe('tampering with a whole file', () => {
  const cases: [string, string[], string, ...string[]][] = [
    ['a field edited', plain.with(5, leaf(4).replace('DISPUTED', 'VERIFIED')), NOT_SIGNED],
    ['white space only', plain.with(5, leaf(4).replace('": ', '":')), NOT_SIGNED],
    ['a space at the end of a line', plain.with(5, `${leaf(4)} `), NOT_SIGNED],
    ['a carriage return at the end of a line', plain.with(5, `${leaf(4)}\r`), NOT_SIGNED],
    [
      'a leaf that is JSON no more',
      plain.with(5, leaf(4).slice(1)),
      NOT_SIGNED,
      'line 6 (leaf 4): This leaf is not an',
    ],
    ['the first line deleted', plain.toSpliced(1, 1), count(9), `line 2 (leaf 0): Stream ${A} begins with event 2`],
    ['a middle line deleted', plain.toSpliced(4, 1), count(9), `line 5 (leaf 3): Stream ${A} goes from event 2 to 4`],
    ['the last line deleted', plain.toSpliced(10, 1), count(9)],
    ['two lines of a claim swapped', plain.with(4, leaf(4)).with(5, leaf(3)), NOT_SIGNED, 'goes from event 4 to 3'],
    ['two lines of two claims swapped', plain.with(7, leaf(7)).with(8, leaf(6)), NOT_SIGNED],
    [
      'a line inserted',
      plain.toSpliced(
        10,
        0,
        edited(8, (event) => (event.seq = 6)),
      ),
      count(11),
    ],
    [
      'an old line replayed',
      plain.toSpliced(7, 0, leaf(4)),
      count(11),
      `line 8 (leaf 6): Stream ${A} goes from event 4 to 4`,
    ],
    ['an old line put over another', plain.with(10, leaf(3)), NOT_SIGNED, 'a line is repeated, or not in its place'],
    ['the tail cut off, the checkpoint kept', plain.toSpliced(7, 4), count(6)],
    [
      'the claims of two events swapped',
      plain
        .with(
          5,
          edited(4, (event) => (event.stream = B)),
        )
        .with(
          8,
          edited(7, (event) => (event.stream = A)),
        ),
      NOT_SIGNED,
      `(leaf 4): Stream ${B} goes from event 1 to 4`,
    ],
    ['an older checkpoint put at the end', [...plain.slice(0, -1), ...log.lines({ size: 6 }).slice(-1)], count(10, 6)],
    [
      'an older checkpoint, and the header made to fit',
      [log.lines({ size: 6 })[0]!, ...plain.slice(1, -1), ...log.lines({ size: 6 }).slice(-1)],
      count(10, 6),
    ],
    [
      'the header’s size',
      plain.with(0, '{"$audit":1,"origin":"desk.example/audit","size":11}'),
      'The header’s size is 11, the',
    ],
    [
      'the header’s log',
      plain.with(0, '{"$audit":1,"origin":"fesk.example/audit","size":10}'),
      'names the log fesk.example/audit',
    ],
    [
      'a leaf hidden behind its hash, with which the root is right',
      log.lines({ show: (_, index) => index !== 6 }),
      'line 8 (leaf 6): Leaves are withheld here, though the header names no filter',
    ],
  ];

  it.each(cases)('is noticed: %s', async (_what, lines, ...messages) => {
    const { code, out } = await verify(lines);
    expect([code, out]).toEqual([1, expect.stringMatching(/^TAMPERED: /)]);
    for (const message of messages) expect(out.replaceAll("'", '’')).toContain(message);
  });

  it('says up to where the file agrees with an earlier checkpoint', async () => {
    const { code, out } = await verify(
      plain.with(8, leaf(7).replace('VERIFIED', 'DISPUTED')),
      ...(await since(log.checkpoint(5))),
    );
    expect([code, out]).toEqual([1, expect.stringContaining('The first 5 leaves agree with the earlier checkpoint.')]);
  });

  it('cut off before the checkpoint is malformed: it could also be a broken transfer', async () => {
    for (const lines of [plain.slice(0, -1), plain.slice(0, 5)]) {
      const { code, out } = await verify(lines);
      expect([code, out]).toEqual([2, expect.stringContaining('no checkpoint at its end: it is cut off')]);
    }
  });
});

describe('tampering with private text', () => {
  const [line, other] = [withTexts[3]!, withTexts[7]!];
  it.each([
    ['the text changed', withTexts.with(3, line.replace('Worte', 'Werte'))],
    [
      'the salt changed',
      withTexts.with(
        3,
        line.replace(/"salt":"./, (begin) => begin.slice(0, -1) + (begin.endsWith('0') ? '1' : '0')),
      ),
    ],
    ['the text of another leaf', withTexts.with(3, other)],
  ])('is noticed: %s', async (_what, lines) => {
    const { code, out } = await verify(lines);
    expect([code, out]).toEqual([1, expect.stringContaining('line 4 (leaf 1): The private text, or its salt, is not')]);
  });

  it('is noticed: half a character, which would be hashed as U+FFFD', async () => {
    const text = 'x\ufffd';
    const own = new TestLog([key]).add({ stream: A, text }).lines({ private: true });
    expect((await verify(own)).code).toBe(0);
    expect((await verify(own.with(2, own[2]!.replace('\ufffd', '\\ud800')))).code).toBe(1);
  });

  it.each([
    ['a text', line],
    ['an erasure', '{"$erased":true}'],
  ])('is noticed: %s after a leaf that commits to none', async (_what, added) => {
    const { code, out } = await verify(plain.toSpliced(2, 0, added));
    expect([code, out]).toEqual([1, expect.stringMatching(/line 3 \(leaf 0\): .*commits to none/)]);
  });

  it('taken out, or called erased, shows in what the report counts', async () => {
    const texts = async (lines: string[]) => (await verify(lines)).out.match(/private texts {2}(.*)/)?.[1];
    expect(await texts(withTexts)).toBe('3 match, 0 erased, 0 not in the file');
    expect(await texts(withTexts.toSpliced(3, 1))).toBe('2 match, 0 erased, 1 not in the file');
    expect(await texts(withTexts.with(3, '{"$erased":true}'))).toBe('2 match, 1 erased, 0 not in the file');
    expect((await verify(withTexts.with(3, '{"$erased":true}'))).out).toContain('shown ERASE events account for 0');
    const erased = new TestLog([key]).add({ stream: A, text: 'x' }).add({ stream: A, op: 'ERASE', row: { events: 1 } });
    const { code, out } = await verify(erased.lines({ private: true, erased: [0] }));
    expect([code, out]).toEqual([0, expect.stringContaining('shown ERASE events account for 1')]);
  });
});

describe('tampering with the signature', () => {
  const note = log.checkpoint();
  const ends = (end: string) => plain.with(11, JSON.stringify({ $checkpoint: end }));
  it.each([
    ['another key of the same name', ends(exampleLog([new TestKey()]).checkpoint()), 'no signature by the trusted key'],
    [
      'a key of another name',
      ends(exampleLog([new TestKey('x.example')]).checkpoint()),
      'no signature by the trusted key',
    ],
    ['the checkpoint’s size edited', ends(note.replace('\n10\n', '\n9\n')), 'does not hold'],
    ['the checkpoint’s root edited', ends(note.replace(/\n\w(.{42}=)\n/, '\n+$1\n')), 'does not hold'],
    ['the checkpoint’s origin edited', ends(note.replace('desk', 'fesk')), 'does not hold'],
    [
      'a signature of another checkpoint',
      ends(`${note.split('\n\n')[0]}\n\n${log.checkpoint(9).split('\n\n')[1]}`),
      'does not hold',
    ],
    [
      'the key of this log used for another',
      ends(new TestLog([key], 'other.example').checkpoint(0)),
      'is of the log other.example',
    ],
  ])('is noticed: %s', async (_what, lines, message) => {
    const { code, out } = await verify(lines);
    expect([code, out]).toEqual([3, expect.stringMatching(/^UNTRUSTED: /)]);
    expect(out).toContain(message);
  });

  it('is noticed: the log of another origin than the one asked for', async () => {
    const { code, out } = await verify(plain, '--origin', 'other.example');
    expect([code, out]).toEqual([3, expect.stringContaining('of the log desk.example/audit, not of other.example')]);
    expect((await verify(plain, '--origin', 'desk.example/audit')).code).toBe(0);
  });
});

describe('a clock that runs back', () => {
  const times = (...seconds: number[]) =>
    seconds.reduce((made, second) => made.add({ stream: A, second }), new TestLog([key])).lines();
  it('by more than a minute is an anomaly of a log that holds', async () => {
    const { code, out } = await verify(times(0, 100, 39, 40, 41, 200));
    expect([code, out]).toEqual([5, expect.stringMatching(/^ANOMALIES: /)]);
    expect(out.split('\n').filter((line) => line.includes('ran back'))).toEqual([
      '  line 4 (leaf 2): The clock ran back by 61 s: 2026-11-01T09:00:39.000123Z comes after 2026-11-01T09:01:40.000123Z.',
    ]);
  });
  it('by less is only a transaction that stayed open', async () => {
    expect((await verify(times(0, 100, 40, 41, 200))).code).toBe(0);
  });
});
