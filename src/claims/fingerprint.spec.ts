import { describe, expect, it } from '@jest/globals';
import { fingerprint, normaliseText } from './fingerprint.js';

const same = (a: string, b: string): boolean => normaliseText(a) === normaliseText(b);

describe('normaliseText', () => {
  it.each([
    ['case', 'The Call HAPPENED', 'the call happened'],
    ['folding of ß', 'Straße', 'STRASSE'],
    ['final sigma', 'ΟΔΟΣ', 'οδος'],
    ['white space of any kind', 'the\u00a0call \t\n happened ', 'the call happened'],
    ['apostrophes', 'Trump’s call', "Trump's call"],
    ['quotation marks', '“The call” happened.', 'The call happened'],
    ['hyphens and dashes', 'a face-to-face meeting—soon', 'a face to face meeting soon'],
    ['compatibility forms', 'ﬁrst １２', 'first 12'],
    ['composition', 'Ze\u0301le', 'Z\u00e9le'],
    ['zero-width and bidi characters', 'the\u200b call\u202e', 'the call'],
    ['the two minus signs', '\u22125 degrees', '-5 degrees'],
  ])('ignores %s', (_, a, b) => {
    expect(same(a, b)).toBe(true);
  });

  it.each([
    ['decimal points', 'grew 1.5 times', 'grew 15 times'],
    ['thousands separators', '1,300 km', '1 300 km'],
    ['signs', '-5 degrees', '5 degrees'],
    ['percent', 'grew 5%', 'grew 5'],
    ['currency', 'cost $5', 'cost €5'],
    ['negation', 'has happened', 'has not happened'],
    ['accents', 'resume', 'résumé'],
  ])('keeps %s', (_, a, b) => {
    expect(same(a, b)).toBe(false);
  });

  it('is idempotent', () => {
    for (const text of ['“Ça va?” — 1.5 % İstanbul ŉ ſ ΐ', 'مرحبا بالعالم!', '首脳会談は「近い」。']) {
      expect(normaliseText(normaliseText(text))).toBe(normaliseText(text));
    }
  });

  it('keeps text in any script', () => {
    expect(normaliseText('首脳会談は「近い」。')).toBe('首脳会談は 近い');
    expect(normaliseText('Звонка НЕ было!')).toBe('звонка не было');
  });
});

describe('fingerprint', () => {
  it('tells claimants and statements apart', () => {
    const prints = [
      fingerprint('a b', 'c'),
      fingerprint('a', 'b c'),
      fingerprint('a b', 'd'),
      fingerprint('A, b!', 'C'),
    ].map((print) => print.toString('hex'));
    expect(new Set(prints).size).toBe(3);
    expect(prints[0]).toBe(prints[3]);
  });

  it('never changes for a given text', () => {
    expect(fingerprint('The call happened.', 'Dmitry Peskov').toString('hex')).toBe(
      '67bd7885e5405bc9891c2eb49e28e7e00c7be4292e27b06433834720cc65f377',
    );
  });
});
