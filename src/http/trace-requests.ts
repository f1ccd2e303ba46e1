import { type Context, context, propagation, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import '../graphql/operation.js'; // declares request.graphqlOperation
import { beginSpan, endSpan } from '../telemetry/tracing.js';
import { routeOf, statusOf } from './watch-requests.js';

declare module 'fastify' {
  interface FastifyRequest {
    traceContext?: Context;
  }
}

/** Makes a span of every request, part of the caller's trace where it names one (W3C Trace Context). */
export function traceRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (request.ws) return done(); // a span ends, and nobody knows when a WebSocket does
    const parent = propagation.extract(ROOT_CONTEXT, request.headers);
    const { method } = request;
    const route = routeOf(request);
    const span = beginSpan(
      `${method} ${route}`,
      SpanKind.SERVER,
      {
        'http.request.method': method,
        'http.route': route,
        'claimdesk.request.id': request.id,
      },
      parent,
    );
    reply.raw.once('close', () => {
      const { type, field, name } = request.graphqlOperation ?? {};
      const status = statusOf(reply);
      endSpan(
        span,
        {
          'http.response.status_code': status,
          ...(type && { 'graphql.operation.type': type, 'claimdesk.graphql.field': field }),
          ...(name && { 'graphql.operation.name': name }),
        },
        status >= 500 ? 'error' : undefined,
      );
    });
    request.traceContext = trace.setSpan(parent, span);
    context.with(request.traceContext, done);
  });
  // Whoever reads the body does so in the context of the socket's events; from here on it is the request's again
  fastify.addHook('preValidation', (request, _reply, done) => context.with(request.traceContext ?? ROOT_CONTEXT, done));
}
