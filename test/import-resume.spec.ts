import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
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

const count = async (sql: string): Promise<number> =>
  (await app.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`))[0]!.n;
const claimsOf = (claimant: string) => count(`claim WHERE claimant = '${claimant}'`);
const progress = async (name: string) =>
  (
    await app.sql(
      'SELECT done::text, created, refused, finished_at IS NOT NULL AS finished FROM import_progress WHERE name = $1',
      [name],
    )
  )[0];

const LINES = 6000;
/** Lines of one claimant; every 50th is a bad one. */
const linesOf = (claimant: string): string[] =>
  Array.from({ length: LINES }, (_, i) => JSON.stringify(i % 50 === 7 ? { claimant } : line({ claimant })));
const rowsOf = (claimant: string): string[] => [
  COLUMNS,
  ...Array.from({ length: LINES }, (_, i) =>
    i % 50 === 7 ? `"open ${i}` : row({ claimant, statement: `Of ${claimant},\nrow ${i}.` }),
  ),
];
const GOOD = LINES - LINES / 50;

/** Everything is in once: claims, appearances, events, jobs, and the refused lines in the report. */
async function expectAll(claimant: string, name: string): Promise<void> {
  expect(await claimsOf(claimant)).toBe(GOOD);
  const mine = `(SELECT id FROM claim WHERE claimant = '${claimant}')`;
  expect(await count(`appearance WHERE claim_id IN ${mine}`)).toBe(GOOD);
  expect(await count(`bullmq.job WHERE name = 'open-review' AND (data->>'claimId')::uuid IN ${mine}`)).toBe(GOOD);
  expect(await count(`audit.event WHERE stream IN ${mine}`)).toBe(2 * GOOD);
  expect(await app.gaps()).toBe(0);
  expect(await progress(name)).toMatchObject({ created: GOOD, refused: LINES / 50, finished: true });
  const report = (await command.report(`${name}.refused.ndjson`))!.map(({ line: at }) => at);
  expect(new Set(report).size).toBe(report.length);
  expect(report).toHaveLength(LINES / 50);
}

describe('an import that is killed', () => {
  it.each([
    ['ndjson', 'Killed in NDJSON', linesOf],
    ['csv', 'Killed in CSV', rowsOf],
  ])(
    'in the middle of %s, again and again, goes on where it was: nothing twice, nothing missing',
    async (format, claimant, content) => {
      const name = `killed.${format}`;
      const file = await command.file(name, content(claimant));
      let before = 0;
      for (let time = 0; time < 3; time += 1) {
        const { child, ended } = await command.start([file, '--batch', '50']);
        await app.until('some batches to be in', async () => (await claimsOf(claimant)) >= before + 300, 60_000);
        child.kill('SIGKILL');
        expect((await ended).signal).toBe('SIGKILL');
        before = await claimsOf(claimant);
        expect(before).toBeLessThan(GOOD);
        expect((await progress(name)).created).toBe(before); // the two commit together
      }
      // what a kill in the middle of writing leaves
      await appendFile(path.join(command.folder, `${name}.refused.ndjson`), '{"line":5990,"path":"cut off');
      const { code, said, out } = await command.run([file, '--batch', '50']);
      expect(said).toMatch(/records are done already; going on after them\./);
      expect(code).toBe(3);
      expect(out).toContain(` ${GOOD.toLocaleString('en')}  claims created`);
      await expectAll(claimant, name);
    },
    120_000,
  );
});

