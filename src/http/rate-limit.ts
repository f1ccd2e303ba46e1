import rateLimit from '@fastify/rate-limit';
import { HttpException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import '../graphql/context.js'; // declares request.caller

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Counts what a caller asks for over a WebSocket as a request of the account's.
     *
     * @throws HttpException 429
     */
    countForAccount(request: FastifyRequest): Promise<void>;
  }
}

/** Requests a minute. Counted in each process by itself; signing in has a stricter limit of its own in auth/. */
export interface RateLimits {
  readonly perAddress: number;
  readonly perAccount: number;
}

/**
 * A person who clicks every second makes 60. 600 leaves room for a script of theirs beside it, and an import sends
 * 500 claims a request; a newsroom of fifty behind one address stays under 3000.
 */
export const RATE_LIMITS: RateLimits = { perAddress: 3000, perAccount: 600 };

const MINUTE_MS = 60_000;

/**
 * Answers 429 with Retry-After to who asks too much. By address before anything else is done for a request, unknown
 * addresses included; by account once it is known who asks.
 */
export async function limitRates(app: NestFastifyApplication, limits: RateLimits): Promise<void> {
  await app.register(rateLimit, { global: false });
  const fastify = app.getHttpAdapter().getInstance();
  const address = fastify.createRateLimit({ max: limits.perAddress, timeWindow: MINUTE_MS });
  const account = fastify.createRateLimit({
    max: limits.perAccount,
    timeWindow: MINUTE_MS,
    keyGenerator: ({ caller }) => caller!.actor.id,
  });
  fastify.decorate('countForAccount', async (request: FastifyRequest) => refuseExcess(await account(request)));
  fastify.addHook('onRequest', async (request, reply) => refuseExcess(await address(request), reply));
  // preParsing comes after every onRequest hook, so after authentication, and before the body is read
  fastify.addHook('preParsing', async (request: FastifyRequest, reply) => {
    if (request.caller) refuseExcess(await account(request), reply);
  });
}

type Outcome = { isAllowed: true } | { isAllowed: false; isExceeded: boolean; ttlInSeconds: number };

function refuseExcess(outcome: Outcome, reply?: FastifyReply): void {
  if (outcome.isAllowed || !outcome.isExceeded) return;
  reply?.header('retry-after', outcome.ttlInSeconds);
  throw new HttpException(`Too many requests. Try again in ${outcome.ttlInSeconds} s.`, 429);
}
