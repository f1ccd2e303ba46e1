import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readEnv, settingsHelp } from './env.js';
import { SETTINGS } from './settings.js';

describe('readEnv', () => {
  it('has a default for everything, and ignores what is not a setting', () => {
    expect(readEnv({ PATH: '/bin', PORT: '' })).toEqual({
      ROLE: 'all',
      PORT: 3000,
      HOST: '127.0.0.1',
      DB_POOL_SIZE: 20,
      SESSION_HOURS: 12,
      CHIEF_EMAIL: 'chief@demo.example',
      SEEDS: 'on',
      LOG_LEVEL: 'warn',
      LOG_FORMAT: 'text',
      WEBHOOK_ALLOW_PRIVATE: 'off',
    });
  });

  it.each([
    [{ PORT: '70000' }, 'PORT is "70000"; it must be a whole number from 0 to 65535.'],
    [{ PORT: '3e3' }, 'PORT is "3e3"; it must be a whole number from 0 to 65535.'],
    [{ ROLE: 'web' }, 'ROLE is "web"; it must be all, api, worker or sealer.'],
    [{ PUBLIC_URL: 'ftp://x' }, 'PUBLIC_URL is "ftp://x"; it must be an address that begins with http:// or https://.'],
    [{ TRUST_PROXY: '10.0.0.1, proxy' }, 'TRUST_PROXY is "10.0.0.1, proxy"; it must be IP addresses or networks'],
    [{ ROLE: 'api' }, 'ROLE is "api", and DATABASE_URL is not set'],
    [
      { DATABASE_URL: 'mysql://u:secret@h/d' },
      'DATABASE_URL has a value that cannot be used; it must be an address such as postgres://',
    ],
  ])('refuses %j and says what is allowed', (environment, message) => {
    expect(() => readEnv(environment)).toThrow(message);
  });

  it('names all that is wrong at once, and shows no password', () => {
    const read = () => readEnv({ PORT: 'x', SEEDS: 'yes', APP_DATABASE_URL: 'secret' });
    expect(read).toThrow(/PORT is "x".*\n.*SEEDS is "yes"|APP_DATABASE_URL has[^]*PORT is "x"[^]*SEEDS is "yes"/);
    expect(read).not.toThrow(/"secret"/);
  });

  it('reads lists and numbers', () => {
    expect(readEnv({ TRUST_PROXY: '10.0.0.1, 192.168.0.0/16', PORT: '0', DB_POOL_SIZE: '4' })).toMatchObject({
      TRUST_PROXY: ['10.0.0.1', '192.168.0.0/16'],
      PORT: 0,
      DB_POOL_SIZE: 4,
    });
  });
});

it('the help names every setting', () => {
  for (const name of Object.keys(SETTINGS)) expect(settingsHelp()).toContain(`  ${name}\n`);
});

describe('a setting in a file', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'claimdesk-env-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let files = 0;
  const file = (content: string): string => {
    const name = path.join(folder, `secret-${(files += 1)}`);
    writeFileSync(name, content);
    return name;
  };

  it('is read without the end of its line', () => {
    const url = 'postgres://u:secret@h/d';
    expect(readEnv({ DATABASE_URL_FILE: file(`${url}\n`), APP_DATABASE_URL_FILE: '' })).toMatchObject({
      DATABASE_URL: url,
    });
    expect(readEnv({ METRICS_TOKEN_FILE: file('t'.repeat(32)) })).toMatchObject({ METRICS_TOKEN: 't'.repeat(32) });
  });

  it.each([
    [{ DATABASE_URL_FILE: '/nowhere' }, 'DATABASE_URL_FILE is "/nowhere", which cannot be read: ENOENT'],
    [{ METRICS_TOKEN_FILE: folder }, 'which cannot be read: EISDIR'],
    [{ DATABASE_URL_FILE: file(' \n') }, 'which is empty.'],
    [{ DATABASE_URL: 'postgres://h/d', DATABASE_URL_FILE: '/x' }, 'DATABASE_URL and DATABASE_URL_FILE are both set'],
  ])('stops the start where it cannot be used: %j', (environment, message) => {
    expect(() => readEnv(environment)).toThrow(message);
  });

  it('is not shown where it is wrong', () => {
    const read = () => readEnv({ METRICS_TOKEN_FILE: file('too-short') });
    expect(read).toThrow('METRICS_TOKEN has a value that cannot be used; it must be 32 to 200 characters');
    expect(read).not.toThrow(/too-short/);
  });

  it('is for secrets only', () => {
    expect(readEnv({ PORT_FILE: '/nowhere' })).toMatchObject({ PORT: 3000 });
  });
});
