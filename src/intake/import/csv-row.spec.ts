import { describe, expect, it } from '@jest/globals';
import { columnOf, CSV_COLUMNS, parseHeader, readRow } from './csv-row.js';

const header = (text: string) => parseHeader(Buffer.from(text));

describe('parseHeader', () => {
  it('takes columns in any order, quoted or not', () => {
    expect(header('stance, "outlet"'.replace(', ', ',') + ',claimant,statement')).toEqual([
      'stance',
      'outlet',
      'claimant',
      'statement',
    ]);
    expect(header(CSV_COLUMNS.toReversed().join(','))).toEqual(CSV_COLUMNS.toReversed());
  });

  it.each([
    [
      'statement;claimant;outlet;stance',
      /there are none with the name "statement;claimant;outlet;stance"\. Allowed: statement/,
    ],
    ['statement,claimant,outlet,stance,', /none with the name ""/],
    ['Statement,claimant,outlet,stance', /none with the name "Statement"/],
    ['statement,claimant,outlet,stance,toString', /none with the name "toString"/],
    ['statement,claimant,outlet,stance,outlet', /^The header names outlet twice\.$/],
    ['statement,outlet', /^The header lacks the columns claimant, stance\./],
  ])('refuses %s', (text, message) => {
    expect(() => header(text)).toThrow(message);
  });
});

describe('readRow', () => {
  const columns = header('statement,claimant,outlet,stance,topics,desk,url,articleLanguage');
  it('makes a submission of a row', () => {
    const row = 'A ""quote"" alone is none,B,C,DENIES,a| b|c,sport,,de'.replace(/^[^,]*/, '"$&"');
    expect(readRow(Buffer.from(row), columns)).toEqual({
      desk: 'sport',
      input: {
        statement: 'A "quote" alone is none',
        claimant: 'B',
        topics: ['a', 'b', 'c'],
        appearances: [{ article: { outlet: 'C', language: 'de' }, stance: 'DENIES', attribution: [] }],
      },
    });
  });

  it('says what is wrong with its form', () => {
    expect(readRow(Buffer.from('a,b'), columns)).toEqual([
      { path: '', reason: 'The row has 2 cells; the header has 8 columns.' },
    ]);
    expect(readRow(Buffer.from('a,b"c'), columns)).toEqual([
      { path: '', reason: expect.stringMatching(/^A double quote stands within/) },
    ]);
  });
});

it('columnOf names the column of a field', () => {
  expect(columnOf('appearances.0.article.language')).toBe('articleLanguage');
  expect(columnOf('deskId')).toBe('desk');
  expect(columnOf('appearances.0.article')).toBe('appearances.0.article');
});
