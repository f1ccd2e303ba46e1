import type { Enum, VariablesOf } from '../api/graphql.js';
import type { ReviewsQuery } from './reviews-query.js';

type ReviewFilter = NonNullable<VariablesOf<typeof ReviewsQuery>['filter']>;

export const TABS = ['open', 'waiting', 'held', 'sign-off', 'deferred', 'overdue', 'decided'] as const;
export type Tab = (typeof TABS)[number];

export const KINDS = ['INITIAL', 'RECHECK', 'CORRECTION'] as const satisfies readonly Enum<'ReviewKind'>[];

/** Of whoever looks, so that a link or a view means the same to everybody. */
export const WHOSE = ['assigned', 'held'] as const;
export type Whose = (typeof WHOSE)[number];

/** What of an inbox is shown; the whole of it stands in the address, so that a link shows the same. */
export interface Filters {
  readonly tab: Tab;
  readonly text: string;
  readonly kind: Enum<'ReviewKind'> | null;
  /** Who said it; empty for anybody. */
  readonly claimant: string;
  readonly whose: Whose | null;
  /** Days on which it was queued, in this zone; empty for any. */
  readonly from: string;
  readonly to: string;
}

export const NO_FILTERS: Filters = { tab: 'open', text: '', kind: null, claimant: '', whose: null, from: '', to: '' };

const DAY = /^\d{4}-\d\d-\d\d$/;
const dayIn = (text: string | null): string =>
  text !== null && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : '';

/** Reads the address's query; what it cannot mean is left out. */
export function readFilters(params: URLSearchParams): Filters {
  return {
    tab: TABS.find((tab) => tab === params.get('show')) ?? 'open',
    text: params.get('q') ?? '',
    kind: KINDS.find((kind) => kind === params.get('kind')) ?? null,
    claimant: params.get('by') ?? '',
    whose: WHOSE.find((whose) => whose === params.get('whose')) ?? null,
    from: dayIn(params.get('from')),
    to: dayIn(params.get('to')),
  };
}

export function writeFilters({ tab, text, kind, claimant, whose, from, to }: Filters): URLSearchParams {
  return new URLSearchParams({
    ...(tab === 'open' ? {} : { show: tab }),
    ...(text === '' ? {} : { q: text }),
    ...(kind === null ? {} : { kind }),
    ...(claimant === '' ? {} : { by: claimant }),
    ...(whose === null ? {} : { whose }),
    ...(from === '' ? {} : { from }),
    ...(to === '' ? {} : { to }),
  });
}

/** Whether more than a tab was chosen. */
export const isFiltered = (filters: Filters): boolean => writeFilters({ ...filters, tab: 'open' }).toString() !== '';

/** The first instant of a day in this zone, or of one some days later. */
function dayStart(day: string, later = 0): string {
  const at = new Date(`${day}T00:00`);
  at.setDate(at.getDate() + later);
  return at.toISOString();
}

/** What the filters are looked for by: the desk, who looks, and when. */
export interface Looking {
  /** The desk's short name; null for all desks. */
  readonly slug: string | null;
  readonly userId: string;
  /** Instant with its zone. */
  readonly now: string;
}

export function toReviewFilter(filters: Filters, { slug, userId, now }: Looking): ReviewFilter {
  const { tab, text, kind, claimant, whose, from, to } = filters;
  return {
    ...BY_TAB[tab],
    ...(tab === 'overdue' ? { dueBefore: now } : {}),
    ...(slug === null ? {} : { deskSlug: slug }),
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(kind === null ? {} : { kinds: [kind] }),
    ...(claimant.trim() === '' ? {} : { claimant: claimant.trim() }),
    ...(whose === null ? {} : whose === 'assigned' ? { assigneeId: userId } : { holderId: userId }),
    ...(from === '' ? {} : { queuedFrom: dayStart(from) }),
    ...(to === '' ? {} : { queuedBefore: dayStart(to, 1) }),
  };
}

const BY_TAB: Record<Tab, ReviewFilter> = {
  open: { isDeferred: false },
  waiting: { states: ['QUEUED'], isDeferred: false },
  held: { states: ['IN_REVIEW'] },
  'sign-off': { states: ['AWAITING_SIGN_OFF'] },
  deferred: { states: ['QUEUED'], isDeferred: true },
  overdue: {},
  decided: { states: ['DECIDED'] },
};
