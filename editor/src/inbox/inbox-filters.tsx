import type { Desk } from '../frame/desks.js';
import { t } from '../text/index.js';
import type { Total } from '../ui/rows.js';
import { SearchBox } from '../ui/search-box.js';
import { type Filters, type Tab, TABS } from './filters.js';
import { MoreFilters, SetFilters } from './more-filters.js';

interface InboxFiltersProps {
  readonly filters: Filters;
  readonly setFilters: (changes: Partial<Filters>) => void;
  /** Null until it is known. */
  readonly desk: Desk | null;
  /** Whether it is the inbox of one desk, of which the tabs have counts. */
  readonly isOfOne: boolean;
  /** How many reviews the filters find. */
  readonly total: Total | null;
  /** What can be done with the filters. */
  readonly children?: React.ReactNode;
}

export function InboxFilters({ filters, setFilters, desk, isOfOne, total, children }: InboxFiltersProps) {
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
        <MoreFilters filters={filters} setFilters={setFilters} />
        {children}
        <p className="found" role="status">
          {total === null ? '' : t.inbox.count(t.common.total(total.count, total.isCapped))}
        </p>
      </div>
      <SetFilters filters={filters} setFilters={setFilters} />
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
