import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeskApp } from './desk-app.js';
import { COLUMNS, ImportCommand, line, row } from './import-command.js';

let app: DeskApp;
let command: ImportCommand;
beforeAll(async () => {
  app = await DeskApp.start();
  await app.desk('general', { isDefault: true });
  command = await ImportCommand.create(app.appUrl);
});
afterAll(async () => {
  await command.remove();
  await app.stop();
});

const statements = async (): Promise<string[]> =>
  (await app.sql('SELECT statement FROM claim ORDER BY id')).map(({ statement }) => statement);
const json = (changes: object, at: 'claim' | 'appearance' | 'article' = 'claim'): string => {
  const one = line();
  const [appearance] = one['appearances'];
  Object.assign({ claim: one, appearance, article: appearance.article }[at], changes);
  return JSON.stringify(one);
};
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const MIB = 1024 * 1024;
const NOT_STORABLE = 'must not hold NUL characters or halves of surrogate pairs.';
const LIST = 'must be an array.';

/** What it is, the line, the path and the reason. */
const BAD_JSON: [string, string | Buffer, string, string | RegExp][] = [
  ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), '', 'The line is not valid UTF-8.'],
  ['a surrogate in UTF-8', Buffer.from('{"\xed\xa0\x80":1}', 'latin1'), '', 'The line is not valid UTF-8.'],
  ['no JSON', '{"statement": nothing}', '', /^The line is not valid JSON: /],
  ['half an object', json({}).slice(0, -5), '', /^The line is not valid JSON: /],
  ['two objects', `${json({})}${json({})}`, '', /^The line is not valid JSON: /],
  ['white space', '   ', '', /^The line is not valid JSON: /],
  ['a raw NUL', json({ statement: 'a§b' }).replace('§', '\0'), '', /^The line is not valid JSON: /],
  ['an escaped NUL', json({ statement: 'a\0b' }), 'statement', `statement ${NOT_STORABLE}`],
  ['half of a surrogate pair', json({ claimant: 'x\ud83d' }), 'claimant', `claimant ${NOT_STORABLE}`],
  ['a list', `[${json({})}]`, '', 'The line must be one JSON object.'],
  ['null', 'null', '', 'The line must be one JSON object.'],
  ['a text', '"claim"', '', 'The line must be one JSON object.'],
  [
    'a key that stands twice',
    `{"statement":"a","statement":"b"}`,
    'statement',
    'statement stands twice in one object.',
  ],
  ['a key that stands twice, once escaped', `{"a":{"b":1,"\\u0062":2}}`, 'b', 'b stands twice in one object.'],
  ['__proto__', `{"__proto__":{"statement":"x"}}`, '__proto__', 'property __proto__ should not exist.'],
  ['constructor', json({ constructor: 1 }), 'constructor', 'property constructor should not exist.'],
  ['deep lists', `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, '', 'The JSON is nested deeper than 8 levels.'],
  ['deep objects', `${'{"a":'.repeat(9)}1${'}'.repeat(9)}`, '', 'The JSON is nested deeper than 8 levels.'],
  ['an empty object', '{}', 'statement', /^statement must be a text\. claimant must be a text\./],
  ['an unknown field', json({ verdict: 'VERIFIED' }), 'verdict', 'property verdict should not exist.'],
  [
    'an unknown field of an article',
    json({ date: 1 }, 'article'),
    'appearances.0.article.date',
    'property date should not exist.',
  ],
  ['a number for a text', json({ statement: 5 }), 'statement', 'statement must be a text.'],
  [
    'punctuation for a statement',
    json({ statement: '“…” – ?!' }),
    'statement',
    'The statement holds nothing but punctuation.',
  ],
  [
    'a text too long',
    json({ statement: '💬'.repeat(2001) }),
    'statement',
    'statement must be 1 to 2000 characters long.',
  ],
  [
    'a day that does not exist',
    json({ claimedAt: '2025-02-30' }),
    'claimedAt',
    'claimedAt must be a day that exists, as YYYY-MM-DD.',
  ],
  ['a text for a list', json({ topics: 'war' }), 'topics', `topics ${LIST}`],
  ['an object for a list', json({ appearances: { length: 1 } }), 'appearances', `appearances ${LIST}`],
  [
    'lists in a list',
    json({ appearances: [line()['appearances']] }),
    'appearances',
    'each value in appearances must be an object.',
  ],
  ['a list for an object', json({ article: [] }, 'appearance'), 'appearances.0.article', 'article must be an object.'],
  ['no appearance', json({ appearances: [] }), 'appearances', 'appearances must contain at least 1 elements.'],
  [
    'a stance that is none',
    json({ stance: 'DOUBTS' }, 'appearance'),
    'appearances.0.stance',
    /^stance must be one of the following values: ASSERTS/,
  ],
  ['a relative address', json({ url: '/1' }, 'article'), 'appearances.0.article.url', /^This must be a whole address/],
  [
    'an article without a name',
    json({ citation: null }, 'article'),
    'appearances.0.article',
    /^An article needs its url, or a citation/,
  ],
  ['an unknown desk', json({ deskId: '00000000-0000-7000-8000-000000000000' }), 'deskId', 'There is no such desk.'],
  ['a line of 2 MiB and a bit', json({ statement: 'x'.repeat(2 * MIB) }), '', 'The line is longer than 2 MiB.'],
  ['a line of 9 MiB', json({ statement: 'x'.repeat(9 * MIB) }), '', 'The line is longer than 2 MiB.'],
];

const BAD_ROWS: [string, string | Buffer, string, string | RegExp][] = [
  ['broken UTF-8', Buffer.from(`caf\xe9${',x'.repeat(13)}`, 'latin1'), '', 'The row is not valid UTF-8.'],
  ['a NUL', row({ statement: 'a\0b' }), 'statement', `statement ${NOT_STORABLE}`],
  ['too few cells', 'a,b', '', 'The row has 2 cells; the header has 14 columns.'],
  ['too many cells', `${row({})},`, '', 'The row has 15 cells; the header has 14 columns.'],
  ['text after a closing quote', `"a"b${','.repeat(13)}`, '', /^A closing double quote must be followed by/],
  ['a quote within a cell', `5" pipe${','.repeat(13)}`, '', /^A double quote stands within a cell/],
  ['a quote that nothing closes', `"open${','.repeat(13)}`, '', 'A double quote opens a cell and none closes it.'],
  ['no statement', row({ statement: '' }), 'statement', 'statement must be a text.'],
  ['a bad language', row({ articleLanguage: 'en_US' }), 'articleLanguage', /^language must be a BCP 47 tag/],
  [
    'a bad day',
    row({ publishedAt: '21.1.2025' }),
    'publishedAt',
    'publishedAt must be a day that exists, as YYYY-MM-DD.',
  ],
  [
    'an empty part of a list',
    row({ attribution: 'CNN||officials' }),
    'attribution',
    /^each of attribution must be 1 to 200 characters/,
  ],
  ['an unknown desk', row({ desk: 'sports' }), 'desk', 'There is no such desk. There are: general.'],
  ['a bad address', row({ url: 'ftp://a.example/' }), 'url', /^This must be a whole address/],
  ['neither address nor citation', row({ citation: '' }), 'appearances.0.article', /^An article needs its url/],
  ['a row of 3 MiB', row({ statement: 'x'.repeat(3 * MIB) }), '', 'The line is longer than 2 MiB.'],
];

