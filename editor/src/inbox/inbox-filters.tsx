import type { Enum } from '../api/graphql.js';
import type { Desk } from '../frame/desks.js';
import { t } from '../text/index.js';
import { Choice } from '../ui/choice.js';
import type { Total } from '../ui/row-list.js';
import { SearchBox } from '../ui/search-box.js';
import { type Filters, KINDS, type Tab, TABS } from './filters.js';

interface InboxFiltersProps {
  readonly filters: Filters;
  readonly setFilters: (changes: Partial<Filters>) => void;
  /** Null until it is known. */
  readonly desk: Desk | null;
  /** Whether it is the inbox of one desk, of which the tabs have counts. */
  readonly isOfOne: boolean;
  /** How many reviews the filters find. */
  readonly total: Total | null;
}

export function InboxFilters({ filters, setFilters, desk, isOfOne, total }: InboxFiltersProps) {
  return (
    <div className="filters">
      <div className="tabs" role="group" aria-label={t.inbox.tabsLabel}>
        {TABS.map((tab) => (
          <button
            key={tab}
            type="button"
            className="tab"
            aria-pressed={filters.tab === tab}
            onClick={() => setFilters({ tab })}
          >
            {t.inbox.tabs[tab]} {isOfOne && <TabCount desk={desk} tab={tab} />}
          </button>
        ))}
      </div>
      <div className="filters-line">
        <SearchBox label={t.inbox.search} value={filters.text} onChange={(text) => setFilters({ text })} />
        <Choice
          label={t.inbox.kind}
          value={filters.kind ?? 'any'}
          options={[
            { id: 'any' as const, text: t.common.any },
            ...KINDS.map((kind) => ({ id: kind, text: t.kinds[kind] })),
          ]}
          onChange={(kind: Enum<'ReviewKind'> | 'any') => setFilters({ kind: kind === 'any' ? null : kind })}
        />
        <p className="found" role="status">
          {total === null ? '' : t.inbox.count(t.common.total(total.count, total.isCapped))}
        </p>
      </div>
    </div>
  );
}

const COUNTS = {
  waiting: 'queued',
  held: 'inReview',
  'sign-off': 'awaitingSignOff',
  deferred: 'deferred',
  overdue: 'overdue',
} as const satisfies Partial<Record<Tab, keyof Desk['counts']>>;

function TabCount({ desk, tab }: { desk: Desk | null; tab: Tab }) {
  if (!(tab in COUNTS)) return null;
  const { count, isCapped } = desk?.counts[COUNTS[tab as keyof typeof COUNTS]] ?? { count: 0, isCapped: false };
  return <span className="count">{count === 0 ? '' : t.common.total(count, isCapped)}</span>;
}
