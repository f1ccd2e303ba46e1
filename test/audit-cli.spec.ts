import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { COMMAND_HELP } from '../src/cli/audit-help.js';
import { TEST_VERIFIER_KEY } from './audit-key.js';
import { AuditCommand } from './audit-command.js';
import { DeskApp, type Person } from './desk-app.js';
import { readExported } from './exported-log.js';
import { fillLog } from './log-filler.js';

let app: DeskApp;
let audit: AuditCommand;
let deskId: string;
let claimId: string;
let auditor: Person;
let sizes: number[];
beforeAll(async () => {
  app = await DeskApp.start();
  audit = await AuditCommand.create({ APP_DATABASE_URL: app.appUrl });
  auditor = await app.person('AUDITOR');
  deskId = await app.desk('politics');
  ({ claimId } = await app.review(deskId));
  const first = await app.seal();
  await fillLog(app, 60);
  sizes = [first.size, (await app.seal()).size];
});
afterAll(async () => {
  await audit.remove();
  await app.stop();
});

const overHttp = async (query = '') => {
  const headers = { authorization: `Bearer ${auditor.token}` };
  return (await fetch(`${app.url}/audit/log?${query}`, { headers })).text();
};
const textOf = (name: string) => readFile(audit.at(name), 'utf8');
const read = (text: string) => readExported(text, TEST_VERIFIER_KEY);

describe('audit export', () => {
  it.each([
    ['the whole log', [], ''],
    ['private text', ['--private'], 'private=1'],
    ['a desk', ['--desk', 'politics'], () => `desk=${deskId}`],
    [
      'types',
      ['--type', 'claim.updated', '--type', 'log.key', '--after', '2026-01-01T00:01:00Z'],
      'type=claim.updated&type=log.key&after=2026-01-01T00:01:00Z',
    ],
    ['what is new', () => ['--from', String(sizes[0]), '--since', '3'], () => `from=${sizes[0]}&since=3`],
  ])('of %s writes what GET /audit/log answers', async (name, args, query) => {
    const file = `${name}.ndjson`;
    const { code, out, said } = await audit.run([
      'export',
      audit.at(file),
      ...(typeof args === 'function' ? args() : args),
    ]);
    expect([code, out]).toEqual([0, '']);
    expect(said).toMatch(/^\d+ events to checkpoint \d+, in \d+ s\.$/);
    expect(await textOf(file)).toBe(await overHttp(typeof query === 'function' ? query() : query));
  });

  it('writes to standard output, and by gzip', async () => {
    expect((await audit.run(['export', '-'])).out).toBe(await overHttp());
    await audit.run(['export', audit.at('log.gz'), '--gzip']);
    expect(gunzipSync(await readFile(audit.at('log.gz'))).toString()).toBe(await overHttp());
    expect((await audit.run(['verify', audit.at('log.gz')])).code).toBe(0);
  });

  it.each([
    ['', []],
    ['private text', ['--private']],
    ['a filter', ['--type', 'claim.updated']],
  ])('continues a file that was cut at any byte to the same file; %s', async (_, args) => {
    const file = audit.at(`cut-${args.length}.ndjson`);
    await audit.run(['export', file, ...args]);
    const whole = await readFile(file);
    // Also at both ends of a line, and between a leaf and its private text
    const places = [0, 1, whole.indexOf(10), whole.indexOf(10) + 1, whole.indexOf('{"$private'), whole.length - 1];
    for (let i = 1; i < 20; i += 1) places.push(Math.floor((whole.length * i) / 20));
    for (const at of places) {
      await writeFile(file, whole.subarray(0, Math.max(at, 0)));
      expect((await audit.run(['export', file, ...args])).code).toBe(0);
      expect((await readFile(file)).equals(whole)).toBe(true);
    }
  });

  it('leaves a complete file as it is, and writes it anew with --restart', async () => {
    const file = audit.at('again.ndjson');
    await audit.run(['export', file]);
    const { mtimeMs } = await stat(file);
    expect((await audit.run(['export', file])).said).toBe(`${file} is complete already. --restart writes it anew.`);
    expect((await stat(file)).mtimeMs).toBe(mtimeMs);
    expect((await audit.run(['export', file, '--restart'])).code).toBe(0);
    expect((await stat(file)).mtimeMs).not.toBe(mtimeMs);
  });

  it('does not touch a file that is something else, or shows something else', async () => {
    const file = audit.at('other');
    await audit.run(['export', audit.at('rare'), '--actor', 'system:rare', '--private']);
    const rare = await textOf('rare');
    const cut = rare.slice(0, rare.lastIndexOf('{"$checkpoint'));
    const cases: [string, string[], string][] = [
      ['Dear diary,\n', [], 'it is no export of the log'],
      ['{"$audit":2}\n', [], 'it is no export of the log'],
      [cut, [], 'its filter is {"actor":"system:rare"}'],
      [cut, ['--actor', 'system:rare'], 'it has private text, and --private was not given'],
      [cut, ['--actor', 'system:rare', '--private', '--size', String(sizes[0])], `its size is ${sizes[1]}`],
    ];
    for (const [text, args, why] of cases) {
      await writeFile(file, text);
      const { code, said } = await audit.run(['export', file, ...args]);
      expect([code, said]).toEqual([
        1,
        `${file} cannot be continued: ${why}. Name another file, or write it anew with --restart.`,
      ]);
      expect(await readFile(file, 'utf8')).toBe(text);
    }
  });

  it('is interrupted at any time, and goes on', async () => {
    const controller = new AbortController();
    controller.abort();
    const file = audit.at('interrupted.ndjson');
    const running = audit.run(['export', file], '', controller.signal);
    expect([0, 130]).toContain((await running).code);
    expect((await audit.run(['export', file])).code).toBe(0);
    expect(await readFile(file, 'utf8')).toBe(await overHttp());
  });
});

