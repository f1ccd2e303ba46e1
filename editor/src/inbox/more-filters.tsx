import { Button as AriaButton } from 'react-aria-components/Button';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover } from 'react-aria-components/Popover';
import { t } from '../text/index.js';
import { Icon } from '../ui/icon.js';
import { late } from '../ui/late.js';
import { calendarDay } from '../ui/time.js';
import type { Filters } from './filters.js';

const loadPanel = () => import('./filter-panel.js').then((part) => part.FilterPanel);
const FilterPanel = late(loadPanel);
/** Before it is pressed: on the way to the button. */
const load = (): void => void loadPanel().catch(() => undefined);

interface MoreFiltersProps {
  readonly filters: Filters;
  readonly setFilters: (changes: Partial<Filters>) => void;
}

/** Every filter but tab and words; how many are set stands in the button. */
export function MoreFilters({ filters, setFilters }: MoreFiltersProps) {
  const count = setOf(filters).length;
  return (
    <DialogTrigger>
      <AriaButton className="button plain" onHoverStart={load} onFocus={load}>
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
          <FilterPanel filters={filters} setFilters={setFilters} isSet={count > 0} />
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
