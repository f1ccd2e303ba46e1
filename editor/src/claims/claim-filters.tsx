import type { Desk } from '../frame/desks.js';
import { t } from '../text/index.js';
import { Choice } from '../ui/choice.js';
import { DayFilter, WordsFilter } from '../ui/filter-fields.js';
import type { Total } from '../ui/rows.js';
import { SearchBox } from '../ui/search-box.js';
import { type Filters, type VerdictFilter, VERDICTS } from './filters.js';

interface ClaimFiltersProps {
  readonly filters: Filters;
  readonly setFilters: (changes: Partial<Filters>) => void;
  readonly desks: readonly Desk[];
  readonly total: Total | null;
}

const VERDICT_OPTIONS: readonly { id: VerdictFilter; text: string }[] = [
  { id: 'any', text: t.common.any },
  ...VERDICTS.map((verdict) => ({ id: verdict, text: t.verdicts[verdict] })),
  { id: 'none', text: t.claims.undecided },
];

export function ClaimFilters({ filters, setFilters, desks, total }: ClaimFiltersProps) {
  return (
    <div className="filters" role="search" aria-label={t.claims.filters}>
      <div className="filters-line">
        <SearchBox label={t.claims.search} value={filters.text} onChange={(text) => setFilters({ text })} />
        <Choice
          label={t.claims.verdict}
          value={filters.verdict}
          options={VERDICT_OPTIONS}
          onChange={(verdict) => setFilters({ verdict })}
        />
        <Choice
          label={t.claims.desk}
          value={filters.desk}
          options={[{ id: '', text: t.common.any }, ...desks.map(({ slug, name }) => ({ id: slug, text: name }))]}
          onChange={(desk) => setFilters({ desk })}
        />
        <p className="found" role="status">
          {total === null ? '' : t.claims.found(t.common.total(total.count, total.isCapped))}
        </p>
      </div>
      <div className="filters-line">
        <WordsFilter
          label={t.claims.claimant}
          value={filters.claimant}
          placeholder={t.claims.whole}
          onChange={(claimant) => setFilters({ claimant })}
        />
        <WordsFilter
          label={t.claims.outlet}
          value={filters.outlet}
          placeholder={t.claims.whole}
          onChange={(outlet) => setFilters({ outlet })}
        />
        <DayFilter label={t.claims.from} value={filters.from} onChange={(from) => setFilters({ from })} />
        <DayFilter label={t.claims.to} value={filters.to} onChange={(to) => setFilters({ to })} />
      </div>
    </div>
  );
}
