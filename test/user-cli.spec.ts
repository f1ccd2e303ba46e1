import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { main } from '../src/cli/user.js';
import { COMMAND_HELP } from '../src/cli/user-help.js';
import { newId } from '../src/kernel/ids.js';
import { AuthApp, bearer } from './auth-app.js';

const desk = await AuthApp.start();
afterAll(() => desk.stop());

const NAMES = ['APP_DATABASE_URL', 'DATABASE_URL', 'DATA_DIR'];
async function withEnvironment(values: Record<string, string>, work: () => Promise<void>): Promise<void> {
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  const set = (name: string, value: string | undefined) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  for (const name of NAMES) set(name, values[name]);
  try {
    await work();
  } finally {
    for (const [name, value] of before) set(name, value);
  }
}
process.env['APP_DATABASE_URL'] = desk.appUrl;

await desk.asOwner(
  `INSERT INTO desk (id, slug, name, review_hours, lease_seconds, base_priority) VALUES ($1, 'politics', 'Politics', 24, 600, 50)`,
  [newId()],
);

const out: string[] = [];
const said: string[] = [];
beforeEach(() => {
  out.length = 0;
  said.length = 0;
});
const user = (...args: string[]) => main(args, { out: (line) => out.push(line), say: (line) => said.push(line) });

const ANA = ['--email', 'ana@desk.example'];
let password = '';