/** Each bad line between two good ones. @returns the content, and the good statements */
function between(
  bad: (readonly [string, string | Buffer, ...unknown[]])[],
  good: (statement: string) => string,
  first: string[],
) {
  const wanted = bad.map((_, i) => `Good one ${i} of ${bad.length}.`);
  const lines = bad.flatMap(([, text], i) => [text, good(wanted[i]!)]);
  const content = Buffer.concat(
    [...first, ...lines].map((each) => Buffer.concat([Buffer.from(each as string), Buffer.from('\n')])),
  );
  return { content, wanted };
}

describe('a bad line', () => {
  it.each([
    ['ndjson', BAD_JSON, (statement: string) => JSON.stringify(line({ statement })), []],
    ['csv', BAD_ROWS, (statement: string) => row({ statement }), [COLUMNS]],
  ] as const)(
    'of %s is refused with its number and reason, and the good ones around it get in',
    async (format, bad, good, first) => {
      const { content, wanted } = between([...bad], good, [...first]);
      for (const batch of ['1000', '7']) {
        const file = await command.file(
          `bad-${batch}.${format}`,
          Buffer.concat([content, Buffer.from('\n'.repeat(Number(batch)))]),
        );
        expect((await command.run([file, '--batch', batch])).code).toBe(3);
        const report = (await command.report(`bad-${batch}.${format}.refused.ndjson`))!;
        report.sort((a, b) => a.line - b.line); // batches of two lanes may end in another order
        expect(report.map(({ line: at }) => at)).toEqual(bad.map((_, i) => 2 * i + 1 + first.length));
        for (const [i, [what, text, path, reason]] of bad.entries()) {
          const entry = report[i]!;
          expect([what, entry.path]).toEqual([what, path]);
          expect(entry.reason).toMatch(typeof reason === 'string' ? new RegExp(`^${escaped(reason)}$`) : reason);
          const given = Buffer.from(text as string).toString('utf8');
          expect([what, entry.text]).toEqual([
            what,
            entry.reason.includes('longer than') ? given.slice(0, 1000) : given,
          ]);
        }
        expect((await statements()).filter((statement) => wanted.includes(statement)).toSorted()).toEqual(
          wanted.toSorted(),
        );
      }
    },
  );

  it('with an open quote costs itself, and not the rows after it, however many there are', async () => {
    const wanted = Array.from({ length: 12_000 }, (_, i) => `After the quote ${i}.`);
    const rows = wanted.map((statement) => row({ statement, citation: `Long ${'c'.repeat(200)}${statement}` }));
    const file = await command.file('open.csv', [COLUMNS, `"open${','.repeat(13)}`, ...rows]);
    expect((await command.run([file])).code).toBe(3);
    expect((await command.report('open.csv.refused.ndjson'))!.map(({ line: at }) => at)).toEqual([2]);
    expect((await statements()).filter((statement) => statement.startsWith('After the quote'))).toHaveLength(12_000);
  }, 60_000);
});

