import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_COOKIE } from '../kernel/session-cookie.js';
import type { AuthSettings } from './settings.js';

/** @returns the session token that the request carries, or null */
export const sessionTokenOf = (request: FastifyRequest): string | null => request.cookies[SESSION_COOKIE] ?? null;

/** SameSite=Strict: no other site can make a browser send it. The CSRF token guards against our own subdomains. */
const attributes = ({ publicUrl }: AuthSettings): CookieSerializeOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  path: '/',
  secure: new URL(publicUrl).protocol === 'https:',
});

/** Signs a browser in. */
export function setSessionCookie(reply: FastifyReply, settings: AuthSettings, token: string): void {
  reply.setCookie(SESSION_COOKIE, token, { ...attributes(settings), maxAge: settings.sessionHours * 3600 });
}

/** Makes the browser forget the session. */
export function clearSessionCookie(reply: FastifyReply, settings: AuthSettings): void {
  reply.setCookie(SESSION_COOKIE, '', { ...attributes(settings), maxAge: 0 });
}
