import { randomBytes } from 'node:crypto';
import argon2 from 'argon2';
import { isPlainText } from '../kernel/plain-text.js';

/** NIST SP 800-63B asks for 8 and advises more; nothing but the length is required. */
export const MIN_PASSWORD_LENGTH = 12;
/** Room for any passphrase, and a bound on what an unknown client can make us hash. */
export const MAX_PASSWORD_LENGTH = 200;

/**
 * Argon2id with the OWASP Password Storage Cheat Sheet's first recommendation: 19 MiB of memory, two passes, one lane.
 * About 30 ms a password on the machine that this was written on.
 */
export const ARGON2ID = { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Hash of 256 random bits that nobody kept, with the parameters above: what is verified where there is no account. */
export const DUMMY_HASH =
  '$argon2id$v=19$m=19456,p=1,t=2$O9j+M48QxRKfcAJb+5pOoQ$h6TvPNPUF1zXjltPH1ZikShKcy1QlAALFiN0ROFQZyg';

/** The same characters typed on another keyboard or system are the same password (NIST SP 800-63B, 5.1.1.2). */
const normalise = (password: string): string => password.normalize('NFKC');

/** @returns a PHC string to keep. Whether the password is good enough is `passwordProblem`'s affair. */
export const hashPassword = (password: string): Promise<string> => argon2.hash(normalise(password), ARGON2ID);

/**
 * @param hash null where there is no account; it takes as long then
 * @returns whether the password is the one that was hashed
 */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  const matches = await argon2.verify(hash ?? DUMMY_HASH, normalise(password));
  return hash !== null && matches;
}

/** @returns why this may not be the account's password, as a sentence for people; null if it may */
export function passwordProblem(password: string, email: string): string | null {
  const normal = normalise(password);
  const length = Array.from(normal).length;
  if (length < MIN_PASSWORD_LENGTH) return `The password needs at least ${MIN_PASSWORD_LENGTH} characters.`;
  if (length > MAX_PASSWORD_LENGTH) return `The password may have at most ${MAX_PASSWORD_LENGTH} characters.`;
  if (!isPlainText(normal)) return 'The password holds characters that are no text.';
  if (normal.toLowerCase() === email.toLowerCase()) return 'The password may not be the e-mail address.';
  return null;
}

/** Crockford's base 32 in lower case: nothing in it looks like something else. 32 divides 256, so no character is likelier. */
const READABLE = '0123456789abcdefghjkmnpqrstvwxyz';
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** @returns a password of 100 bits that can be read out over the phone, such as `k3v9w-0q8rt-zz1ha-5m2xc`. */
export function generateOneTimePassword(): string {
  const characters = [...randomBytes(GROUPS * GROUP_LENGTH)].map((byte) => READABLE[byte % READABLE.length]);
  return Array.from({ length: GROUPS }, (_, i) =>
    characters.slice(i * GROUP_LENGTH, (i + 1) * GROUP_LENGTH).join(''),
  ).join('-');
}
