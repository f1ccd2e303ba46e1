import { describe, expect, it } from '@jest/globals';
import { type Attempt, gateRefusal, isPublic, PUBLIC_ROUTES } from './access-gate.js';

const session = { csrfToken: 'right', mustChangePassword: false };
const attempt = (parts: Partial<Attempt>): Attempt => ({
  method: 'POST',
  route: '/graphql',
  isWebSocket: false,
  isSignedIn: true,
  session,
  csrfHeader: 'right',
  ...parts,
});
const codeOf = (parts: Partial<Attempt>): string | undefined => gateRefusal(attempt(parts))?.code;

describe('what is public', () => {
  it('is a short list', () => {
    expect(PUBLIC_ROUTES).toEqual(['GET /', 'GET /health/live', 'GET /health/ready', 'POST /auth/sign-in']);
  });

  it.each([
    ['GET', '/', true],
    ['HEAD', '/', true],
    ['POST', '/', false],
    ['GET', '/auth/sign-in', false],
    ['GET', '/*', false],
    ['GET', undefined, false],
  ])('%s %s: %s', (method, route, expected) => {
    expect(isPublic(method, route, PUBLIC_ROUTES)).toBe(expected);
  });
});

describe('the gate', () => {
  it('lets anybody open a WebSocket where its first message may sign in, and nowhere else', () => {
    const stranger = { method: 'GET', isWebSocket: true, isSignedIn: false, session: null };
    expect(codeOf(stranger)).toBeUndefined();
    expect(codeOf({ ...stranger, isWebSocket: false })).toBe('UNAUTHENTICATED');
    expect(codeOf({ ...stranger, method: 'POST' })).toBe('UNAUTHENTICATED');
    for (const route of ['/admin/queues', undefined]) expect(codeOf({ ...stranger, route })).toBe('UNAUTHENTICATED');
  });

  it('lets a signed-in request through, and one with an API token without CSRF token', () => {
    expect(codeOf({})).toBeUndefined();
    expect(codeOf({ session: null, csrfHeader: undefined })).toBeUndefined();
  });

  it('refuses who is not signed in, before all else', () => {
    expect(codeOf({ isSignedIn: false, session: null, csrfHeader: undefined })).toBe('UNAUTHENTICATED');
    expect(codeOf({ isSignedIn: false, session: null, route: undefined })).toBe('UNAUTHENTICATED');
  });

  it.each([undefined, '', 'wrong', 'right '])('refuses a session with the CSRF token %j', (csrfHeader) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      expect(codeOf({ method, csrfHeader })).toBe('CSRF_TOKEN_INVALID');
    }
    for (const method of ['GET', 'HEAD']) expect(codeOf({ method, csrfHeader })).toBeUndefined();
  });

  it('holds a one-time password to changing it', () => {
    const oneTime = { csrfToken: 'right', mustChangePassword: true };
    expect(codeOf({ session: oneTime })).toBe('PASSWORD_CHANGE_REQUIRED');
    expect(codeOf({ session: oneTime, route: undefined, method: 'GET' })).toBe('PASSWORD_CHANGE_REQUIRED');
    expect(codeOf({ session: oneTime, route: '/authors/x' })).toBe('PASSWORD_CHANGE_REQUIRED');
    expect(codeOf({ session: oneTime, route: '/auth/password' })).toBeUndefined();
  });
});
