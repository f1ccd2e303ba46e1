import { z } from 'zod';
import type { RoleGrant } from '../kernel/actor.js';
import { DomainError } from '../kernel/domain-error.js';
import { isPlainText } from '../kernel/plain-text.js';

/** The CHECKs on app_user.email and on the name columns of app_user and api_token. */
export const MAX_EMAIL_LENGTH = 254;
export const MAX_NAME_LENGTH = 100;

/**
 * @returns the e-mail address as it is kept
 * @throws DomainError INVALID_INPUT
 */
export function validEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (email.length <= MAX_EMAIL_LENGTH && z.email().safeParse(email).success) return email;
  throw new DomainError('INVALID_INPUT', 'This is not an e-mail address, such as name@desk.example.', {
    path: ['input', 'email'],
  });
}

/**
 * @param path of the input field
 * @returns the name as it is kept
 * @throws DomainError INVALID_INPUT
 */
export function validName(text: string, path: readonly string[] = ['input', 'name']): string {
  const name = text.trim();
  if (name !== '' && Array.from(name).length <= MAX_NAME_LENGTH && isPlainText(name)) return name;
  throw new DomainError('INVALID_INPUT', `The name must be a text of 1 to ${MAX_NAME_LENGTH} characters.`, { path });
}

/** A machine client: nobody signs in to it, and chief editors manage its tokens. */
export const isServiceAccount = (grants: readonly Pick<RoleGrant, 'role'>[]): boolean =>
  grants.some(({ role }) => role === 'SERVICE');

/**
 * SERVICE stands alone. Otherwise a chief editor, who makes the tokens of service accounts, could make one of a
 * person's and act in that person's name.
 *
 * @param path of the input field with the roles
 * @throws DomainError INVALID_INPUT
 */
export function checkRoles(grants: readonly Pick<RoleGrant, 'role'>[], path: readonly string[]): void {
  if (!isServiceAccount(grants) || grants.every(({ role }) => role === 'SERVICE')) return;
  throw new DomainError('INVALID_INPUT', 'SERVICE is for machine clients and goes with no other role.', { path });
}
