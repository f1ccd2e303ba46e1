import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AddClaimantAlias } from '../src/claims/add-claimant-alias.js';
import { DeskApp, SYSTEM } from './desk-app.js';
import { COLUMNS, ImportCommand, line, row } from './import-command.js';

let app: DeskApp;
let command: ImportCommand;
let general: string;
let talks: string;
beforeAll(async () => {
  app = await DeskApp.start();
  general = await app.desk('general', { isDefault: true });
  talks = await app.desk('talks', { topics: ['summit'] });
  command = await ImportCommand.create(app.appUrl);
});
afterAll(async () => {
  await command.remove();
  await app.stop();
});

/** All but the progress of imports, which even an import of what is known writes. */
async function fingerprint() {
  const { 'public.import_progress': _, ...tables } = await app.fingerprint();
  return tables;
}
const claims = (statements: string[]) =>
  app.sql(
    `SELECT c.id, statement, claimant, claimed_at AS "claimedAt", c.language, topics, desk_id AS "deskId", version,
       (SELECT jsonb_agg(jsonb_build_object('outlet', outlet, 'url', url, 'citation', citation, 'publishedAt', published_at,
          'language', a.language, 'stance', stance, 'attribution', attribution, 'written', claimant_as_written) ORDER BY p.id)
        FROM appearance p JOIN article a ON a.id = article_id WHERE claim_id = c.id) AS appearances
     FROM claim c WHERE statement = ANY($1) ORDER BY statement`,
    [statements],
  );
const summary = (created: number, added: number, known: number, refused: number) =>
  [
    `${created}  claims created`,
    `${added}  appearances of known claims added`,
    `${known}  known already`,
    `${refused}  refused`,
  ].map((text) => expect.stringContaining(` ${text}`));
const told = (out: string) => out.split('\n').slice(1, 5);

const FULL = {
  statement: 'The “Treaty”, they say,\ncuts tariffs by 1.5%.',
  claimant: 'A “minister”',
  claimedAt: '2025-01-20',
  language: 'en-GB',
  topics: ['summit', 'trade, goods'],
  appearances: [
    {
      article: {
        outlet: 'The Daily',
        url: 'https://daily.example/1?utm_source=x',
        citation: 'Daily, p. 1',
        publishedAt: '2025-01-21',
        language: 'pt-BR',
      },
      stance: 'DENIES',
      attribution: ['CNN', 'officials'],
      claimantAsWritten: 'Minister',
    },
  ],
};
const FULL_ROW = {
  statement: FULL.statement,
  claimant: FULL.claimant,
  claimedAt: '2025-01-20',
  language: 'en-GB',
  topics: 'summit|trade, goods',
  outlet: 'The Daily',
  url: 'https://daily.example/1?utm_source=x',
  citation: 'Daily, p. 1',
  publishedAt: '2025-01-21',
  articleLanguage: 'pt-BR',
  stance: 'DENIES',
  attribution: 'CNN|officials',
  claimantAsWritten: 'Minister',
};

