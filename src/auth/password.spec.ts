import { describe, expect, it } from '@jest/globals';
import argon2 from 'argon2';
import {
  ARGON2ID,
  DUMMY_HASH,
  generateOneTimePassword,
  hashPassword,
  passwordProblem,
  verifyPassword,
} from './password.js';

const EMAIL = 'ana.perez@desk.example';

describe('password hashes', () => {
  it('are Argon2id with the parameters of OWASP, salted', async () => {
    const hash = await hashPassword('correct horse battery');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hashPassword('correct horse battery')).not.toBe(hash);
  });

  it('tell the right password from others', async () => {
    const hash = await hashPassword('correct horse battery');
    expect(await verifyPassword(hash, 'correct horse battery')).toBe(true);
    expect(await verifyPassword(hash, 'correct horse battery ')).toBe(false);
    expect(await verifyPassword(hash, '')).toBe(false);
  });

  it('do not depend on how a character was typed', async () => {
    const hash = await hashPassword('cafe\u0301 au lait, s\u2019il');
    expect(await verifyPassword(hash, 'caf\u00e9 au lait, s\u2019il')).toBe(true);
  });

  it('cost the same where there is no account', async () => {
    expect(argon2.needsRehash(DUMMY_HASH, ARGON2ID)).toBe(false);
    expect(await verifyPassword(null, 'correct horse battery')).toBe(false);
  });
});

describe('passwordProblem', () => {
  it.each([
    ['elevenchars', 'The password needs at least 12 characters.'],
    ['🔑'.repeat(11), 'The password needs at least 12 characters.'],
    ['x'.repeat(201), 'The password may have at most 200 characters.'],
    ['with a NUL \0 inside', 'The password holds characters that are no text.'],
    ['half a pair \ud800 inside', 'The password holds characters that are no text.'],
    ['Ana.Perez@Desk.example', 'The password may not be the e-mail address.'],
  ])('refuses %j', (password, problem) => {
    expect(passwordProblem(password, EMAIL)).toBe(problem);
  });

  it.each(['twelve chars', '🔑'.repeat(12), 'x'.repeat(200), generateOneTimePassword()])('allows %j', (password) => {
    expect(passwordProblem(password, EMAIL)).toBeNull();
  });
});

describe('generateOneTimePassword', () => {
  it('is readable, and never the same', () => {
    const passwords = Array.from({ length: 500 }, generateOneTimePassword);
    expect(new Set(passwords).size).toBe(500);
    for (const password of passwords) {
      expect(password).toMatch(/^([0-9a-hjkmnp-tv-z]{5}-){3}[0-9a-hjkmnp-tv-z]{5}$/);
    }
  });
});
