import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { parseVerifierKey } from '../verifier/claimdesk-verify.mjs';
import { projectDir } from '../src/kernel/project-dir.js';

/** A folder that uid 65534 may enter, for runs as root. */
const folder = mkdtempSync(path.join(tmpdir(), 'claimdesk-start-'));
chmodSync(folder, 0o755);
const dataDir = path.join(folder, 'data');
const running = new Set<ChildProcess>();
/** What the first start printed. */
let auditKey: string;

/** Runs `npm start`'s own command, with an environment of settings alone. */
class Start {
  output = '';
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(settings: Record<string, string>, args: string[] = []) {
    this.child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
      cwd: projectDir,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', DATA_DIR: dataDir, ...settings },
    });
    running.add(this.child);
    for (const stream of [this.child.stdout!, this.child.stderr!]) stream.on('data', (data) => (this.output += data));
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
    void this.ended.then(() => running.delete(this.child));
  }

  /** @returns the address that it prints when it is ready */
  async ready(): Promise<string> {
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      const [, url] = /Claimdesk is ready at (\S+)[^]*Ctrl-C/.exec(this.output) ?? [];
      if (url !== undefined) return url;
      if (this.child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`It did not start:\n${this.output}`);
  }
}

/** @returns how many postgres processes work on the data folder */
const servers = (): number =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('postgres') && line.includes(dataDir)).length;

beforeAll(
  () => void execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: projectDir, stdio: 'ignore' }),
  60_000,
);
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
});
afterAll(async () => {
  // whatever a test left running is adopted and stopped by one more start
  const last = new Start({});
  await last.ready().catch(() => undefined);
  last.child.kill('SIGTERM');
  await last.ended;
  rmSync(folder, { recursive: true, force: true });
}, 90_000);

const signIn = async (url: string, output: string): Promise<number> => {
  const [, password] = /all with the password (\S+):/.exec(output)!;
  const response = await fetch(`${url}/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'editor@demo.example', password }),
  });
  return response.status;
};

it('starts from nothing, prints how to sign in, and leaves nothing running', async () => {
  const first = new Start({});
  const url = await first.ready();
  expect(first.output).toMatch(/Loaded \d+ of \d+ example claims/);
  expect(first.output).toMatch(/Chief editor: {2}chief@demo.example {2}one-time password: \S+/);
  expect(first.output).toMatch(/Made the key that signs the audit log, in \S+audit\/signing-key\./);
  [, auditKey = 'none'] = /^ {2}Audit key (claimdesk-[0-9a-f]{8}\+\S+)$/m.exec(first.output) ?? [];
  expect(() => parseVerifierKey(auditKey)).not.toThrow();
  expect(await signIn(url, first.output)).toBe(200);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  expect(servers()).toBeGreaterThan(0);

  const second = new Start({});
  expect(await second.ended).toBe(1);
  expect(second.output).toMatch(/is in use by process \d+/);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);

  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  expect(first.output).toContain('Stopped.');
  expect(servers()).toBe(0);
}, 120_000);

it('takes up where it stopped, also after kill -9', async () => {
  const killed = new Start({});
  await killed.ready();
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(servers()).toBeGreaterThan(0); // nobody was left to stop it

  const next = new Start({});
  const url = await next.ready();
  expect(next.output).not.toContain('Loaded');
  expect(next.output).not.toContain('one-time password');
  expect(next.output).not.toContain('Made the key');
  expect(next.output).toContain(`Audit key ${auditKey}\n`);
  // The lead may still hang on the connection of the one that was killed
  const look = async () => (await (await fetch(`${url}/health/ready`)).json()) as any;
  let ready = await look();
  for (const end = Date.now() + 15_000; ready.status !== 'ok' && Date.now() < end; ready = await look()) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect([ready.status, ready.checks.audit]).toEqual(['ok', { ok: true }]);
  expect(await signIn(url, next.output)).toBe(200);
  next.child.kill('SIGINT');
  expect(await next.ended).toBe(0);
  expect(servers()).toBe(0);
}, 120_000);

it.each([
  [{ PORT: 'eighty' }, 'PORT is "eighty"; it must be a whole number from 0 to 65535.'],
  [{ ROLE: 'worker' }, 'ROLE is "worker", and DATABASE_URL is not set'],
  [{ DATABASE_URL: 'postgres://user@localhost/none' }, 'DATABASE_URL holds no password'],
])('stops at wrong settings %j before anything is started', async (settings, message) => {
  const start = new Start(settings);
  expect(await start.ended).toBe(1);
  expect(start.output).toContain(message);
  expect(start.output).not.toMatch(/^\s+at /m);
  expect(servers()).toBe(0);
});

it('explains every setting with --help', async () => {
  const help = new Start({}, ['--help']);
  expect(await help.ended).toBe(0);
  expect(help.output).toContain('DATABASE_URL');
  expect(help.output).toContain('Allowed: a whole number from 0 to 65535. Default: 3000.');
});