describe('a file', () => {
  it('of NDJSON becomes claims, appearances, events and jobs', async () => {
    const { code, out } = await command.run([await command.file('full.ndjson', [FULL])]);
    expect({ code, told: told(out) }).toEqual({ code: 0, told: summary(1, 0, 0, 0) });
    const [claim] = await claims([FULL.statement]);
    expect(claim).toEqual({
      id: expect.any(String),
      statement: FULL.statement,
      claimant: FULL.claimant,
      claimedAt: '2025-01-20',
      language: 'en-GB',
      topics: FULL.topics,
      deskId: talks,
      version: 1,
      appearances: [
        {
          outlet: 'The Daily',
          url: 'https://daily.example/1',
          citation: 'Daily, p. 1',
          publishedAt: '2025-01-21',
          language: 'pt-BR',
          stance: 'DENIES',
          attribution: ['CNN', 'officials'],
          written: 'Minister',
        },
      ],
    });
    const events = await app.sql(
      `SELECT d->>'table' AS "table", d->>'actor' AS actor, d->>'action' AS action, d->>'client' AS client, d->>'request' AS request
       FROM audit.event, LATERAL (SELECT leaf::jsonb AS d) s WHERE stream = $1 ORDER BY seq`,
      [claim.id],
    );
    const by = { actor: 'system:import', action: 'importClaims', client: 'cli', request: 'import-full.ndjson' };
    expect(events).toEqual([
      { table: 'claim', ...by },
      { table: 'appearance', ...by },
    ]);
    expect(
      await app.sql(`SELECT name, state, max_attempts FROM bullmq.job WHERE data->>'claimId' = $1`, [claim.id]),
    ).toEqual([{ name: 'open-review', state: 'waiting', max_attempts: 5 }]);
  });

  it('of CSV means the same: nothing new is in it', async () => {
    const before = await fingerprint();
    const { code, out } = await command.run([await command.file('full.csv', [COLUMNS, row(FULL_ROW)])]);
    expect({ code, told: told(out) }).toEqual({ code: 0, told: summary(0, 0, 1, 0) });
    expect(await fingerprint()).toEqual(before);
  });

  it('of CSV makes the same rows as one of NDJSON', async () => {
    const other = { ...FULL, statement: 'First by CSV.' };
    await command.run([await command.file('first.csv', [COLUMNS, row({ ...FULL_ROW, statement: other.statement })])]);
    const [byNdjson, byCsv] = [await claims([FULL.statement]), await claims([other.statement])];
    expect({ ...byCsv[0], id: '', statement: '' }).toEqual({ ...byNdjson[0], id: '', statement: '' });
    const before = await fingerprint();
    expect(told((await command.run([await command.file('first.ndjson', [other])])).out)).toEqual(summary(0, 0, 1, 0));
    expect(await fingerprint()).toEqual(before);
  });

  it('may have a byte order mark, CRLF, blank lines, columns in any order and quoted line breaks', async () => {
    const content =
      '\ufeffstance,"statement",articleLanguage,language,citation,claimant,outlet\r\n\r\nREPORTS,"Two\nlines, ""quoted"".",en,en,=1+1,@SUM(A1),+1\r\n';
    const { code } = await command.run([await command.file('loose.csv', Buffer.from(content))]);
    expect(code).toBe(0);
    const [claim] = await claims(['Two\nlines, "quoted".']);
    expect(claim).toMatchObject({
      claimant: '@SUM(A1)',
      deskId: general,
      appearances: [{ outlet: '+1', citation: '=1+1' }],
    });
    const one = line();
    expect(
      (await command.run([await command.file('loose.jsonl', Buffer.from(`\ufeff\r\n${JSON.stringify(one)}\r\n\n`))]))
        .code,
    ).toBe(0);
    expect(await claims([one.statement])).toHaveLength(1);
  });

  it('from standard input is taken in; given in again, it changes nothing', async () => {
    const lines = [line(), line()];
    const text = lines.map((each) => JSON.stringify(each)).join('\n');
    const first = await command.run(
      ['-', '--format', 'ndjson', '--report', path.join(command.folder, 'in.ndjson')],
      text,
    );
    expect({ code: first.code, told: told(first.out) }).toEqual({ code: 0, told: summary(2, 0, 0, 0) });
    const before = await app.fingerprint();
    expect(told((await command.run(['-', '--format', 'ndjson'], text)).out)).toEqual(summary(0, 0, 2, 0));
    expect(await app.fingerprint()).toEqual(before);
  });

  it('may bring one claim on many lines, in many wordings and names', async () => {
    await app.app.get(AddClaimantAlias).run(SYSTEM, { alias: 'V. Z.', claimant: 'Volodymyr Zelensky' });
    const wordings = ['It is over.', '  it IS over ', 'It is over!', 'It is over.'];
    const names = ['Volodymyr Zelensky', 'v z', 'Volodymyr Zelensky', 'V. Z.'];
    const lines = wordings.map((statement, i) => line({ statement, claimant: names[i] }));
    lines.push(lines[0]!);
    const dry = await command.run([await command.file('merged.ndjson', lines), '--dry-run', '--batch', '2']);
    const { out } = await command.run([await command.file('merged.ndjson', lines), '--batch', '5']);
    expect(told(out)).toEqual(summary(1, 3, 1, 0));
    expect(told(dry.out).map((text) => text.replace('would be ', ''))).toEqual(told(out));
    const [claim, ...more] = await claims(wordings);
    expect(more).toEqual([]);
    const written = claim.appearances.map((each: any) => each.written);
    expect(written).toHaveLength(4);
    expect(new Set(written)).toEqual(new Set([null, 'v z', 'V. Z.']));
    expect(await app.gaps()).toBe(0);
  });
});

describe('what the command line says for all', () => {
  it('holds for lines that say nothing else', async () => {
    const { language: _, ...bare } = line();
    delete bare['appearances'][0].article.language;
    const own = line({ deskId: talks, language: 'fr' });
    const options = ['--desk', 'general', '--language', 'de'];
    expect((await command.run([await command.file('bare.ndjson', [bare, own]), ...options])).code).toBe(0);
    expect(await claims([bare['statement'], own['statement']])).toMatchObject([
      { language: 'de', deskId: general, appearances: [{ language: 'de' }] },
      { language: 'fr', deskId: talks, appearances: [{ language: 'en' }] },
    ]);
    const rows = [
      row({ statement: 'Bare row.', language: '', articleLanguage: '' }),
      row({ statement: 'Own desk.', desk: 'talks' }),
    ];
    expect((await command.run([await command.file('bare.csv', [COLUMNS, ...rows]), ...options])).code).toBe(0);
    expect(await claims(['Bare row.', 'Own desk.'])).toMatchObject([
      { language: 'de', deskId: general, appearances: [{ language: 'de' }] },
      { language: 'en', deskId: talks },
    ]);
  });
});

