import '@fastify/websocket'; // declares request.ws
import type { FastifyRequest } from 'fastify';
import type { Queryable } from '../database/queryable.js';
import type { UserActor } from '../kernel/actor.js';
import { type BrowserSession, findSession, findTokenActor } from './find-caller.js';
import { sessionTokenOf } from './session-cookie.js';

/** By what somebody comes in. It holds the secret itself: do not log it. */
export interface Credential {
  readonly kind: 'token' | 'session';
  readonly secret: string;
}

export interface Identified {
  readonly actor: UserActor;
  /** Null for an API token. */
  readonly session: BrowserSession | null;
}

/** RFC 6750, 2.1; the scheme's name is in any case. */
const BEARER = /^bearer(?=\s|$)/i;

/** @returns the API token of an Authorization header; null where it is none of this scheme */
export const bearerOf = (header: string): Credential | null =>
  BEARER.test(header) ? { kind: 'token', secret: header.replace(BEARER, '').trim() } : null;

/**
 * A bearer token goes before the cookie: then the cookie is not looked at. For a WebSocket the cookie counts only where
 * one of our own pages opens it: browsers send it with those of other sites, too, and let these read what comes.
 *
 * @param publicUrl where people reach Claimdesk
 */
export function credentialOf(request: FastifyRequest, publicUrl: string): Credential | null {
  const { authorization } = request.headers;
  const token = authorization === undefined ? null : bearerOf(authorization);
  if (token !== null) return token;
  if (request.ws && !isFromOwnPage(request, publicUrl)) return null;
  const secret = sessionTokenOf(request);
  return secret === null ? null : { kind: 'session', secret };
}

/** Browsers name the origin of every WebSocket (RFC 6455, 4.1). Whoever names none is none, and can send an API token. */
function isFromOwnPage({ headers }: FastifyRequest, publicUrl: string): boolean {
  const { origin, host } = headers;
  if (origin === undefined || !URL.canParse(origin)) return false;
  const from = new URL(origin);
  return from.origin === new URL(publicUrl).origin || (/^https?:$/.test(from.protocol) && from.host === host);
}

/** One round trip to the database. @returns null for a credential that is unknown, ran out or was revoked */
export async function findByCredential(db: Queryable, { kind, secret }: Credential): Promise<Identified | null> {
  if (kind === 'session') return findSession(db, secret);
  const actor = await findTokenActor(db, secret);
  return actor === null ? null : { actor, session: null };
}
