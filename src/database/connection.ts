import { createHmac } from 'node:crypto';
import { APP_ROLE } from './roles.js';

/**
 * The password of the application's role where none was given: derived from the secret in DATABASE_URL, so that
 * every process on every machine comes to the same one without storing it.
 *
 * @returns null if DATABASE_URL holds no password; a secret cannot be made of nothing
 */
export function derivedAppPassword(databaseUrl: string): string | null {
  const secret = decodeURIComponent(new URL(databaseUrl).password);
  return secret === '' ? null : createHmac('sha256', secret).update(APP_ROLE).digest('base64url');
}

/**
 * @param databaseUrl URL of the user that migrates
 * @returns the URL by which API and worker connect, as a role that owns nothing
 */
export function derivedAppUrl(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.username = APP_ROLE;
  url.password = derivedAppPassword(databaseUrl) ?? '';
  return url.href;
}
