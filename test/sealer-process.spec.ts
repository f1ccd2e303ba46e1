import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openNote } from '../verifier/claimdesk-verify.mjs';
import { TEST_ORIGIN, TEST_SIGNING_KEY, TEST_VERIFIER_KEY } from './audit-key.js';
import { DeskApp } from './desk-app.js';
import { ClaimdeskProcess } from './fixtures/claimdesk-process.js';
import { compileApp } from './fixtures/worker-build.mjs';
import { SealerFolder } from './sealed-database.js';

let desk: DeskApp;
let deskId: string;
let folder: SealerFolder;
let settings: Record<string, string>;
beforeAll(async () => {
  desk = await DeskApp.start();
  deskId = await desk.desk('processes');
  folder = await SealerFolder.make();
  settings = { SEALER_DATABASE_URL: desk.sealerUrl, AUDIT_DIR: folder.dir, AUDIT_KEY: TEST_SIGNING_KEY };
});
afterEach(() => ClaimdeskProcess.killAll());
afterAll(async () => {
  await desk.stop();
  await folder.remove();
});

const newest = async (): Promise<{ size: number; note: string } | undefined> =>
  (await desk.sql('SELECT size::int, note FROM audit.checkpoint ORDER BY size DESC LIMIT 1'))[0];
const events = async (): Promise<number> => (await desk.sql('SELECT count(*)::int AS n FROM audit.event'))[0].n;
const allSealed = () => desk.until('everything to be sealed', async () => (await newest())?.size === (await events()));
const health = async ({ url }: ClaimdeskProcess): Promise<[number, any]> => {
  const answer = await fetch(`${url}/health/ready`);
  return [answer.status, await answer.json()];
};
const tamper = (sql: string) =>
  desk.sql(
    `ALTER TABLE audit.leaf DISABLE TRIGGER append_only; ${sql}; ALTER TABLE audit.leaf ENABLE ALWAYS TRIGGER append_only`,
  );

