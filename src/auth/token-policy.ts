import type { Actor } from '../kernel/actor.js';
import { ForbiddenError } from '../kernel/forbidden-error.js';
import { authorise, can } from './policy.js';

const isOwnerWithoutScope = (actor: Actor, ownerId: string): boolean =>
  actor.kind === 'user' && actor.id === ownerId && actor.scopes !== null && !actor.scopes.includes('admin');

const isOwner = (actor: Actor, ownerId: string): boolean => actor.kind === 'user' && actor.id === ownerId;

/** Everybody looks after their own API tokens; those of others need the verb `token.manage`. */
export const canManageTokensOf = (actor: Actor, ownerId: string): boolean =>
  isOwner(actor, ownerId) ? !isOwnerWithoutScope(actor, ownerId) : can(actor, 'token.manage');

/** @throws ForbiddenError unless the actor may see, make and revoke the API tokens of this account */
export function authoriseTokensOf(actor: Actor, ownerId: string): void {
  if (isOwnerWithoutScope(actor, ownerId)) {
    throw new ForbiddenError('This needs a sign-in, or an API token with the scope admin.');
  }
  if (!isOwner(actor, ownerId)) authorise(actor, 'token.manage');
}
