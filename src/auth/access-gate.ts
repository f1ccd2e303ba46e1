import type { BrowserSession } from './find-caller.js';
import { sameSecret } from './secrets.js';

/**
 * All that answers without a sign-in, as `METHOD route`; the route is the pattern that the router matched, so no
 * spelling of a path gets around it. Everything else, known to the router or not, is denied.
 */
export const PUBLIC_ROUTES: readonly string[] = [
  'GET /',
  'GET /health/live',
  'GET /health/ready',
  'POST /auth/sign-in',
];

/**
 * Where a WebSocket may be opened without a sign-in, as patterns: a page cannot send headers with it, so programs in
 * browsers send their API token as its first message. Whoever serves it there closes it where none comes.
 */
const WEBSOCKET_ROUTES: readonly string[] = ['/graphql'];

/** Methods that change nothing (RFC 9110, 9.2.1), so that a forged one does no harm. */
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD'];

export interface Refusal {
  readonly status: 401 | 403;
  readonly code: 'UNAUTHENTICATED' | 'CSRF_TOKEN_INVALID' | 'PASSWORD_CHANGE_REQUIRED';
  readonly message: string;
}

/** @param route pattern that the router matched; undefined where it matched none */
export const isPublic = (method: string, route: string | undefined, publicRoutes: readonly string[]): boolean =>
  route !== undefined && publicRoutes.includes(`${method === 'HEAD' ? 'GET' : method} ${route}`);

export interface Attempt {
  readonly method: string;
  readonly route: string | undefined;
  /** Whether this is the request that opens a WebSocket. */
  readonly isWebSocket: boolean;
  readonly isSignedIn: boolean;
  /** Null for a request with an API token: nothing sends those by itself, so they cannot be forged. */
  readonly session: Pick<BrowserSession, 'csrfToken' | 'mustChangePassword'> | null;
  readonly csrfHeader: string | undefined;
}

/** @returns why a request for something that is not public is refused; null if it may go on */
export function gateRefusal({ method, route, isWebSocket, isSignedIn, session, csrfHeader }: Attempt): Refusal | null {
  if (!isSignedIn) {
    if (isWebSocket && method === 'GET' && route !== undefined && WEBSOCKET_ROUTES.includes(route)) return null;
    return {
      status: 401,
      code: 'UNAUTHENTICATED',
      message: 'Sign in, or send an API token as `Authorization: Bearer cdk_…`.',
    };
  }
  if (session === null) return null;
  if (!SAFE_METHODS.includes(method) && !sameSecret(csrfHeader ?? '', session.csrfToken)) {
    return {
      status: 403,
      code: 'CSRF_TOKEN_INVALID',
      message: 'Send the csrfToken of this session, from GET /auth/session, as the header x-csrf-token.',
    };
  }
  if (session.mustChangePassword && !route?.startsWith('/auth/')) {
    return {
      status: 403,
      code: 'PASSWORD_CHANGE_REQUIRED',
      message: 'This is a one-time password. Choose your own with POST /auth/password first.',
    };
  }
  return null;
}
