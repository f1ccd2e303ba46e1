import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import type { Desk } from '../frame/desks.js';
import { t } from '../text/index.js';
import { Choice } from '../ui/choice.js';
import { usePaused } from '../ui/paused.js';
import type { Total } from '../ui/row-list.js';
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
        <Words label={t.claims.claimant} value={filters.claimant} onChange={(claimant) => setFilters({ claimant })} />
        <Words label={t.claims.outlet} value={filters.outlet} onChange={(outlet) => setFilters({ outlet })} />
        <Day label={t.claims.from} value={filters.from} onChange={(from) => setFilters({ from })} />
        <Day label={t.claims.to} value={filters.to} onChange={(to) => setFilters({ to })} />
      </div>
    </div>
  );
}

interface WordsProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Words({ label, value, onChange }: WordsProps) {
  const [text, setText, tell] = usePaused(value, onChange);
  return (
    <TextField className="field in-line" value={text} onChange={setText}>
      <Label>{label}</Label>
      <Input dir="auto" placeholder={t.claims.whole} onKeyDown={(event) => event.key === 'Enter' && tell(text)} />
    </TextField>
  );
}

function Day({ label, value, onChange }: WordsProps) {
  return (
    <TextField className="field in-line" type="date" value={value} onChange={onChange}>
      <Label>{label}</Label>
      <Input />
    </TextField>
  );
}
