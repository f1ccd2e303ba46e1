import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import websocket from '@fastify/websocket';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { asPlainRequest } from './as-plain-request.js';
import { MAX_MESSAGE_BYTES } from './limits.js';
import { LiveServer } from './live-server.js';

const GRAPHQL_ROUTE = '/graphql';

const logger = new Logger('Live');

/**
 * Serves subscriptions over WebSockets at /graphql. The request that opens one passes the hooks of all requests: rate
 * limits, authentication, the stop.
 *
 * Call it before `configureHttp`, whose hooks tell such a request from others by `request.ws`.
 */
export async function registerLive(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  // Before the plugin's own hook, which looks for wsHandler
  fastify.addHook('onRoute', (route) => {
    if (route.url === GRAPHQL_ROUTE && route.method === 'GET') takeWebSockets(route, app);
  });
  const upgrades = new EventEmitter();
  await app.register(websocket, {
    options: {
      server: upgrades as never,
      maxPayload: MAX_MESSAGE_BYTES,
      handleProtocols: (offered) => offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) && GRAPHQL_TRANSPORT_WS_PROTOCOL,
    },
    // ws has closed it, or is about to, with the code that says why
    errorHandler: (error) => logger.debug('A WebSocket failed.', error),
  });
  fastify.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() === 'websocket') upgrades.emit('upgrade', request, socket, head);
    else asPlainRequest(fastify.server, request, socket, head);
  });
}

/** Mercurius' guard of GET asks for a header that no browser sends here; doorkeeper.ts and credential.ts are the guards. */
function takeWebSockets(route: RouteOptions, app: NestFastifyApplication): void {
  const guard = route.onRequest as (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  route.onRequest = async (request, reply) => {
    if (!request.ws) await guard(request, reply);
  };
  route.wsHandler = (socket, request) => app.get(LiveServer).accept(socket, request);
}
