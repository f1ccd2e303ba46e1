import { Logger } from '@nestjs/common';
import '@fastify/websocket'; // declares request.ws
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import '../graphql/context.js'; // declares request.caller
import '../graphql/operation.js'; // declares request.graphqlOperation
import { actorRef } from '../kernel/actor.js';
import { graphqlDuration, httpDuration, httpInFlight } from '../telemetry/instruments.js';

const logger = new Logger('Http');

/** What is logged for an answer that its client did not wait for, as nginx does. */
const CLIENT_GONE = 499;
const SWITCHING_PROTOCOLS = 101;
/** Asked every few seconds by supervisors: logged only for who looks for details. */
const PROBES: readonly string[] = ['/health/live', '/health/ready', '/metrics'];
const GRAPHQL_ROUTE = '/graphql';

/** How a request ended. */
export interface Ending {
  /** Pattern of the route, never the address: that may hold anything. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
}

/** Logs and counts every request that reaches the router, when its answer is sent or its client has gone. */
export function watchRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const started = performance.now();
    if (!request.ws) httpInFlight.inc();
    // close comes once for every answer, also for those that were broken off
    reply.raw.once('close', () => {
      if (!request.ws) httpInFlight.dec();
      const ending = { route: routeOf(request), status: statusOf(reply), ms: performance.now() - started };
      count(request, ending);
      log(request, ending);
    });
    done();
  });
}

export const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'unknown';

export const statusOf = (reply: FastifyReply): number => {
  if (reply.raw.writableFinished) return reply.statusCode;
  return reply.request.ws ? SWITCHING_PROTOCOLS : CLIENT_GONE;
};

function count(request: FastifyRequest, { route, status, ms }: Ending): void {
  if (status === SWITCHING_PROTOCOLS) return; // for as long as somebody listened, which is no measure of ours
  httpDuration.observe({ method: request.method, route, status }, ms / 1000);
  if (route !== GRAPHQL_ROUTE) return;
  const { type = 'none', field = 'none' } = request.graphqlOperation ?? {};
  const outcome = request.graphqlErrors?.[0] ?? (status === 200 ? 'ok' : `HTTP_${status}`);
  graphqlDuration.observe({ type, field, outcome }, ms / 1000);
}

function log(request: FastifyRequest, { route, status, ms }: Ending): void {
  const level = status >= 500 ? 'warn' : PROBES.includes(route) ? 'debug' : 'log';
  const { name, field } = request.graphqlOperation ?? {};
  logger[level]('Request', {
    requestId: request.id,
    method: request.method,
    route,
    status,
    ms: Math.round(ms),
    ...(request.caller && { caller: actorRef(request.caller.actor) }),
    ...(field === undefined ? {} : { field }),
    ...(name === undefined ? {} : { operation: name }),
    ...(request.graphqlErrors && { errors: request.graphqlErrors }),
  });
}
