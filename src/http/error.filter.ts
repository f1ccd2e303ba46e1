import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  MethodNotAllowedException,
  NotFoundException,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { sendError } from './error-response.js';
import type { KnownRoutes } from './known-routes.js';

/** Answers what fails in controllers, and addresses that are unknown. Fastify's own errors go to sendError directly. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly routes: KnownRoutes) {}

  catch(error: unknown, host: ArgumentsHost): void {
    // A resolver's: error-formatter.ts answers and logs it. Without this, Nest would log "not found" as an error.
    if (host.getType<string>() === 'graphql') throw locatable(error);
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent || reply.raw.headersSent) return;
    const isUnrouted = request.is404 && error instanceof NotFoundException;
    sendError(isUnrouted ? this.notRouted(request, reply) : error, request, reply);
  }

  private notRouted(request: FastifyRequest, reply: FastifyReply): Error {
    const methods = this.routes.methodsOf(request.url);
    if (methods.length === 0) return new NotFoundException('There is nothing at this address.');
    reply.header('allow', methods.join(', '));
    return new MethodNotAllowedException(`This address takes ${methods.join(', ')} only.`);
  }
}

/** graphql-js takes any error with a `path` for one that it has located itself; a DomainError's is the input's. */
const locatable = (error: unknown): unknown =>
  error instanceof Error && 'path' in error && !(error instanceof GraphQLError)
    ? new GraphQLError(error.message, { originalError: error })
    : error;
