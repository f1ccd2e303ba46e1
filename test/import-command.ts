import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { main } from '../src/cli/import.js';
import { AppearanceStance } from '../src/claims/vocabulary.js';
import { compileApp } from './fixtures/worker-build.mjs';

export interface ImportAnswer {
  readonly code: number;
  /** What it wrote to stdout. */
  readonly out: string;
  /** What it wrote to stderr. */
  readonly said: string;
}

/** `npm run import` against an application's database, in a folder of its own. */
export class ImportCommand {
  private constructor(
    readonly folder: string,
    private readonly appUrl: string,
  ) {}

  static async create(appUrl: string): Promise<ImportCommand> {
    return new ImportCommand(await mkdtemp(path.join(tmpdir(), 'claimdesk-import-')), appUrl);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }

  /** @param lines objects are written as JSON */
  async file(name: string, lines: readonly (string | object)[] | Buffer): Promise<string> {
    const at = path.join(this.folder, name);
    await writeFile(at, Buffer.isBuffer(lines) ? lines : lines.map((each) => `${textOf(each)}\n`).join(''));
    return at;
  }

  /** In this process. */
  async run(
    args: string[],
    stdin: string | Buffer | Readable = '',
    signal = new AbortController().signal,
  ): Promise<ImportAnswer> {
    const [out, said]: [string[], string[]] = [[], []];
    process.env['APP_DATABASE_URL'] = this.appUrl;
    const code = await main(args, {
      out: (text) => out.push(text),
      say: (text) => said.push(text),
      screen: { write: (text) => said.push(text.trimEnd()) },
      stdin: stdin instanceof Readable ? stdin : Readable.from([Buffer.from(stdin)]),
      signal,
    });
    return { code, out: out.join('\n'), said: said.join('\n') };
  }

  /** In a process of its own. */
  async start(
    args: string[],
  ): Promise<{ child: ChildProcess; ended: Promise<ImportAnswer & { signal: string | null }> }> {
    const command = path.join(path.dirname(await compileApp()), 'cli/import.js');
    const script = `const { main } = await import(${JSON.stringify(command)}); process.exitCode = await main(${JSON.stringify(args)});`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env: { PATH: process.env['PATH'], APP_DATABASE_URL: this.appUrl },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, said] = ['', ''];
    child.stdout.on('data', (text) => (out += String(text)));
    child.stderr.on('data', (text) => (said += String(text)));
    const ended = once(child, 'close').then(([code, signal]) => ({
      code: code as number,
      signal: signal as string | null,
      out,
      said,
    }));
    return { child, ended };
  }

  /** @returns the entries of a report in NDJSON; null where there is no report */
  async report(name: string): Promise<{ line: number; path: string; reason: string; text: string }[] | null> {
    const text = await readFile(path.join(this.folder, name), 'utf8').catch(() => null);
    return text === null
      ? null
      : text
          .split('\n')
          .filter(Boolean)
          .map((each) => JSON.parse(each));
  }
}

const textOf = (each: string | object): string => (typeof each === 'string' ? each : JSON.stringify(each));

let made = 0;

/** A submission as a line of NDJSON has it, like no other one. */
export function line(changes: Record<string, unknown> = {}): Record<string, any> {
  made += 1;
  return {
    statement: `Imported statement ${made}.`,
    claimant: 'A claimant',
    language: 'en',
    appearances: [
      {
        article: { outlet: 'An outlet', citation: `Imported report ${made}`, language: 'en' },
        stance: AppearanceStance.REPORTS,
      },
    ],
    ...changes,
  };
}

/** The same as a row of CSV, with these columns. */
export const COLUMNS =
  'statement,claimant,claimedAt,language,topics,desk,outlet,url,citation,publishedAt,articleLanguage,stance,attribution,claimantAsWritten';

export function row(cells: Record<string, string>): string {
  made += 1;
  const all: Record<string, string> = {
    statement: `Imported statement ${made}.`,
    claimant: 'A claimant',
    language: 'en',
    outlet: 'An outlet',
    citation: `Imported report ${made}`,
    articleLanguage: 'en',
    stance: 'REPORTS',
    ...cells,
  };
  return COLUMNS.split(',')
    .map((name) => cell(all[name] ?? ''))
    .join(',');
}

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
