import type { FastifyReply, FastifyRequest } from 'fastify';
import { bugAnswer, logBug, type PublicError, toPublicError } from '../graphql/public-error.js';

/** The one shape of an error over plain HTTP. */
export const errorBody = ({ code, message, details }: PublicError, requestId: string) => ({
  error: { code, message, requestId, ...(details === undefined ? {} : { details }) },
});

/** Answers a request with what its client may know of the error; a bug is logged. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = toPublicError(error);
  if (known === null) logBug(error, request.id);
  const answer = known ?? bugAnswer;
  if (answer.retryAfter !== undefined) reply.header('retry-after', answer.retryAfter);
  return reply
    .code(answer.status)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(errorBody(answer, request.id));
}
