import type { Enum, VariablesOf } from '../api/graphql.js';
import type { ReviewsQuery } from './reviews-query.js';

type ReviewFilter = NonNullable<VariablesOf<typeof ReviewsQuery>['filter']>;

export const TABS = ['open', 'waiting', 'held', 'sign-off', 'deferred', 'overdue', 'decided'] as const;
export type Tab = (typeof TABS)[number];

export const KINDS = ['INITIAL', 'RECHECK', 'CORRECTION'] as const satisfies readonly Enum<'ReviewKind'>[];

/** What of an inbox is shown; the whole of it stands in the address, so that a link shows the same. */
export interface Filters {
  readonly tab: Tab;
  readonly text: string;
  readonly kind: Enum<'ReviewKind'> | null;
}

/** Reads the address's query; what it cannot mean is left out. */
export function readFilters(params: URLSearchParams): Filters {
  return {
    tab: TABS.find((tab) => tab === params.get('show')) ?? 'open',
    text: params.get('q') ?? '',
    kind: KINDS.find((kind) => kind === params.get('kind')) ?? null,
  };
}

export function writeFilters({ tab, text, kind }: Filters): URLSearchParams {
  return new URLSearchParams({
    ...(tab === 'open' ? {} : { show: tab }),
    ...(text === '' ? {} : { q: text }),
    ...(kind === null ? {} : { kind }),
  });
}

/**
 * @param slug of the desk; null for all
 * @param now instant with its zone
 */
export function toReviewFilter({ tab, text, kind }: Filters, slug: string | null, now: string): ReviewFilter {
  return {
    ...BY_TAB[tab],
    ...(tab === 'overdue' ? { dueBefore: now } : {}),
    ...(slug === null ? {} : { deskSlug: slug }),
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(kind === null ? {} : { kinds: [kind] }),
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
