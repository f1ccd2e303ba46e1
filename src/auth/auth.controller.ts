import { Body, Controller, Get, HttpCode, HttpException, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import type { RoleGrant } from '../kernel/actor.js';
import { PasswordBody, SignInBody } from './auth-bodies.js';
import './authenticate.js'; // declares request.browserSession
import { ChangePassword } from './change-password.js';
import { findSession, type SignedIn } from './find-caller.js';
import { ForbiddenError } from '../kernel/forbidden-error.js';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';
import { AUTH_SETTINGS, type AuthSettings } from './settings.js';
import { InvalidCredentialsError, SignIn } from './sign-in.js';
import { TooManyAttemptsError } from './sign-in-throttle.js';
import { SignOut } from './sign-out.js';

/** What a browser needs to know about its sign-in. */
interface SessionAnswer {
  user: { id: string; email: string; name: string; roles: readonly RoleGrant[] };
  /** To be sent as `x-csrf-token` with everything but GET and HEAD. */
  csrfToken: string;
  expiresAt: string;
  /** True for a one-time password: until it is changed, nothing but /auth answers. */
  mustChangePassword: boolean;
}

/** Signing in and out, for browsers. Programs use API tokens. */
@Controller('auth')
export class AuthController {
  constructor(
    private readonly signInCase: SignIn,
    private readonly signOutCase: SignOut,
    private readonly changePassword: ChangePassword,
    private readonly database: Database,
    @Inject(AUTH_SETTINGS) private readonly settings: AuthSettings,
  ) {}

  @Post('sign-in')
  @HttpCode(200)
  async signIn(
    @Body() { email, password }: SignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionAnswer> {
    const userAgent = request.headers['user-agent'] ?? '';
    const token = await answering(reply, () =>
      this.signInCase.run({ email, password, userAgent, address: request.ip, requestId: request.id }),
    );
    const signedIn = await findSession(this.database, token);
    if (signedIn === null) throw asHttpError(new InvalidCredentialsError(), reply); // ended again already
    setSessionCookie(reply, this.settings, token);
    return describe(signedIn);
  }

  @Get('session')
  session(@Req() request: FastifyRequest): SessionAnswer {
    return describe(signedInWithBrowser(request));
  }

  @Post('sign-out')
  @HttpCode(204)
  async signOut(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.endSessions(request, reply, signedInWithBrowser(request).session.id);
  }

  @Post('sign-out-everywhere')
  @HttpCode(204)
  async signOutEverywhere(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    signedInWithBrowser(request);
    await this.endSessions(request, reply, null);
  }

  @Post('password')
  @HttpCode(204)
  async password(
    @Body() { currentPassword, newPassword }: PasswordBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { session } = signedInWithBrowser(request);
    const input = { currentPassword, newPassword, sessionId: session.id };
    await answering(reply, () => this.changePassword.run(request.caller!, input));
  }

  private async endSessions(request: FastifyRequest, reply: FastifyReply, sessionId: string | null): Promise<void> {
    await this.signOutCase.run(request.caller!, sessionId);
    clearSessionCookie(reply, this.settings);
  }
}

/** @throws ForbiddenError for a request with an API token */
function signedInWithBrowser({ caller, browserSession }: FastifyRequest): SignedIn {
  if (caller !== null && browserSession !== null) return { actor: caller.actor, session: browserSession };
  throw new ForbiddenError('This is for sign-ins with a browser; API tokens have no session.');
}

async function answering<T>(reply: FastifyReply, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asHttpError(error, reply);
  }
}

/** @returns what http/error.filter.ts answers; the error itself where that knows it */
function asHttpError(error: unknown, reply: FastifyReply): unknown {
  if (error instanceof InvalidCredentialsError) {
    return new HttpException({ code: 'INVALID_CREDENTIALS', message: error.message }, 401);
  }
  if (error instanceof TooManyAttemptsError) {
    reply.header('retry-after', error.retryAfterSeconds);
    return new HttpException({ code: 'TOO_MANY_ATTEMPTS', message: error.message }, 429);
  }
  return error;
}

const describe = ({ actor, session }: SignedIn): SessionAnswer => ({
  user: { id: actor.id, email: session.email, name: actor.name, roles: actor.grants },
  csrfToken: session.csrfToken,
  expiresAt: session.expiresAt.toISOString(),
  mustChangePassword: session.mustChangePassword,
});