describe('a dry run', () => {
  it('says what an import would do, and changes nothing', async () => {
    const known = line();
    await command.run([await command.file('known.ndjson', [known])]);
    const again = { ...known, appearances: line()['appearances'] };
    const lines = [known, again, line(), again, line({ language: 'English, US' }), 'no JSON', line()];
    const file = await command.file('dry.ndjson', lines);
    const before = await app.fingerprint();
    const dry = await command.run([file, '--dry-run', '--batch', '2']);
    expect(dry.code).toBe(3);
    expect(dry.said).toContain('Line 5 is refused (language): language must be a BCP 47 tag');
    expect(await app.fingerprint()).toEqual(before);
    expect(await command.report('dry.ndjson.refused.ndjson')).toBeNull();
    const { out } = await command.run([file, '--batch', '2']);
    expect(told(out)).toEqual(summary(2, 1, 2, 2));
    expect(told(dry.out).map((text) => text.replace('would be ', ''))).toEqual(told(out));
  });
});

describe('a file that was imported', () => {
  it('is not read again, unless it is asked for', async () => {
    const file = await command.file('once.ndjson', [line(), line(), '{']);
    expect((await command.run([file])).code).toBe(3);
    const before = await app.fingerprint();
    const second = await command.run([file]);
    expect(second.code).toBe(3);
    expect(second.out).toMatch(/^once\.ndjson was imported already, at .*: 3 records\. --restart reads it again\./);
    expect(await app.fingerprint()).toEqual(before);
    const third = await command.run([file, '--restart']);
    expect({ code: third.code, told: told(third.out) }).toEqual({ code: 3, told: summary(0, 0, 2, 1) });
    expect(await command.report('once.ndjson.refused.ndjson')).toHaveLength(1);
  });

  it('is another file once a line of it was mended, and an earlier report goes', async () => {
    const [good, bad] = [line(), line({ language: 'e' })];
    expect((await command.run([await command.file('mended.ndjson', [good, bad])])).code).toBe(3);
    const { code, out } = await command.run([await command.file('mended.ndjson', [good, { ...bad, language: 'de' }])]);
    expect({ code, told: told(out) }).toEqual({ code: 0, told: summary(1, 0, 1, 0) });
    expect(await command.report('mended.ndjson.refused.ndjson')).toBeNull();
  });
});

describe('the command', () => {
  it.each([
    ['no file', [], 2, 'Name the file, or - for standard input.'],
    ['two files', ['a.csv', 'b.csv'], 2, 'Name one file; these are 2.'],
    ['an unknown option', ['a.csv', '--force'], 2, "Unknown option '--force'"],
    ['an unknown format', ['a.csv', '--format', 'xml'], 2, '--format xml: it must be ndjson or csv.'],
    ['a name that says no format', ['claims.txt'], 2, 'The name claims.txt does not say what is in it.'],
    ['no batch', ['a.csv', '--batch', '0'], 2, '--batch 0: it must be a whole number from 1 to 5000.'],
    ['a language that is none', ['a.csv', '--language', 'en_US'], 2, '--language en_US: it must be a BCP 47 tag'],
    ['the file as its own report', ['a.csv', '--report', './a.csv'], 2, '--report must name another file'],
    ['a file that is not there', ['/nowhere/a.csv'], 1, '/nowhere/a.csv cannot be read: ENOENT'],
    [
      'an unknown desk',
      ['-', '--format', 'csv', '--desk', 'sports'],
      1,
      'There is no desk "sports". There are: general, talks.',
    ],
  ])('answers %s with an exit code and changes nothing', async (_, args, code, message) => {
    const before = await app.fingerprint();
    const answer = await command.run(args);
    expect({ code: answer.code, out: answer.out }).toEqual({ code, out: '' });
    expect(answer.said).toContain(message);
    expect(answer.said.includes('Exit codes: 0')).toBe(code === 2);
    expect(await app.fingerprint()).toEqual(before);
  });

  it('explains itself', async () => {
    const { code, out } = await command.run(['--help']);
    expect(code).toBe(0);
    for (const option of ['--desk', '--language', '--dry-run', '--batch', '--report', '--restart', '--format'])
      expect(out).toContain(option);
    const docs = await readFile('docs/import.md', 'utf8');
    for (const [option] of out.matchAll(/--[a-z-]+/g)) expect(docs).toContain(option);
  });

  it('reports in CSV where the report is called so, with nothing in it that a spreadsheet runs', async () => {
    const report = path.join(command.folder, 'bad.csv');
    await writeFile(report, 'of another day');
    const file = await command.file('formula.csv', [COLUMNS, row({}), '=cmd|\' /C calc\'!A0,"x"']);
    expect((await command.run([file, '--report', report])).code).toBe(3);
    expect(await readFile(report, 'utf8')).toBe(
      `line,path,reason,text\n"3","","The row has 2 cells; the header has 14 columns.","'=cmd|' /C calc'!A0,""x"""\n`,
    );
  });
});
