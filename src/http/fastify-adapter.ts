import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PublicError } from '../graphql/public-error.js';
import { refuseDeepBodies } from './body-depth.js';
import { errorBody, sendError } from './error-response.js';
import { Traffic } from './traffic.js';

/** submitClaims takes 500 claims: 4 kB each, so the longest statement with an article or two. */
export const BODY_LIMIT_BYTES = 2 * 1024 * 1024;
/** A request must have arrived by then: 2 MiB take 17 s over a line of 1 Mbit/s. Stops clients that drip bytes. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Its headers by then. Must be less than the above: node swaps the two otherwise. */
const HEADERS_TIMEOUT_MS = 10_000;
/** How often both are looked at; node's own 30 s would let a client drip for a minute. */
const TIMEOUT_CHECK_MS = 5_000;
/** Nothing of ours is silent for so long; the database ends a statement after 15 s. */
const IDLE_CONNECTION_MS = 60_000;
/** Longer than the 60 s of common load balancers, so that they and not we end a connection that nobody uses. */
const KEEP_ALIVE_MS = 72_000;
/** Requests get this long to be answered when the server stops: the longest statement, with a little more. */
const STOP_LIMIT_MS = 16_000;
/** Ids, slugs and file names are much shorter. */
const MAX_PARAM_LENGTH = 200;

export interface AdapterOptions {
  /**
   * Whose X-Forwarded-For is believed: addresses or networks of the proxies. With `false`, nobody's; with `true`,
   * anybody's, so a client could then choose its own address.
   */
  readonly trustProxy: boolean | string | string[];
}

/** Makes the HTTP server that `configureHttp` then sets up. Used by main.ts and by the tests. */
export const createFastifyAdapter = ({ trustProxy }: AdapterOptions): FastifyAdapter => {
  const adapter = new StrictAdapter({
    trustProxy,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: TIMEOUT_CHECK_MS },
    connectionTimeout: IDLE_CONNECTION_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: false, // Traffic does, and says when to try again
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    requestIdHeader: false,
    genReqId: requestId,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      reply.header('x-request-id', request.id);
      sendError(error, request, reply);
    },
    clientErrorHandler: answerUnreadable,
  });
  const fastify = adapter.getInstance();
  adapter.traffic.watch(fastify);
  // Fastify's parser of text/plain: a cross-site form can send that type without asking first.
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('preValidation', refuseDeepBodies);
  fastify.setErrorHandler((error, request, reply) => void sendError(error, request, reply));
  return adapter;
};

/** Whatever options an app is made with, it is as strict as this. */
class StrictAdapter extends FastifyAdapter {
  readonly traffic = new Traffic();

  /** Nest calls it first of all that a stop does, before jobs are waited for. */
  override beforeClose(): void {
    super.beforeClose();
    this.traffic.stop();
  }

  override async close(): Promise<void> {
    this.traffic.stop();
    await this.traffic.idle(STOP_LIMIT_MS);
    const closed = super.close();
    // Whoever is still there sends or reads too slowly to be waited for
    this.getHttpServer().closeAllConnections();
    await closed;
  }

  /** Nest would add a parser for forms, which any site's page may post with its visitor's cookies. */
  override registerParserMiddleware(): void {}

  /** Nest sets its handler when controllers' routes have taken over the one that there was, so both would be in use. */
  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return this.getInstance();
  }
}

/** What a proxy or client may name a request: also long ids of tracing systems, but nothing that could break a log line. */
const SANE_REQUEST_ID = /^[\w.:-]{8,100}$/;

function requestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && SANE_REQUEST_ID.test(given) ? given : randomUUID();
}

const UNREADABLE: Readonly<Record<string, PublicError>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, code: 'REQUEST_TIMEOUT', message: 'The request did not arrive in time.' },
  HPE_HEADER_OVERFLOW: { status: 431, code: 'HEADERS_TOO_LARGE', message: 'The request headers are too large.' },
};
const NOT_HTTP: PublicError = { status: 400, code: 'BAD_REQUEST', message: 'This is not an HTTP request.' };
const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

/** Answers what node could not read as a request, so that there is no reply object yet. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const answer = UNREADABLE[error.code ?? ''] ?? NOT_HTTP;
  const body = JSON.stringify(errorBody(answer, randomUUID()));
  socket.end(
    `HTTP/1.1 ${answer.status} ${REASONS[answer.status]}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
