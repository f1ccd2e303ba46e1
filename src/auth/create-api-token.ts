import { Injectable } from '@nestjs/common';
import { type Tx, UnitOfWork } from '../database/unit-of-work.js';
import { type Actor, TOKEN_SCOPES, type TokenScope } from '../kernel/actor.js';
import type { Caller } from '../kernel/caller.js';
import { DomainError } from '../kernel/domain-error.js';
import { newId } from '../kernel/ids.js';
import { isServiceAccount, validName } from './account-input.js';
import { ApiTokenEntity } from './api-token.entity.js';
import { lockUser } from './lock-user.js';
import { hashSecret, newApiTokenSecret } from './secrets.js';
import { authoriseTokensOf } from './token-policy.js';
import { grantsOf } from './write-grants.js';

const HOUR = 3_600_000;
/** Shorter ones are of no use to a program, and clocks differ. */
export const MIN_TOKEN_LIFETIME = HOUR;
/** A leap year: "for a year" must always be allowed, for ever never. */
export const MAX_TOKEN_LIFETIME = 366 * 24 * HOUR;
/** The request itself takes time, so that a lifetime of exactly one hour is a little less when it is checked. */
const TRANSIT = 60_000;
/** Tokens in use that one account may have: each is one more to lose, and `viewer` lists them all. */
export const MAX_TOKENS = 50;

export interface NewApiToken {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly expiresAt: Date;
  /** Whose it is; the caller's own where it is left out. */
  readonly userId?: string;
}

export interface CreatedApiToken {
  readonly apiToken: ApiTokenEntity;
  /** What the program sends. Shown once, kept nowhere. */
  readonly secret: string;
}

/** Makes an API token, for oneself or for a service account. */
@Injectable()
export class CreateApiToken {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * @throws ForbiddenError
   * @throws DomainError INVALID_INPUT; NOT_FOUND for the account
   */
  async run(caller: Caller, input: NewApiToken): Promise<CreatedApiToken> {
    const { actor } = caller;
    const userId = input.userId ?? (actor.kind === 'user' ? actor.id : '');
    authoriseTokensOf(actor, userId);
    const name = validName(input.name, ['input', 'name']);
    const scopes = validScopes(input.scopes, actor);
    checkExpiry(input.expiresAt);
    const secret = newApiTokenSecret();
    const apiToken = await this.unitOfWork.run(caller, 'createApiToken', async (tx) => {
      await checkOwner(tx, actor, userId);
      const token = { id: newId(), userId, name, scopes, expiresAt: input.expiresAt };
      await tx.manager.insert(ApiTokenEntity, { ...token, tokenHash: hashSecret(secret) });
      return tx.manager.findOneByOrFail(ApiTokenEntity, { id: token.id });
    });
    return { apiToken, secret };
  }
}

const invalid = (field: string, message: string): DomainError =>
  new DomainError('INVALID_INPUT', message, { path: ['input', field] });

function validScopes(scopes: readonly TokenScope[], actor: Actor): TokenScope[] {
  const unique = TOKEN_SCOPES.filter((scope) => scopes.includes(scope));
  if (unique.length === 0) throw invalid('scopes', `Choose at least one scope: ${TOKEN_SCOPES.join(', ')}.`);
  const own = actor.kind === 'user' ? actor.scopes : null;
  const beyond = own === null ? [] : unique.filter((scope) => !own.includes(scope));
  if (beyond.length === 0) return unique;
  throw invalid('scopes', `A token can pass on only scopes that it has itself, so not ${beyond.join(', ')}.`);
}

function checkExpiry(expiresAt: Date): void {
  const lifetime = expiresAt.getTime() - Date.now();
  // Written so that an invalid date, whose time is NaN, is refused
  if (lifetime >= MIN_TOKEN_LIFETIME - TRANSIT && lifetime <= MAX_TOKEN_LIFETIME + TRANSIT) return;
  throw invalid('expiresAt', 'The token must expire between one hour and 366 days from now.');
}

/** Under the owner's lock, so that neither the limit nor the owner's roles change meanwhile. */
async function checkOwner(tx: Tx, actor: Actor, userId: string): Promise<void> {
  const { isDisabled } = await lockUser(tx, userId, ['input', 'userId']);
  if (isDisabled) throw invalid('userId', 'The account is disabled.');
  // A person's token acts in that person's name, so nobody else may hold it
  if (actor.kind === 'user' && actor.id !== userId && !isServiceAccount(await grantsOf(tx, userId))) {
    throw invalid('userId', 'People make their own tokens. You may make them for service accounts.');
  }
  const [inUse] = await tx.rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM public.api_token
     WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > now()`,
    [userId],
  );
  if (inUse!.count < MAX_TOKENS) return;
  throw invalid('userId', `An account may have ${MAX_TOKENS} tokens in use. Revoke one first.`);
}