describe('an import that is interrupted', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s finishes what is under way, says how to go on, and does',
    async (signal) => {
      const claimant = `Interrupted by ${signal}`;
      const name = `${signal}.ndjson`;
      const file = await command.file(name, linesOf(claimant));
      const { child, ended } = await command.start([file, '--batch', '50']);
      await app.until('some batches to be in', async () => (await claimsOf(claimant)) >= 300, 60_000);
      child.kill(signal);
      const { code, said } = await ended;
      expect(code).toBe(130);
      const created = await claimsOf(claimant);
      const { done, refused } = await progress(name);
      expect(said).toContain(
        `Interrupted: ${(created + refused).toLocaleString('en')} records are done, and none is half done. The same command goes on from here.`,
      );
      expect(done).toBe(`{[1,${created + refused + 1})}`); // no hole: both lanes came to their end
      expect((await command.run([file])).code).toBe(3);
      await expectAll(claimant, name);
    },
    60_000,
  );

  it('stops at once where it waits for standard input', async () => {
    const controller = new AbortController();
    const first = line({ claimant: 'Piped' });
    const stdin = Readable.from(
      (async function* () {
        yield Buffer.from(`${JSON.stringify(first)}\n`);
        setTimeout(() => controller.abort(), 200);
        await new Promise(() => undefined); // nothing more comes, and no end
      })(),
    );
    const { code, said } = await command.run(['-', '--format', 'ndjson', '--batch', '1'], stdin, controller.signal);
    expect(code).toBe(130);
    expect(said).toContain('Give it in again to go on');
    expect(await claimsOf('Piped')).toBe(1);
  });
});

describe('an import that fails', () => {
  it('keeps the batches that were in, nothing of the others, and goes on once the cause is gone', async () => {
    const claimant = 'Failed';
    const lines = linesOf(claimant);
    const file = await command.file('failed.ndjson', lines);
    const { statement } = JSON.parse(lines[1234]!);
    await app.sql(
      `CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk full'; END $$`,
    );
    await app.sql(
      `CREATE TRIGGER fail BEFORE INSERT ON claim FOR EACH ROW WHEN (NEW.statement = '${statement}') EXECUTE FUNCTION public.fail()`,
    );
    const { code, said } = await command.run([file, '--batch', '100']);
    await app.sql('DROP FUNCTION public.fail CASCADE');
    expect(code).toBe(1);
    expect(said).toContain('disk full');
    const created = await claimsOf(claimant);
    expect(created).toBeGreaterThanOrEqual(12 * 98 - 100);
    expect(created).toBeLessThan(GOOD);
    expect((await progress('failed.ndjson')).created).toBe(created);
    expect(await count(`claim WHERE statement = '${statement}'`)).toBe(0);
    expect((await command.run([file])).code).toBe(3);
    await expectAll(claimant, 'failed.ndjson');
  }, 60_000);
});

describe('two imports at once', () => {
  it('of one file: nothing twice; the one that meets the other’s lines stops, and says so', async () => {
    const claimant = 'Twice at once';
    const file = await command.file('twice.ndjson', linesOf(claimant));
    const both = await Promise.all([command.start([file, '--batch', '100']), command.start([file, '--batch', '100'])]);
    const answers = await Promise.all(both.map(({ ended }) => ended));
    const said = answers.filter(({ code }) => code === 1).map((answer) => answer.said);
    expect(answers.map(({ code }) => code).filter((code) => code !== 1 && code !== 3)).toEqual([]);
    expect(said.filter((text) => !text.includes('Another process is importing the same file.'))).toEqual([]);
    await command.run([file]);
    expect(await claimsOf(claimant)).toBe(GOOD);
    expect(await progress('twice.ndjson')).toMatchObject({ created: GOOD, refused: LINES / 50, finished: true });
  }, 60_000);

  it('of two files that share articles and claims: one claim each, and no deadlock that is not overcome', async () => {
    const article = { outlet: 'Shared', citation: 'One for all', language: 'en' };
    const lines = Array.from({ length: 3000 }, () =>
      line({ claimant: 'Shared', appearances: [{ article, stance: 'ASSERTS' }] }),
    );
    const [one, two] = [await command.file('one.ndjson', lines), await command.file('two.ndjson', lines.toReversed())];
    const answers = await Promise.all([command.run([one, '--batch', '200']), command.run([two, '--batch', '150'])]);
    expect(answers.map(({ code }) => code)).toEqual([0, 0]);
    expect(await claimsOf('Shared')).toBe(3000);
    expect(await count(`appearance p JOIN article a ON a.id = article_id WHERE outlet = 'Shared'`)).toBe(3000);
    expect(await count(`article WHERE outlet = 'Shared'`)).toBe(1);
    expect(await app.gaps()).toBe(0);
  }, 60_000);
});
