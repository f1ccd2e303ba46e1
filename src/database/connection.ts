import { createHmac } from 'node:crypto';
import { APP_ROLE, LOGIN_ROLES, type LoginRole, type RolePasswords, SEALER_ROLE } from './roles.js';

/**
 * The password of a role where none was given: derived from the secret in DATABASE_URL, so that every process on every
 * machine comes to the same one without storing it.
 *
 * @returns null if DATABASE_URL holds no password; a secret cannot be made of nothing
 */
function derivedPassword(databaseUrl: string, role: LoginRole): string | null {
  const secret = decodeURIComponent(new URL(databaseUrl).password);
  return secret === '' ? null : createHmac('sha256', secret).update(role).digest('base64url');
}

function derivedUrl(databaseUrl: string, role: LoginRole): string {
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = derivedPassword(databaseUrl, role) ?? '';
  return url.href;
}

export const derivedPasswords = (databaseUrl: string): RolePasswords =>
  Object.fromEntries(LOGIN_ROLES.map((role) => [role, derivedPassword(databaseUrl, role)])) as unknown as RolePasswords;

/** @returns null if DATABASE_URL holds no password */
export const derivedAppPassword = (databaseUrl: string): string | null => derivedPassword(databaseUrl, APP_ROLE);

/**
 * @param databaseUrl URL of the user that migrates
 * @returns the URL by which API and worker connect, as a role that owns nothing
 */
export const derivedAppUrl = (databaseUrl: string): string => derivedUrl(databaseUrl, APP_ROLE);

/** @returns the URL by which the sealer connects, as the role that alone appends to the log */
export const derivedSealerUrl = (databaseUrl: string): string => derivedUrl(databaseUrl, SEALER_ROLE);
