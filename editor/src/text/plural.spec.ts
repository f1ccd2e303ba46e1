import { expect, it } from '@jest/globals';
import { pluralsOf } from './plural.js';

it('words a count as its language does', () => {
  const english = pluralsOf('en');
  expect([0, 1, 2, 1234].map((n) => english(n, { one: '# outlet', other: '# outlets' }))).toEqual([
    '0 outlets',
    '1 outlet',
    '2 outlets',
    '1,234 outlets',
  ]);
  const arabic = pluralsOf('ar-EG-u-nu-latn');
  const forms = { zero: 'zero #', one: 'one #', two: 'two #', few: 'few #', many: 'many #', other: 'other #' };
  expect([0, 1, 2, 3, 11, 100].map((n) => arabic(n, forms))).toEqual([
    'zero 0',
    'one 1',
    'two 2',
    'few 3',
    'many 11',
    'other 100',
  ]);
});
