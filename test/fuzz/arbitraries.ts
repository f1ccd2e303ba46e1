import fc from 'fast-check';
import { LIMITS as CLAIM_LIMITS } from '../../src/claims/vocabulary.js';
import { LIMITS as REVIEW_LIMITS } from '../../src/review/vocabulary.js';

/** Pieces of text that programs trip over. */
export const PIECES: readonly string[] = [
  ['\u0000'], // Postgres cannot store it
  ['\ud83d', '\udc00', '\ufffe', '\uffff', '\u{10ffff}'], // halves of characters, and what is none
  ['\u200b', '\u200d', '\u202e', '\u2066', '\ufeff', '\u00ad', '\u180e'], // invisible, and turning the direction
  ['\u0301', 'e\u0301', 'é', '\u0345', '\u1100\u1161', '가'], // combining
  ['ß', 'ẞ', 'İ', 'ı', 'Σ', 'ς', 'σ', 'ǰ', 'ŉ', 'ﬁ', 'ΐ', 'Å', 'Å'], // whose case or form is more than one
  ['ﷺ', '㍿', '½', '⅓', '²', '％', '－', '１', '٣', '٫', '﹒'], // whose compatibility form is longer, or a digit
  ["'", '’', 'ʼ', '´', '`', '–', '—', '−', '-', '.', ',', '%', '‰', '+', '$', '€', '(', ')', '!', '?', '…'],
  ['😀', '👩‍👩‍👧', '🇩🇪', '𝒳', '𐐷', 'שלום', 'مرحبا', '日本', 'ไทย'],
  [' ', '\t', '\n', '\r\n', '\u0085', '\u00a0', '\u2028', '\u3000'],
  ["'; DROP TABLE claim; --", '" OR ""="', '\\', '%', '_', '$1', '{{7*7}}', '${x}', '<b>', '&amp;', '%00', '%zz'],
  ['__proto__', 'constructor', 'toString', 'null', 'undefined', 'NaN', 'true', '0', '1', '9'],
].flat();

const words = fc.constantFrom('Trump', 'said', 'Moscow', 'percent', '1.5', '1,300', '-5', '2025', 'a', 'Z', 'n');

/** Texts of every kind, mostly short. */
export const text: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 3, arbitrary: words },
      { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

/** Without halves of characters, which UTF-8 cannot express. */
export const wellFormed = (value: string): string => value.replaceAll(/\p{Surrogate}/gu, '');

/** What the lengths of texts are limited to; the commonest ones more than once, and so more often. */
const LENGTHS = [...Object.values(CLAIM_LIMITS), ...Object.values(REVIEW_LIMITS), 500];
/** What such texts are made of: one unit or two, one byte or four, and what grows when it is normalised. */
const UNITS = ['x', '𝒳', 'ﷺ', '\u0301', 'ß', '\u0001', '"', '日', '\u200b', ' x', '%', '-1.'] as const;

/** Texts about as long as any field allows, in characters. */
export const longText: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...LENGTHS), fc.integer({ min: -1, max: 1 }), fc.constantFrom(...UNITS), fc.nat())
  .map(([length, more, unit, salt]) => {
    const characters = Array.from(unit.repeat(length + more)).slice(0, length + more);
    // different characters, so that the database cannot compress them away
    return characters.map((one, i) => ((i * 7919 + salt) % 31 === 0 ? String.fromCodePoint(0x4e00 + i) : one)).join('');
  });

export const number: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e21, 1e308, 5e-324),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const DAYS = [
  '0001-01-01',
  '0000-01-01',
  '9999-12-31',
  '10000-01-01',
  '2024-02-29',
  '2023-02-29',
  '1582-10-10',
  '-1-1-1',
];
/** Days and what looks like one. */
export const day: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...DAYS, '2025-1-1', '20250101', '2025-13-01', '2025-00-10', '２０２５-０１-０１'),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
);

const ZONES = ['Z', 'z', '+00:00', '-23:59', '+14:00', '', '+24:00', ' Z'];
const TIMES = [
  '00:00:00',
  '23:59:59.999',
  '23:59:60',
  '24:00:00',
  '12:00',
  '00:00:00.123456789',
  '00:00:00.1234567890',
];
/** Instants and what looks like one. */
export const instant: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(day, fc.constantFrom('T', 't', ' ', ''), fc.constantFrom(...TIMES), fc.constantFrom(...ZONES))
    .map((parts) => parts.join('')),
  fc.integer({ min: -400, max: 2500 }).map((days) => new Date(Date.UTC(2026, 0, 1 + days)).toISOString()),
);

const UNKNOWN = '00000000-0000-7000-8000-000000000000';
/** Ids of no row, and what looks like one. */
export const id: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(UNKNOWN, UNKNOWN.toUpperCase(), `{${UNKNOWN}}`, `${UNKNOWN} `, UNKNOWN.replaceAll('-', '')),
  fc.uuid(),
  fc.constantFrom('ABCDEF00-0000-7000-8000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '', '1'),
);

const ADDRESSES = [
  'https://a.example/',
  'HTTP://A.EXAMPLE:80',
  'http://',
  'https://a b/',
  'javascript:alert(1)',
  'ftp://a/',
  'https://user:pass@a.example/#x',
  'https://[::1]/',
  'https://1.2.3/',
  'https://xn--/',
  'https://münchen.example/ä?ö',
  'https://a.example/?utm_source=x&b=%20c',
  'https://a.example/?b=%20c',
  'https://a.example/?utm_source',
  '//a/',
  'https://a.example/%zz?%zz#%zz',
  'https://a.example/\ud83d',
  'https://a.example\\@b.example/',
  'https:a.example',
];
/** Addresses, and what looks like one. */
export const address: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...ADDRESSES),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc
    .tuple(fc.constantFrom('https://a.example/', 'https://a.example/?q=', 'https://'), text)
    .map((parts) => parts.join('')),
);

/** JSON of any shape. */
export const json: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, true, false, [], {}, [[]], [null], { length: 1e9 }, { toString: 1 }),
  // as from JSON.parse, so that __proto__ is a property
  fc
    .constantFrom('{"__proto__":{"x":1}}', '{"constructor":{"prototype":{}}}', '{"then":"x"}')
    .map((source): unknown => JSON.parse(source)),
);

/** Anything that a variable may be given. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 4, arbitrary: longText },
  { weight: 2, arbitrary: number },
  { weight: 2, arbitrary: fc.oneof(day, instant) },
  { weight: 2, arbitrary: id },
  { weight: 2, arbitrary: address },
  { weight: 2, arbitrary: json },
  { weight: 1, arbitrary: fc.constant(null) },
  // names of enumerations' values, one of which will fit
  {
    weight: 1,
    arbitrary: fc.constantFrom('VERIFIED', 'UNCONFIRMED', 'CONTEXT', 'REPORTS', 'REJECT', 'SIMILAR_TO', 'ADMIN'),
  },
);