describe('ROLE=sealer', () => {
  it('seals what comes in, says so, and seals the last before it ends', async () => {
    const sealer = await ClaimdeskProcess.start('sealer', desk.appUrl, settings);
    expect(sealer.output).toContain(`Audit key ${TEST_VERIFIER_KEY}`);
    expect(sealer.output).not.toContain('PRIVATE');
    expect(sealer.output).not.toContain('one-time password');
    await desk.claim(deskId);
    await allSealed();
    expect(openNote((await newest())!.note, [TEST_VERIFIER_KEY])).toContain(`${TEST_ORIGIN}\n`);
    expect(await health(sealer)).toEqual([200, expect.objectContaining({ status: 'ok' })]);
    const found = await desk.until('the sample', async () => {
      const now = await sealer.metrics();
      const isSampled = now.get('claimdesk_audit_log_size') === (await newest())!.size;
      return isSampled && now.get('claimdesk_audit_seal_lag_seconds') === 0 && now; // a sample between two seals has a lag
    });
    expect(found.get('claimdesk_audit_sealed_events_total')).toBe((await newest())!.size);
    expect(found.get('claimdesk_audit_refusing')).toBe(0);

    await desk.claim(deskId);
    expect(await sealer.end('SIGTERM')).toBe(0);
    expect((await newest())!.size).toBe(await events());
  }, 60_000);

  it('that refuses is not ready, says why, signs nothing, and goes on once the log is mended', async () => {
    const [{ hash }] = await desk.sql('SELECT hash FROM audit.leaf WHERE idx = 1');
    await tamper(`UPDATE audit.leaf SET hash = sha256('x') WHERE idx = 1`);
    const sealer = await ClaimdeskProcess.start('sealer', desk.appUrl, settings);
    const [before, files] = [await newest(), await folder.files()];
    await desk.claim(deskId);
    const problem = await desk.until('the refusal', async () => {
      const [status, { checks }] = await health(sealer);
      return status === 503 && checks.audit.problem.startsWith('Nothing is signed') && checks.audit.problem;
    });
    expect(problem).toMatch(/first \d+ leaves are not those that were signed/);
    expect((await sealer.metrics()).get('claimdesk_audit_refusing')).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 3500)); // it tries again
    const lines = sealer.log({ level: 'error' });
    expect(lines).toEqual([expect.objectContaining({ code: 'HISTORY_REWRITTEN', context: 'Sealer' })]);
    expect(lines[0].msg).toContain('npm run audit -- adopt');
    expect([await newest(), await folder.files()]).toEqual([before, files]);

    await desk.until('the lag', async () => {
      const lag = (await sealer.metrics()).get('claimdesk_audit_seal_lag_seconds');
      return lag !== undefined && lag > 1;
    });
    await tamper(`UPDATE audit.leaf SET hash = '\\x${hash.toString('hex')}' WHERE idx = 1`);
    await allSealed();
    expect(await health(sealer)).toEqual([200, expect.objectContaining({ status: 'ok' })]);
    expect((await sealer.metrics()).get('claimdesk_audit_refusing')).toBe(0);
  }, 60_000);

  it('goes on after its connection was ended', async () => {
    const sealer = await ClaimdeskProcess.start('sealer', desk.appUrl, settings);
    await desk.until('it to lead', async () => sealer.log({ msg: 'Seals the audit log.' }).length > 0);
    await desk.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE usename = 'claimdesk_sealer' AND datname = current_database()`);
    await desk.claim(deskId);
    await allSealed();
    expect(sealer.log({ level: 'warn', context: 'Sealer' }).map(({ msg }) => msg)).toEqual([
      expect.stringContaining('begins anew in 3 s'),
      'The sealer goes on.',
    ]);
  }, 60_000);

  it.each([
    [{}, 'ROLE is "sealer", and there is no way for it to connect. Set SEALER_DATABASE_URL.'],
    [
      { SEALER_DATABASE_URL: 'postgres://u:p@h/d', AUDIT_KEY: 'PRIVATE+KEY+x' },
      'AUDIT_KEY has a value that cannot be used',
    ],
  ])('does not start with %j', async (wrong, message) => {
    const child = spawn(process.execPath, [await compileApp()], {
      env: {
        PATH: process.env['PATH'],
        ROLE: 'sealer',
        APP_DATABASE_URL: desk.appUrl,
        AUDIT_DIR: folder.dir,
        ...wrong,
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(output).toContain(message);
    expect(output).not.toMatch(/^\s+at /m);
  });
});

describe('ROLE=all', () => {
  it('seals too; where that is refused, the API stays in the load balancer, degraded', async () => {
    const both = await ClaimdeskProcess.start('all', desk.appUrl, settings);
    await desk.claim(deskId);
    await allSealed();
    expect(both.output).toContain(`Audit key ${TEST_VERIFIER_KEY}`);
    expect(await both.end('SIGTERM')).toBe(0);

    const [{ hash }] = await desk.sql('SELECT hash FROM audit.leaf WHERE idx = 1');
    await tamper(`UPDATE audit.leaf SET hash = sha256('x') WHERE idx = 1`);
    const degraded = await ClaimdeskProcess.start('all', desk.appUrl, settings);
    const answer = await desk.until('the refusal', async () => {
      const [status, body] = await health(degraded);
      return body.checks.audit.problem?.startsWith('Nothing is signed') && { status, body };
    });
    expect(answer.status).toBe(200);
    expect([answer.body.status, answer.body.checks.audit.ok]).toEqual(['degraded', false]);
    expect((await fetch(`${degraded.url}/graphql`, { method: 'POST' })).status).toBeLessThan(500);
    await tamper(`UPDATE audit.leaf SET hash = '\\x${hash.toString('hex')}' WHERE idx = 1`);
  }, 60_000);

  it('without a way to connect as the sealer, says that it seals nothing, and has no such check', async () => {
    const both = await ClaimdeskProcess.start('all', desk.appUrl, { AUDIT_DIR: folder.dir });
    expect(both.output).toContain('Seals nothing: no SEALER_DATABASE_URL is set.');
    expect(both.output).not.toContain('Audit key');
    expect((await health(both))[1].checks).not.toHaveProperty('audit');
  }, 60_000);
});