describe('audit export --format csv', () => {
  it('makes a table of what was verified', async () => {
    const { code, out } = await audit.run(['export', '-', '--format', 'csv', '--private', '--type', 'claim.updated']);
    expect(code).toBe(0);
    const rows = parse<Record<string, string>>(out, { columns: true });
    const { leaves, privates } = read(await overHttp('private=1&type=claim.updated'));
    expect(rows).toEqual(
      [...leaves].map(([index, leaf]) => {
        const { at, actor, action, stream, seq, request, client = '', row } = JSON.parse(leaf);
        return {
          index: String(index),
          at,
          actor,
          action,
          type: 'claim.updated',
          stream,
          seq: String(seq),
          request,
          client,
          row: JSON.stringify(row),
          private: privates.get(index)?.$private ?? '',
        };
      }),
    );
  });

  it('for spreadsheets lets no cell be a formula', async () => {
    await app.sql(
      `SELECT set_config('audit.action', '=HYPERLINK("http://evil.example")', false), set_config('audit.request', '-2+3', false)`,
    );
    await app.sql(`UPDATE desk SET name = '@SUM(A1)' WHERE id = $1`, [deskId]);
    await app.sql(`SELECT set_config('audit.action', '', false), set_config('audit.request', '', false)`);
    await app.seal();
    const { out } = await audit.run(['export', '-', '--format', 'xlsx-csv', '--stream', deskId]);
    expect(out.startsWith('\uFEFFindex,at,')).toBe(true);
    const rows = parse<Record<string, string>>(out.slice(1), { columns: true });
    expect(rows.at(-1)).toMatchObject({ action: `'=HYPERLINK("http://evil.example")`, request: `'-2+3` });
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    const plain = await audit.run(['export', '-', '--format', 'csv', '--stream', deskId]);
    expect(parse<Record<string, string>>(plain.out, { columns: true }).at(-1)!['request']).toBe('-2+3');
  });

  it('makes no table of a log that does not hold', async () => {
    await app.owner.query('BEGIN; ALTER TABLE audit.event DISABLE TRIGGER append_only');
    const change = (from: string, to: string) =>
      app.sql(`UPDATE audit.event SET leaf = replace(leaf, $1, $2) WHERE stream = $3`, [from, to, claimId]);
    await change('"language": "en"', '"language": "xx"');
    await app.owner.query('ALTER TABLE audit.event ENABLE ALWAYS TRIGGER append_only; COMMIT');
    const { code, out, said } = await audit.run(['export', audit.at('no.csv'), '--format', 'csv']);
    expect([code, out]).toEqual([1, '']);
    expect(said).toMatch(/^There is no table, because the log does not hold: The lines are not those that were signed/);
    expect((await readdir(audit.folder)).filter((name) => name.startsWith('no.csv'))).toEqual([]);
    await app.owner.query('BEGIN; ALTER TABLE audit.event DISABLE TRIGGER append_only');
    await change('"language": "xx"', '"language": "en"');
    await app.owner.query('ALTER TABLE audit.event ENABLE ALWAYS TRIGGER append_only; COMMIT');
  });
});

