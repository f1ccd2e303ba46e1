import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { main } from '../src/cli/audit.js';
import { compileApp } from './fixtures/worker-build.mjs';

export interface AuditAnswer {
  readonly code: number;
  /** What it wrote to stdout. */
  readonly out: string;
  /** What it wrote to stderr. */
  readonly said: string;
}

/** `npm run audit` against an application's database, in a folder of its own. */
export class AuditCommand {
  private constructor(
    readonly folder: string,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async create(environment: Readonly<Record<string, string>>): Promise<AuditCommand> {
    return new AuditCommand(await mkdtemp(path.join(tmpdir(), 'claimdesk-audit-')), environment);
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }

  at(name: string): string {
    return path.join(this.folder, name);
  }

  /** In this process. */
  async run(args: string[], stdin: string | Buffer = '', signal = new AbortController().signal): Promise<AuditAnswer> {
    const [out, said]: [string[], string[]] = [[], []];
    const stdout = new PassThrough();
    stdout.on('data', (chunk) => out.push(String(chunk)));
    const before = { ...process.env };
    Object.assign(process.env, this.environment);
    try {
      const code = await main(args, {
        out: (line) => out.push(`${line}\n`),
        say: (line) => said.push(line),
        screen: { write: (text) => said.push(text.trimEnd()) },
        stdin: Readable.from([Buffer.from(stdin)]),
        stdout,
        signal,
      });
      return { code, out: out.join(''), said: said.join('\n') };
    } finally {
      for (const name of Object.keys(this.environment)) delete process.env[name];
      Object.assign(process.env, before);
    }
  }

  /** In a process of its own. */
  async start(
    args: string[],
  ): Promise<{ child: ChildProcess; ended: Promise<AuditAnswer & { signal: string | null }> }> {
    const command = path.join(path.dirname(await compileApp()), 'cli/audit.js');
    const script = `const { main } = await import(${JSON.stringify(command)}); process.exitCode = await main(${JSON.stringify(args)});`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      env: { PATH: process.env['PATH'], ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, said] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (out += String(text)));
    child.stderr.setEncoding('utf8').on('data', (text) => (said += String(text)));
    const ended = once(child, 'close').then(([code, signal]) => ({
      code: code as number,
      signal: signal as string | null,
      out,
      said,
    }));
    return { child, ended };
  }
}
