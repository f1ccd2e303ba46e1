import type { FastifyHelmetOptions } from '@fastify/helmet';

type Directives = Record<string, readonly string[]>;

/** Nothing but our own files, no inline script or style, and no form that a browser would send by itself. */
const STRICT: Directives = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'worker-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** @param relaxed directives that replace the strict ones, for one page */
const policy = (relaxed: Directives = {}) => ({ useDefaults: false, directives: { ...STRICT, ...relaxed } });

/** GraphiQL's style sheet brings its fonts as data:. */
export const graphiqlPolicy = policy({ 'font-src': ["'self'", 'data:'] });

/** Bull Board's page has a base element. */
export const boardPolicy = policy({ 'base-uri': ["'self'"] });

const ONE_YEAR_SECONDS = 31_536_000;

/** @param publicUrl where people reach Claimdesk; only over https may browsers be told to insist on it */
export const helmetOptions = (publicUrl: string): FastifyHelmetOptions => ({
  contentSecurityPolicy: policy() as FastifyHelmetOptions['contentSecurityPolicy'],
  strictTransportSecurity: new URL(publicUrl).protocol === 'https:' ? { maxAge: ONE_YEAR_SECONDS } : false,
  xFrameOptions: { action: 'deny' },
  referrerPolicy: { policy: 'no-referrer' },
});
