import { describe, expect, it } from '@jest/globals';
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
    });
  });

  it.each([
    [{ PORT: '70000' }, 'PORT is "70000"; it must be a whole number from 0 to 65535.'],
    [{ PORT: '3e3' }, 'PORT is "3e3"; it must be a whole number from 0 to 65535.'],
    [{ ROLE: 'web' }, 'ROLE is "web"; it must be all, api or worker.'],
    [{ PUBLIC_URL: 'ftp://x' }, 'PUBLIC_URL is "ftp://x"; it must be an address that begins with http:// or https://.'],
    [{ TRUST_PROXY: '10.0.0.1, proxy' }, 'TRUST_PROXY is "10.0.0.1, proxy"; it must be IP addresses or networks'],
    [{ ROLE: 'api' }, 'ROLE is "api", and DATABASE_URL is not set'],
    [{ DATABASE_URL: 'mysql://u:secret@h/d' }, 'DATABASE_URL has a value that cannot be used; it must be an address such as postgres://'],
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
