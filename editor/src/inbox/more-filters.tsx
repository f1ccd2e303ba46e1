import { Button as AriaButton } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import type { Enum } from '../api/graphql.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Choice } from '../ui/choice.js';
import { DayFilter, WordsFilter } from '../ui/filter-fields.js';
import { Icon } from '../ui/icon.js';
import { calendarDay } from '../ui/time.js';
import { type Filters, KINDS, NO_FILTERS, WHOSE, type Whose } from './filters.js';

interface MoreFiltersProps {
  readonly filters: Filters;
  readonly setFilters: (changes: Partial<Filters>) => void;
}

/** Every filter but tab and words; how many are set stands in the button. */
export function MoreFilters({ filters, setFilters }: MoreFiltersProps) {
  const count = setOf(filters).length;
  return (
    <DialogTrigger>
      <AriaButton className="button plain">
        {t.inboxFilters.more}
        {count > 0 && (
          <>
            <span className="badge" aria-hidden="true">
              {count}
            </span>
            <span className="hidden">{t.inboxFilters.countSet(count)}</span>
          </>
        )}
        <Icon name="down" />
      </AriaButton>
      <Popover className="popover" placement="bottom start">
        <Dialog className="filter-panel" aria-label={t.inboxFilters.title}>
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
          {count > 0 && (
            <Button look="quiet" onPress={() => setFilters({ ...NO_FILTERS, tab: filters.tab, text: filters.text })}>
              {t.inbox.clearFilters}
            </Button>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** What restricts the list besides tab and words, each to be taken away. */
export function SetFilters({ filters, setFilters }: MoreFiltersProps) {
  const set = setOf(filters);
  if (set.length === 0) return null;
  return (
    <ul className="set-filters" aria-label={t.inboxFilters.set}>
      {set.map(({ text, without }) => (
        <li key={text}>
          <AriaButton
            className="button chip"
            aria-label={t.inboxFilters.remove(text)}
            onPress={() => setFilters(without)}
          >
            <bdi>{text}</bdi>
            <Icon name="close" />
          </AriaButton>
        </li>
      ))}
    </ul>
  );
}

function setOf({ kind, whose, claimant, from, to }: Filters): { text: string; without: Partial<Filters> }[] {
  return [
    ...(kind === null ? [] : [{ text: t.kinds[kind], without: { kind: null } }]),
    ...(whose === null ? [] : [{ text: t.inboxFilters.whoseOptions[whose], without: { whose: null } }]),
    ...(claimant === '' ? [] : [{ text: t.inboxFilters.saidBy(claimant), without: { claimant: '' } }]),
    ...(from === '' ? [] : [{ text: t.inboxFilters.queuedFrom(calendarDay(from)), without: { from: '' } }]),
    ...(to === '' ? [] : [{ text: t.inboxFilters.queuedTo(calendarDay(to)), without: { to: '' } }]),
  ];
}
