import type { Enum } from '../api/graphql.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Choice } from '../ui/choice.js';
import { DayFilter, WordsFilter } from '../ui/filter-fields.js';
import { type Filters, KINDS, NO_FILTERS, WHOSE, type Whose } from './filters.js';

interface FilterPanelProps {
  readonly filters: Filters;
  readonly setFilters: (changes: Partial<Filters>) => void;
  /** Whether one of them is set. */
  readonly isSet: boolean;
}

/** Every filter but tab and words. */
export function FilterPanel({ filters, setFilters, isSet }: FilterPanelProps) {
  return (
    <>
      <Choice
        label={t.inbox.kind}
        value={filters.kind ?? 'any'}
        options={[
          { id: 'any' as const, text: t.common.any },
          ...KINDS.map((kind) => ({ id: kind, text: t.kinds[kind] })),
        ]}
        onChange={(kind: Enum<'ReviewKind'> | 'any') => setFilters({ kind: kind === 'any' ? null : kind })}
      />
      <Choice
        label={t.inboxFilters.whose}
        value={filters.whose ?? 'any'}
        options={[
          { id: 'any' as const, text: t.inboxFilters.anybody },
          ...WHOSE.map((whose) => ({ id: whose, text: t.inboxFilters.whoseOptions[whose] })),
        ]}
        onChange={(whose: Whose | 'any') => setFilters({ whose: whose === 'any' ? null : whose })}
      />
      <WordsFilter
        label={t.inboxFilters.claimant}
        value={filters.claimant}
        placeholder={t.claims.whole}
        onChange={(claimant) => setFilters({ claimant })}
      />
      <div className="filter-days">
        <DayFilter label={t.inboxFilters.from} value={filters.from} onChange={(from) => setFilters({ from })} />
        <DayFilter label={t.inboxFilters.to} value={filters.to} onChange={(to) => setFilters({ to })} />
      </div>
      {isSet && (
        <Button look="quiet" onPress={() => setFilters({ ...NO_FILTERS, tab: filters.tab, text: filters.text })}>
          {t.inbox.clearFilters}
        </Button>
      )}
    </>
  );
}