describe('a file that is refused as a whole', () => {
  it.each([
    ['an empty file', 'ndjson', '', 'There is no claim in the file.'],
    ['blank lines', 'ndjson', '\n\r\n\n', 'There is no claim in the file.'],
    ['an empty file of CSV', 'csv', '\ufeff', 'The file is empty. The first line must name the columns.'],
    ['a header alone', 'csv', `${COLUMNS}\n`, 'There is no claim in the file.'],
    [
      'no header',
      'csv',
      `${row({})}\n${row({})}\n`,
      'The first line must name the columns, and there are none with the name "Imported statement',
    ],
    [
      'an unknown column',
      'csv',
      `${COLUMNS},verdict\n`,
      'there are none with the name "verdict". Allowed: statement, claimant,',
    ],
    ['a column twice', 'csv', `${COLUMNS},url\n`, 'The header names url twice.'],
    ['missing columns', 'csv', 'statement,language\n', 'The header lacks the columns claimant, outlet, stance.'],
    [
      'a header with a broken quote',
      'csv',
      '"statement,claimant\n',
      'The header cannot be read. A double quote opens a cell',
    ],
    [
      'UTF-16',
      'csv',
      Buffer.from(`\ufeff${COLUMNS}\n`, 'utf16le'),
      'The header cannot be read. The row is not valid UTF-8.',
    ],
  ])('%s: exit code 1 and a reason; nothing changes', async (_, format, content, message) => {
    const before = await app.fingerprint();
    const { code, said } = await command.run(['-', '--format', format], content);
    expect({ code, said }).toEqual({ code: 1, said: expect.stringContaining(message) });
    expect(said).not.toContain(' at '); // no stack
    expect(await app.fingerprint()).toEqual(before);
  });
});
