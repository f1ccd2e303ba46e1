import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Tx, UnitOfWork } from '../database/unit-of-work.js';
import { systemActor } from '../kernel/actor.js';
import { newId } from '../kernel/ids.js';
import { verifyPassword } from './password.js';
import { hashSecret, newSessionToken } from './secrets.js';
import { AUTH_SETTINGS, type AuthSettings } from './settings.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** Says the same whether there is no such account, it is disabled or the password is wrong. Answered as 401. */
export class InvalidCredentialsError extends Error {
  constructor() {
    super('The e-mail address or the password is wrong.');
    this.name = 'InvalidCredentialsError';
  }
}

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** IP address of the client. */
  readonly address: string;
  readonly userAgent: string;
  readonly requestId: string;
}

interface Account {
  readonly id: string;
  readonly hash: string;
  readonly is_disabled: boolean;
}

/** The CHECK on session.user_agent. */
const MAX_USER_AGENT = 300;

/** Opens a browser session for an e-mail address and a password. */
@Injectable()
export class SignIn {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly throttle: SignInThrottle,
    @Inject(AUTH_SETTINGS) private readonly settings: AuthSettings,
  ) {}

  /**
   * @returns the session token, for the cookie; it is kept nowhere else
   * @throws InvalidCredentialsError
   * @throws TooManyAttemptsError
   */
  async run(input: SignInInput): Promise<string> {
    const email = input.email.trim().toLowerCase();
    await this.throttle.admitAddress(input.address);
    await this.throttle.admitAccount(email);
    const [account] = await this.database.rows<Account>(
      `SELECT id, password_hash AS hash, disabled_at IS NOT NULL AS is_disabled FROM public.app_user WHERE email = $1`,
      [email],
    );
    // Before looking at the account: the answer must take as long without one
    const isRight = await verifyPassword(account?.hash ?? null, input.password);
    if (account === undefined || !isRight || account.is_disabled) throw new InvalidCredentialsError();
    const token = newSessionToken();
    const caller = { actor: systemActor('sign-in'), requestId: input.requestId };
    const userAgent = input.userAgent.slice(0, MAX_USER_AGENT);
    await this.unitOfWork.run(caller, 'signIn', (tx) =>
      openSession(tx, account, token, userAgent, this.settings.sessionHours),
    );
    await this.throttle.accountSucceeded(email);
    await this.throttle.addressSucceeded(input.address);
    return token;
  }
}

/**
 * The lock and the comparison in the write itself: a password reset or a disabling at the same time either ends
 * this session with the others, or leaves it unopened.
 */
async function openSession(tx: Tx, account: Account, token: string, userAgent: string, hours: number): Promise<void> {
  const opened = await tx.rows(
    `INSERT INTO public.session (id, user_id, token_hash, user_agent, expires_at)
     SELECT $1, u.id, $2, $3, now() + make_interval(hours => $4)
     FROM public.app_user u WHERE u.id = $5 AND u.password_hash = $6 AND u.disabled_at IS NULL FOR SHARE
     RETURNING id`,
    [newId(), hashSecret(token), userAgent, hours, account.id, account.hash],
  );
  if (opened.length === 0) throw new InvalidCredentialsError();
}
