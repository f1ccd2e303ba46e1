import { afterAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { PROJECT_DIR } from './fixtures/load-embedded.mjs';
import { A, exampleLog, fileOf, LOG_STREAM, TestKey, TestLog } from './fixtures/log-file.js';
import { VerifyCommand } from './fixtures/verify-command.js';

const command = await VerifyCommand.create();
afterAll(() => command.remove());

const key = new TestKey();
const KEY = ['--key', key.verifierKey];
const log = exampleLog([key]);
const lines = log.lines({ private: true });
const text = fileOf(lines);
const good = await command.file(lines);
const VERIFIER = path.join(PROJECT_DIR, 'verifier/claimdesk-verify.mjs');

/** In a process of its own. */
const start = (script: string, args: string[], stdin: string | Uint8Array = '') =>
  new Promise<{ code: number; out: string; said: string }>((resolve) => {
    const child = execFile(process.execPath, [script, ...args], { cwd: command.folder }, (error, out, said) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, said }),
    );
    child.stdin?.end(stdin);
  });

describe('claimdesk-verify', () => {
  it('runs alone: the one file, copied to where there is nothing else, says what it found', async () => {
    const alone = path.join(command.folder, 'alone.mjs');
    await copyFile(VERIFIER, alone);
    const { code, out, said } = await start(alone, [good, ...KEY]);
    expect({ code, said }).toEqual({ code: 0, said: '' });
    expect(out.split('\n').slice(0, 9)).toEqual([
      `HOLDS: ${good}`,
      '  log            desk.example/audit',
      `  signed by      ${key.verifierKey.split('+').slice(0, 2).join('+')}`,
      '  leaves         10: 10 shown, 0 withheld',
      `  root           ${log.root(0, 10).toString('base64')}`,
      '  times          2026-11-01T09:00:00.000123Z to 2026-11-01T09:00:09.000123Z',
      '  streams        3',
      '  private texts  3 match, 0 erased, 0 not in the file',
      'What this cannot show:',
    ]);
  });

  it('runs by way of a link, as npm makes one', async () => {
    const link = path.join(command.folder, 'claimdesk-verify');
    await symlink(VERIFIER, link);
    expect(await start(link, ['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') });
    const { bin } = JSON.parse(await readFile(path.join(PROJECT_DIR, 'package.json'), 'utf8'));
    expect(path.join(PROJECT_DIR, bin['claimdesk-verify'])).toBe(VERIFIER);
  });

  it('ends with the code of what it found', async () => {
    const earlier = await command.file(exampleLog([key]).checkpoint(5));
    const clock = new TestLog([key]).add({ stream: A, second: 99 }).add({ stream: A, second: 0 });
    const codes = await Promise.all([
      start(VERIFIER, [await command.file(lines.toSpliced(2, 1)), ...KEY]),
      start(VERIFIER, [await command.file(lines.slice(0, 9)), ...KEY]),
      start(VERIFIER, [good, '--key', new TestKey().verifierKey]),
      start(VERIFIER, [good, ...KEY, '--since', earlier]),
      start(VERIFIER, [await command.file(clock.lines()), ...KEY]),
      start(VERIFIER, []),
    ]);
    expect(codes.map(({ code }) => code)).toEqual([1, 2, 3, 4, 5, 2]);
  });

  it('reads standard input, and gzip wherever it stands', async () => {
    for (const stdin of [text, gzipSync(text)]) {
      expect((await start(VERIFIER, ['-', ...KEY], stdin)).out).toMatch(/^HOLDS: standard input\n/);
    }
    expect((await command.run([await command.file(gzipSync(text)), ...KEY])).code).toBe(0);
    const parts = Buffer.concat([gzipSync(text.slice(0, 999)), gzipSync(text.slice(999))]); // RFC 1952, 2.2
    expect((await command.run([await command.file(parts), ...KEY])).code).toBe(0);
  });

  it.each([
    ['cut off', gzipSync(text).subarray(0, -9)],
    ['damaged', gzipSync(text).map((byte, i) => (i === 200 ? byte ^ 1 : byte))],
    ['no more than a beginning', gzipSync(text).subarray(0, 2)],
  ])('calls gzip that is %s malformed', async (_what, bytes) => {
    const { code, out } = await command.run([await command.file(bytes), ...KEY]);
    expect([code, out]).toEqual([2, expect.stringContaining('The gzip file is cut off or damaged.')]);
  });

  it('takes keys from a file, and several of them', async () => {
    const old = new TestKey();
    const keys = await command.file(`${old.verifierKey}\n\n${key.verifierKey}\n`);
    for (const args of [
      ['--key', keys],
      ['--key', old.verifierKey, ...KEY],
    ]) {
      expect((await command.run([good, ...args])).code).toBe(0);
    }
  });

  it('reports as JSON', async () => {
    const { code, out } = await command.run([good, ...KEY, '--json', '--since', await command.file(log.checkpoint(4))]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      code: 0,
      problem: null,
      line: null,
      leaf: null,
      problems: [],
      problemCount: 0,
      anomalies: { count: 0, list: [] },
      origin: 'desk.example/audit',
      size: 10,
      root: log.root(0, 10).toString('base64'),
      checkpoint: log.checkpoint(),
      signedBy: [key.verifierKey.split('+').slice(0, 2).join('+')],
      since: { size: 4, root: log.root(0, 4).toString('base64') },
      filter: null,
      lines: 15,
      bytes: Buffer.byteLength(text),
      shown: 10,
      withheld: 0,
      privateChecked: 3,
      erased: 0,
      erasedByEvents: 0,
      privateAbsent: 0,
      streams: 3,
      startedLater: 0,
      withheldBetween: 0,
      firstAt: '2026-11-01T09:00:00.000123Z',
      lastAt: '2026-11-01T09:00:09.000123Z',
      logEvents: { count: 0, list: [] },
      unknowable: ['Whether the log has grown since: this is its state at 10 leaves.'],
    });
  });

  it('names what happened to the log itself', async () => {
    const own = new TestLog([key]).add({ stream: LOG_STREAM, op: 'KEY', table: 'log', row: { id: 1, state: 'x' } });
    const { out } = await command.run([await command.file(own.lines()), ...KEY]);
    expect(out).toContain('  leaf 0         KEY at 2026-11-01T09:00:00.000123Z: {"id":1,"state":"x"}\n');
  });

  it('shows what a terminal would act on as an escape', async () => {
    const forged = lines.with(0, '{"$audit":1,"origin":"\u009b2K\u202eHOLDS: x","size":10}');
    for (const json of [[], ['--json']]) {
      const { code, out } = await command.run([await command.file(forged), ...KEY, ...json]);
      expect(code).toBe(1);
      expect(out).toContain('\\u009b2K\\u202eHOLDS: x');
      expect(out).not.toMatch(/[\u0080-\u009f\u202e]/);
    }
  });

  it('shows on a terminal how far it is, and takes that away again', async () => {
    async function* slowly() {
      yield text.slice(0, 2500);
      await new Promise((resolve) => setTimeout(resolve, 150));
      yield text.slice(2500, 3000);
      yield text.slice(3000);
    }
    const { code, said } = await command.run(['-', ...KEY], { stdin: Readable.from(slowly()), isTTY: true });
    expect(code).toBe(0);
    // oxlint-disable-next-line no-control-regex
    expect(said).toMatch(/\u001b\[2K\d+% · \d of 10 leaves · \d+ a second\n\r\u001b\[2K$/);
    expect((await command.run([good, ...KEY])).said).toBe('');
  });

  it.each([
    ['no file', KEY, 'Name the file, or - for standard input.'],
    ['two files', [good, good, ...KEY], 'Name one file; these are 2.'],
    ['no key', [good], '--key is missing'],
    ['a key that is none', [good, '--key', 'a+00000000+AA=='], 'The key is none.'],
    ['a file of keys without one', [good, '--key', good], 'The key is none.'],
    [
      'a file of keys that is not there',
      [good, '--key', '/nowhere'],
      '--key /nowhere: the file cannot be read: ENOENT',
    ],
    [
      'a checkpoint that is not there',
      [good, ...KEY, '--since', '/nowhere'],
      '--since /nowhere: the file cannot be read',
    ],
    ['an unknown option', [good, ...KEY, '--quiet'], "Unknown option '--quiet'"],
    ['a file that is not there', ['/nowhere', ...KEY], 'The file cannot be read: ENOENT'],
    ['a folder', ['/', ...KEY], 'The file cannot be read: EISDIR'],
  ])('answers %s with exit code 2', async (_what, args, message) => {
    const { code, out, said } = await command.run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(said).toContain(message);
  });

  it('is not silent where Node is too old: that would look like exit code 0', async () => {
    await mkdir(path.join(command.folder, 'old'));
    const old = path.join(command.folder, 'old/claimdesk-verify.mjs');
    await copyFile(VERIFIER, old);
    const without = path.join(command.folder, 'without.cjs');
    await copyFile(await command.file('process.getBuiltinModule = undefined;'), without);
    const answer = await new Promise((resolve) => {
      execFile(process.execPath, ['-r', without, old, good, ...KEY], (error, _out, said) =>
        resolve([error?.code, said]),
      );
    });
    expect(answer).toEqual([2, expect.stringContaining('is too old: 20.16 or newer is needed.')]);
  });
});
