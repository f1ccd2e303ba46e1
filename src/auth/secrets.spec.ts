import { describe, expect, it } from '@jest/globals';
import { csrfTokenFor, hashSecret, newApiTokenSecret, newSessionToken, sameSecret } from './secrets.js';

describe('secrets', () => {
  it('have 256 bits, and never come twice', () => {
    const tokens = Array.from({ length: 1000 }, newSessionToken);
    expect(new Set(tokens).size).toBe(1000);
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(newApiTokenSecret()).toMatch(/^cdk_[A-Za-z0-9_-]{43}$/);
  });

  it('are kept as SHA-256', () => {
    // FIPS 180-2, appendix B.1
    expect(hashSecret('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('give each session a CSRF token of its own, always the same', () => {
    expect(csrfTokenFor('a')).toBe(csrfTokenFor('a'));
    expect(csrfTokenFor('a')).not.toBe(csrfTokenFor('b'));
    // openssl: printf csrf | openssl dgst -sha256 -hmac key -binary | basenc --base64url
    expect(csrfTokenFor('key')).toBe('sWuREk0YevM5tRX19gRqVamF8yBltj4-qePwsy8F4zY');
  });

  it('are compared whole, whatever their length', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abcd')).toBe(false);
    expect(sameSecret('', 'a')).toBe(false);
  });
});
