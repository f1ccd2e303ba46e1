/** Addresses of pages. src/http/editor.controller.ts serves these, and a test compares the two lists. */
export const ROUTES = {
  home: '/',
  inboxes: '/inbox',
  inbox: '/inbox/:desk',
  mine: '/mine',
  review: '/reviews/:id',
  claims: '/claims',
  claim: '/claims/:id',
  audit: '/audit',
  board: '/desks/:desk/board',
  people: '/admin/people',
  desks: '/admin/desks',
  tokens: '/admin/tokens',
  webhooks: '/admin/webhooks',
  webhook: '/admin/webhooks/:id',
} as const;

/** Stands in the address of an inbox or a board for every desk. No desk can have it: a slug has no underscore. */
export const ALL_DESKS = '_all';

export const inboxPath = (slug: string): string => `/inbox/${slug}`;
export const reviewPath = (id: string): string => `/reviews/${id}`;
export const claimPath = (id: string): string => `/claims/${id}`;
export const boardPath = (slug: string): string => `/desks/${slug}/board`;
export const webhookPath = (id: string): string => `/admin/webhooks/${id}`;
/** @param index of an event in the sealed log */
export const auditPath = (index: number): string => `/audit?at=${index}`;
/** @param stream of which the events are shown: a claim, or another entity that has a stream of its own */
export const auditOfPath = (stream: string): string => `/audit?claim=${stream}`;