describe('npm run audit', () => {
  it('helps, and tells wrong usage from what cannot be done', async () => {
    for (const [name, help] of Object.entries(COMMAND_HELP)) {
      expect(await audit.run([name, '--help'])).toEqual({ code: 0, out: `${help}\n`, said: '' });
      expect((await audit.run([name, '--nonsense'])).code).toBe(2);
    }
    const before = await app.fingerprint();
    const wrong = [
      [],
      ['nonsense'],
      ['export'],
      ['export', 'a', 'b'],
      ['export', 'a', '--format', 'pdf'],
      ['export', 'a', '--actor', 'me'],
      ['export', audit.at('none'), '--from', '999999'],
      ['export', audit.at('none'), '--size', '1'],
      ['verify'],
      ['check', '--limit', '-1'],
      ['checkpoint', '--key', TEST_VERIFIER_KEY],
      ['keys', 'old'],
      ['keys', 'new'],
      ['keys', 'new', '--origin', 'a b'],
      ['erase', '--claim', claimId, '--basis', 'OBJECTION'],
      ['erase', '--claim', claimId, '--basis', 'WISH', '--yes'],
      ['erase', '--basis', 'OBJECTION', '--yes'],
      ['adopt'],
      ['adopt', '--reason', 'x'.repeat(501)],
    ];
    for (const args of wrong) expect([args, (await audit.run(args)).code]).toEqual([args, 2]);
    expect((await audit.run(['export', audit.at('none'), '--desk', 'nowhere'])).said).toBe(
      'There is no desk nowhere. There are: politics.',
    );
    expect((await audit.run(['erase', '--user', 'nobody@test.example', '--basis', 'OBJECTION', '--yes'])).code).toBe(1);
    expect(await app.fingerprint()).toEqual(before);
    expect(await readdir(audit.folder)).not.toContain('none');
  });

  it('verifies by the keys of the database, or those given', async () => {
    const text = await overHttp();
    expect(await audit.run(['verify', '-'], text)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^HOLDS: standard input/),
    });
    expect((await audit.run(['verify', '-', '--key', TEST_VERIFIER_KEY], text)).code).toBe(0);
    expect((await audit.run(['verify', '-'], text.replace('"language": "en"', '"language": "xx"'))).code).toBe(1);
    expect((await audit.run(['verify', '-'], text.slice(0, -9))).code).toBe(2);
    const stranger = (await audit.run(['keys', 'new', '--origin', 'desk.example/audit'])).said.split('\n')[1]!;
    expect((await audit.run(['verify', '-', '--key', stranger], text)).code).toBe(3);
  });

  it('shows the keys and the newest checkpoint, and makes a key', async () => {
    expect(await audit.run(['keys'])).toEqual({ code: 0, out: `${TEST_VERIFIER_KEY}\n`, said: '' });
    const [{ note }] = await app.sql('SELECT note FROM audit.checkpoint ORDER BY size DESC LIMIT 1');
    const shown = await audit.run(['checkpoint', '--verify']);
    expect([shown.code, shown.out]).toEqual([0, note]);
    const made = await audit.run(['keys', 'new', '--origin', 'other.example/log']);
    expect(made.out).toMatch(/^PRIVATE\+KEY\+other\.example\/log\+[0-9a-f]{8}\+\S{44}\n$/);
    expect((await audit.run(['checkpoint', '--verify', '--key', made.said.split('\n')[1]!])).code).toBe(1);
  });

  it('checks the tables, and erases', async () => {
    const clean = await DeskApp.start();
    const command = await AuditCommand.create({ APP_DATABASE_URL: clean.appUrl });
    try {
      const id = await clean.claim(await clean.desk('one'), { statement: 'To be erased.' });
      await clean.seal();
      expect(await command.run(['check'])).toMatchObject({ code: 0, out: '' });
      const erased = await command.run(['erase', '--claim', id, '--basis', 'objection', '--reference', 'A-1', '--yes']);
      expect(erased).toMatchObject({
        code: 0,
        said: expect.stringMatching(/^Erased, and the text of \d events with it\.$/),
      });
      await clean.seal();
      expect((await command.run(['export', '-', '--private'])).out).not.toContain('To be erased.');
      await clean.sql(`ALTER TABLE claim DISABLE TRIGGER audit_capture; UPDATE claim SET claimant = 'Another'`);
      await clean.sql('ALTER TABLE claim ENABLE ALWAYS TRIGGER audit_capture');
      const found = await command.run(['check']);
      expect(found).toMatchObject({
        code: 1,
        out: `The row id ${id} of claim (claimant) holds what no event put there.\n`,
      });
    } finally {
      await command.remove();
      await clean.stop();
    }
  });

  it('from beginning to end in processes of its own', async () => {
    const file = audit.at('end.ndjson');
    const exported = await (await audit.start(['export', file])).ended;
    expect([exported.code, exported.out]).toEqual([0, '']);
    expect(await (await audit.start(['verify', file])).ended).toMatchObject({ code: 0, said: '' });
    const piped = await (await audit.start(['export', '-'])).ended;
    expect(piped.out).toBe(await readFile(file, 'utf8'));
    await writeFile(file, (await readFile(file, 'utf8')).replace('system:test', 'system:rest'));
    expect((await (await audit.start(['verify', file])).ended).code).toBe(1);
  }, 60_000);
});
