import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Database } from '../database/database.js';
import '../graphql/context.js'; // declares request.caller
import { gateRefusal, isPublic, PUBLIC_ROUTES, type Refusal } from './access-gate.js';
import { credentialOf, findByCredential } from './credential.js';
import type { BrowserSession } from './find-caller.js';
import { errorBody } from '../http/error-response.js';
import { AUTH_SETTINGS, type AuthSettings } from './settings.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The browser's sign-in; null for a request with an API token and for everyone else. */
    browserSession: BrowserSession | null;
  }
}

/** The GraphQL endpoint, whose clients expect errors in GraphQL's shape. */
const GRAPHQL_ROUTE = '/graphql';

/**
 * Sets `request.caller`, and denies everything that is not public to requests without one. One hook on the root
 * instance: a route that is added anywhere later is closed until somebody opens it here.
 *
 * Call it after `configureHttp`, which reads the cookies, and before any plugin that adds routes.
 *
 * @param alsoPublic further open routes as `METHOD pattern`, for example `GET /assets/*`
 */
export function registerAuthentication(app: NestFastifyApplication, alsoPublic: readonly string[] = []): void {
  const publicRoutes = [...PUBLIC_ROUTES, ...alsoPublic];
  const fastify = app.getHttpAdapter().getInstance();
  if (!fastify.hasRequestDecorator('cookies')) throw new Error('registerAuthentication comes after configureHttp.');
  fastify.decorateRequest('caller', null);
  fastify.decorateRequest('browserSession', null);
  fastify.addHook('onRequest', async (request, reply) => {
    const { method } = request;
    const route = request.routeOptions.url;
    if (isPublic(method, route, publicRoutes)) return;
    const credential = credentialOf(request, app.get<AuthSettings>(AUTH_SETTINGS).publicUrl);
    const found = credential === null ? null : await findByCredential(app.get(Database), credential);
    if (found !== null) {
      request.caller = { actor: found.actor, requestId: request.id };
      request.browserSession = found.session;
    }
    const refusal = gateRefusal({
      method,
      route,
      isWebSocket: request.ws,
      isSignedIn: request.caller !== null,
      session: request.browserSession,
      csrfHeader: [request.headers['x-csrf-token']].flat()[0],
    });
    if (refusal !== null) return sendRefusal(request, reply, refusal);
  });
}

function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, code, message } = refusal;
  // Somebody who follows a link to a page gets the sign-in, not JSON.
  if (status === 401 && request.method === 'GET' && /\btext\/html\b/.test(request.headers.accept ?? '')) {
    return reply.redirect('/', 303);
  }
  // RFC 9110, 15.5.2: a 401 names a way to come in
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="claimdesk"');
  const isGraphQL = request.routeOptions.url === GRAPHQL_ROUTE;
  return reply
    .code(status)
    .send(isGraphQL ? { errors: [{ message, extensions: { code } }] } : errorBody(refusal, request.id));
}
