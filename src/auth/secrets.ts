import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits, far beyond guessing, so a plain SHA-256 is all that the table needs to hold. */
const SECRET_BYTES = 32;
const randomSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

/** Marks an API token as Claimdesk's, for people and for scanners that look for leaked secrets. */
export const API_TOKEN_PREFIX = 'cdk_';

/** @returns a new value for the session cookie: 43 characters. */
export const newSessionToken = (): string => randomSecret();

/** @returns the secret of a new API token: `cdk_` and 43 characters. */
export const newApiTokenSecret = (): string => API_TOKEN_PREFIX + randomSecret();

/** @returns what is kept of a session token or an API token: its SHA-256, 32 bytes. */
export const hashSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/**
 * The token that proves that a request comes from a page of ours. Derived from the session's, so it needs no
 * storage, and another session's is never right (OWASP CSRF Prevention Cheat Sheet, HMAC-based tokens).
 */
export const csrfTokenFor = (sessionToken: string): string =>
  createHmac('sha256', sessionToken).update('csrf').digest('base64url');

/** Compares in a time that tells nothing about where the texts differ. */
export const sameSecret = (a: string, b: string): boolean => timingSafeEqual(hashSecret(a), hashSecret(b));
