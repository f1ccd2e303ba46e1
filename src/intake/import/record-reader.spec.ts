import { describe, expect, it } from '@jest/globals';
import { type RawRecord, RecordReader } from './record-reader.js';

/** @returns a source in pieces of `size` bytes, and how many of them were asked for */
function pieces(content: string | Buffer, size: number) {
  const bytes = Buffer.from(content as string);
  const source = { read: 0, chunks: chunks() };
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) {
      source.read += 1;
      yield bytes.subarray(at, at + size);
    }
  }
  return source;
}
const brief = ({ line, lines, bytes, isCut }: RawRecord) => [line, lines, bytes.toString(), ...(isCut ? ['cut'] : [])];
async function all(reader: RecordReader) {
  const records = [];
  for (let record = await reader.next(); record !== null; record = await reader.next()) records.push(brief(record));
  return records;
}
/** Every size of piece must give the same. */
const SIZES = [1, 2, 3, 5, 7, 64, 1000];

describe('RecordReader', () => {
  it.each(SIZES)('splits lines, in pieces of %i bytes', async (size) => {
    const reader = new RecordReader(pieces('\ufeffone\r\n\ntwo "\n\r\nthrée', size).chunks, false);
    expect(await all(reader)).toEqual([
      [1, 1, 'one'],
      [2, 1, ''],
      [3, 1, 'two "'],
      [4, 1, ''],
      [5, 1, 'thrée'],
    ]);
    expect(reader.offset).toBe(Buffer.byteLength('\ufeffone\r\n\ntwo "\n\r\nthrée'));
  });

  it.each(SIZES)('keeps quoted line breaks together, in pieces of %i bytes', async (size) => {
    const content = 'a,b\n"x\ny""\n",z\r\n"",1\n"open\nnever\n';
    expect(await all(new RecordReader(pieces(content, size).chunks, true))).toEqual([
      [1, 1, 'a,b'],
      [2, 3, '"x\ny""\n",z'],
      [5, 1, '"",1'],
      [6, 3, '"open\nnever'],
    ]);
  });

  it.each(SIZES)('gives lines back, in pieces of %i bytes', async (size) => {
    const reader = new RecordReader(pieces('1\n"open\n3,"x\n4"\n5\n', size).chunks, true);
    await reader.next();
    expect(brief((await reader.next())!)).toEqual([2, 2, '"open\n3,"x']);
    expect(brief(reader.onlyFirstLine())).toEqual([2, 1, '"open']);
    expect([reader.line, reader.offset]).toEqual([3, 8]);
    expect(await all(reader)).toEqual([
      [3, 2, '3,"x\n4"'],
      [5, 1, '5'],
    ]);
  });

  it.each(SIZES)('cuts a line that is too long and goes on after it, in pieces of %i bytes', async (size) => {
    const content = `${'x'.repeat(20)}\n${'y'.repeat(21)}\nz\n${'w'.repeat(5000)}\nend`;
    const records = await all(new RecordReader(pieces(content, size).chunks, false, 21));
    expect(records.map(([line, lines, text, cut]) => [line, lines, String(text).slice(0, 3), cut])).toEqual([
      [1, 1, 'xxx', undefined],
      [2, 1, 'yyy', 'cut'],
      [3, 1, 'z', undefined],
      [4, 1, 'www', 'cut'],
      [5, 1, 'end', undefined],
    ]);
    expect(String(records[3]![2]).length).toBeLessThanOrEqual(1000);
  });

  it.each(SIZES)('lets an open quote reach no further than the limit, in pieces of %i bytes', async (size) => {
    const lines = Array.from({ length: 3000 }, (_, i) => `row ${i}`);
    const records = await all(new RecordReader(pieces(`"open\n${lines.join('\n')}\n`, size).chunks, true, 500));
    expect(records[0]).toEqual([1, 1, '"open']);
    expect(records.slice(1).map(([, , text]) => text)).toEqual(lines);
  });

  it.each(SIZES)('passes over lines, in pieces of %i bytes', async (size) => {
    const reader = new RecordReader(pieces('1\n"2\n3\n4\n5', size).chunks, true);
    await reader.skipTo(4);
    expect(await all(reader)).toEqual([
      [4, 1, '4'],
      [5, 1, '5'],
    ]);
    const past = new RecordReader(pieces('1\n2', size).chunks, false);
    await past.skipTo(9);
    expect([past.line, await past.next()]).toEqual([2, null]);
  });

  it('reads no further than it has to', async () => {
    const source = pieces('0123456789\n'.repeat(1000), 110);
    const reader = new RecordReader(source.chunks, false);
    for (let i = 0; i < 10; i += 1) await reader.next();
    expect(source.read).toBe(1);
    await reader.next();
    expect(source.read).toBe(2);
  });
});
