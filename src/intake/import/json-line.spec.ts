import { describe, expect, it } from '@jest/globals';
import { parseJsonLine } from './json-line.js';

const parse = (text: string) => parseJsonLine(Buffer.from(text));

describe('parseJsonLine', () => {
  it.each([
    ['an object', '{"a":[{"b":"c"}],"d":null}'],
    ['one key in several objects', '{"a":{"a":1},"b":[{"a":1},{"a":2}]}'],
    ['quotes, colons and brackets within texts', String.raw`{"a":"\"b\":","b":"{[\\","c\"":"a"}`],
    ['a text that is also a key', '{"a":"b","b":"a","c":["a","a"]}'],
    ['white space before the colon', '{"a" \t: "x", "b":1 }'],
  ])('takes %s', (_, text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['on the first level', '{"a":1,"b":{},"a":1}', 'a'],
    ['in a list', '{"x":[0,{"b":1,"c":2,"b":3}]}', 'b'],
    ['with an escape', String.raw`{"caf\u00e9":1,"café":2}`, 'café'],
    ['as the empty text', '{"":1,"":2}', ''],
    ['before white space', '{"a" :1,"a"\t:2}', 'a'],
  ])('finds a key that stands twice %s', (_, text, path) => {
    expect(parse(text)).toEqual([{ path, reason: `${path} stands twice in one object.` }]);
  });

  it('stops at eight levels', () => {
    const nested = (levels: number) => '{"a":'.repeat(levels - 1) + '{}' + '}'.repeat(levels - 1);
    expect(Array.isArray(parse(nested(8)))).toBe(false);
    expect(parse(nested(9))).toEqual([{ path: '', reason: 'The JSON is nested deeper than 8 levels.' }]);
    expect(parse(`{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}`)).toHaveLength(1);
  });
});
