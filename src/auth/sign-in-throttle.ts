import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { Database } from '../database/database.js';
import { addressKey } from './address-key.js';

/** Failures after which attempts are refused. A person mistypes a few times; 40 guesses an hour find no password. */
export const ACCOUNT_ATTEMPTS = 10;
/** A newsroom shares one address, a guesser of many accounts has few. */
export const ADDRESS_ATTEMPTS = 100;
/** Seconds from the first failure until the counter starts anew. */
export const THROTTLE_SECONDS = 15 * 60;

/** Too many failures; nothing was looked at. Answered as 429. */
export class TooManyAttemptsError extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super(`Too many failed attempts. Try again in ${Math.ceil(retryAfterSeconds / 60)} minutes.`);
    this.name = 'TooManyAttemptsError';
  }
}

// The address may not be known to us at all, so only its hash is kept.
const accountKey = (email: string): string => createHash('sha256').update(email.toLowerCase()).digest('hex');

/**
 * Counts attempts in Postgres, so that all API processes count together. An attempt is counted before the password
 * is looked at, in one atomic statement: attempts at the same time cannot slip through. Success gives it back.
 */
@Injectable()
export class SignInThrottle {
  private readonly accounts: RateLimiterPostgres;
  private readonly addresses: RateLimiterPostgres;

  constructor(database: Database) {
    const shared = {
      storeClient: database.pool,
      storeType: 'pool',
      schemaName: 'public',
      tableName: 'sign_in_throttle',
      tableCreated: true, // by the migration: the application's role may create nothing
      clearExpiredByTimeout: false, // the job purge-expired does
      duration: THROTTLE_SECONDS,
    };
    this.accounts = new RateLimiterPostgres({ ...shared, keyPrefix: 'account', points: ACCOUNT_ATTEMPTS });
    this.addresses = new RateLimiterPostgres({ ...shared, keyPrefix: 'address', points: ADDRESS_ATTEMPTS });
  }

  /** @throws TooManyAttemptsError */
  admitAddress(address: string): Promise<void> {
    return consume(this.addresses, addressKey(address));
  }

  /** @param email of an account, or of none: that makes no difference. @throws TooManyAttemptsError */
  admitAccount(email: string): Promise<void> {
    return consume(this.accounts, accountKey(email));
  }

  /** The password was right: forgets the account's failures. */
  async accountSucceeded(email: string): Promise<void> {
    await this.accounts.delete(accountKey(email));
  }

  /** Gives back the one attempt; the address's failures stay, for they may be about other accounts. */
  async addressSucceeded(address: string): Promise<void> {
    await this.addresses.reward(addressKey(address), 1);
  }
}

async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new TooManyAttemptsError(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
  }
}