describe('npm run user', () => {
  it('adds an account; stdout is the one-time password alone', async () => {
    expect(await user('add', ...ANA, '--name', 'Ana Pérez', '--role', 'editor@politics', '--role', 'AUDITOR')).toBe(0);
    expect(out).toEqual([expect.stringMatching(/^(\w{5}-){3}\w{5}$/)]);
    password = out[0]!;
    expect((await desk.browser().signIn('ana@desk.example', password)).body).toMatchObject({
      mustChangePassword: true,
      user: { name: 'Ana Pérez', roles: [{ role: 'AUDITOR' }, { role: 'EDITOR' }] },
    });
    expect(await user('add', '--email', 'bot@desk.example', '--name', 'Bot', '--role', 'SERVICE')).toBe(0);
    expect(out).toHaveLength(1);
  });

  it('lists the accounts', async () => {
    expect(await user('list')).toBe(0);
    expect(out.join('\n')).toBe(
      [
        'E-MAIL            NAME       ROLES                    STATE              TOKENS',
        'ana@desk.example  Ana Pérez  AUDITOR EDITOR@politics  one-time password  0',
        'bot@desk.example  Bot        SERVICE                  active             0',
      ].join('\n'),
    );
  });

  it('gives and takes roles', async () => {
    expect(await user('role', ...ANA, '--grant', 'EDITOR', '--revoke', 'EDITOR@politics', '--revoke', 'AUDITOR')).toBe(
      0,
    );
    out.length = 0;
    await user('list', '--json');
    expect(JSON.parse(out[0]!)[0]).toMatchObject({
      email: 'ana@desk.example',
      roles: [{ role: 'EDITOR', deskId: null }],
    });
  });

  it('makes an API token and revokes it', async () => {
    expect(
      await user(
        'token',
        '--email',
        'bot@desk.example',
        '--name',
        'crawler',
        '--scope',
        'claims:read',
        '--scope',
        'claims:write',
        '--days',
        '366',
      ),
    ).toBe(0);
    expect(out).toEqual([expect.stringMatching(/^cdk_[\w-]{43}$/)]);
    const secret = out[0]!;
    const status = async () => (await desk.browser().send('GET', '/late', undefined, bearer(secret))).status;
    expect(await status()).toBe(200);
    out.length = 0;
    await user('list', '--json');
    const [token] = JSON.parse(out[0]!)[1].tokens;
    expect(token).toMatchObject({ name: 'crawler', scopes: ['claims:read', 'claims:write'] });
    expect(await user('revoke', '--token', token.id)).toBe(0);
    expect(await status()).toBe(401);
  });

  it('resets a password, shuts an account out and lets it in again', async () => {
    expect(await user('reset', ...ANA)).toBe(0);
    const signIn = async (word: string) => (await desk.browser().signIn('ana@desk.example', word)).status;
    const renewed = out[0]!;
    expect([await signIn(password), await signIn(renewed)]).toEqual([401, 200]);
    expect(await user('disable', ...ANA)).toBe(0);
    expect(await signIn(renewed)).toBe(401);
    expect(await user('disable', ...ANA, '--enable')).toBe(0);
    expect(await signIn(renewed)).toBe(200);
  });

  it.each(Object.keys(COMMAND_HELP))('explains %s', async (name) => {
    expect(await user(name, '--help')).toBe(0);
    expect(out.join()).toContain(`npm run user -- ${name}`);
  });

  it.each([
    ['no command', [], 'add      adds an account'],
    ['an unknown command', ['remove'], 'There is no command "remove".'],
    ['a name of Object’s', ['constructor'], 'There is no command "constructor".'],
    ['an unknown option', ['list', '--all'], "Unknown option '--all'"],
    ['an option without value', ['reset', '--email'], "Option '--email <value>' argument missing"],
    ['a missing option', ['reset'], '--email is missing.'],
    ['no role', ['add', ...ANA, '--name', 'Ana'], '--role is missing'],
    [
      'an unknown role',
      ['role', ...ANA, '--grant', 'BOSS'],
      'Allowed: CHECKER, EDITOR, CHIEF_EDITOR, AUDITOR, SERVICE.',
    ],
    ['nothing to change', ['role', ...ANA], 'Give --grant, --revoke or both.'],
    [
      'an unknown scope',
      ['token', ...ANA, '--name', 'x', '--scope', 'all', '--days', '1'],
      'Allowed: claims:read, claims:write',
    ],
    [
      'too many days',
      ['token', ...ANA, '--name', 'x', '--scope', 'admin', '--days', '367'],
      'a whole number from 1 to 366',
    ],
    [
      'no number of days',
      ['token', ...ANA, '--name', 'x', '--scope', 'admin', '--days', '1e1x'],
      'a whole number from 1 to 366',
    ],
  ])('answers %s with exit code 2, and changes nothing', async (_what, args, message) => {
    const before = await desk.counts();
    expect(await user(...args)).toBe(2);
    expect(said.join('\n')).toContain(message);
    expect(out).toEqual([]);
    expect(await desk.counts()).toEqual(before);
  });

  it.each([
    [
      'an unknown account',
      ['reset', '--email', 'x@desk.example'],
      'There is no account with the e-mail address x@desk.example.',
    ],
    [
      'a taken e-mail address',
      ['add', ...ANA, '--name', 'A', '--role', 'EDITOR'],
      'ana@desk.example has an account already.',
    ],
    [
      'an unknown desk',
      ['role', ...ANA, '--grant', 'EDITOR@sports'],
      'There is no desk "sports". There are: politics.',
    ],
    [
      'a role that is not held',
      ['role', ...ANA, '--revoke', 'AUDITOR'],
      'The account does not hold AUDITOR on all desks.',
    ],
    ['an unknown token', ['revoke', '--token', 'x'], 'There is no such API token.'],
    ['a password for a machine', ['reset', '--email', 'bot@desk.example'], 'A service account has no password.'],
  ])('answers %s with exit code 1, and changes nothing', async (_what, args, message) => {
    const before = await desk.counts();
    expect(await user(...args)).toBe(1);
    expect(said.join('\n')).toContain(message);
    expect(out).toEqual([]);
    expect(await desk.counts()).toEqual(before);
  });

  it('says it where the database cannot be reached', async () => {
    await withEnvironment({ APP_DATABASE_URL: 'postgres://claimdesk_app:x@127.0.0.1:1/none' }, async () => {
      expect(await user('list')).toBe(1);
      expect(said).toEqual([expect.stringMatching(/^The database cannot be reached: .*ECONNREFUSED/)]);
    });
  });

  it('says it where a setting is wrong', async () => {
    await withEnvironment({ DATABASE_URL: 'localhost' }, async () => {
      expect(await user('list')).toBe(1);
      expect(said.join()).toContain('DATABASE_URL has a value that cannot be used');
      expect(said.join()).not.toContain('user.ts');
    });
  });

  it('says it where Claimdesk never ran', async () => {
    const empty = await mkdtemp(path.join(tmpdir(), 'claimdesk-'));
    await withEnvironment({ DATA_DIR: empty }, async () => {
      expect(await user('list')).toBe(1);
      expect(said).toEqual([expect.stringMatching(/^There is no Claimdesk here yet\./)]);
    });
    await rm(empty, { recursive: true });
  });
});
