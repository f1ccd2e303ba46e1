import { HttpException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** An export of some hundred thousand leaves has ended by then, and a sealer has started. */
const RETRY_SECONDS = 10;

/** @returns the answer 503 that says when to come back, to be thrown */
export function notNow(reply: FastifyReply, message: string): HttpException {
  reply.header('retry-after', RETRY_SECONDS);
  return new HttpException(message, 503);
}

export const NOTHING_SEALED =
  'Nothing is sealed yet: the log has no checkpoint. The sealer makes one as soon as it runs.';
