import { Link } from 'wouter';
import type { Desk } from '../frame/desks.js';
import { inboxPath } from '../routes.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { late } from '../ui/late.js';
import { type Filters, isFiltered, type Tab } from './filters.js';

const Outlook = late(() => import('./outlook.js').then((part) => part.Outlook));

interface EmptyInboxProps {
  readonly desk: Desk | null;
  readonly hasDesks: boolean;
  readonly filters: Filters;
  readonly onClear: () => void;
}

/** Says why there is nothing, what comes next, and how the work goes. */
export function EmptyInbox({ desk, hasDesks, filters, onClear }: EmptyInboxProps) {
  const { tab } = filters;
  if (tab !== 'open' || isFiltered(filters)) {
    const isTabAlone = tab !== 'open' && !isFiltered(filters);
    return (
      <div className="empty">
        <h2>{isTabAlone ? t.inbox.emptyTabs[tab] : t.inbox.emptyFilterTitle}</h2>
        <p>{isTabAlone ? t.inbox.emptyTab : t.inbox.emptyFilter}</p>
        <Button onPress={onClear}>{isTabAlone ? t.inbox.showOpen : t.inbox.clearFilters}</Button>
      </div>
    );
  }
  return (
    <div className="empty">
      <Icon name="inbox" />
      <h2>{hasDesks ? t.inbox.emptyTitle : t.inbox.noDesksTitle}</h2>
      <p>{hasDesks ? t.inbox.empty(desk?.name ?? t.frame.allDesks) : t.inbox.noDesks}</p>
      <Outlook desk={desk} />
      <p>{t.inbox.emptyNext}</p>
      {desk !== null && <Elsewhere desk={desk} />}
      <section aria-labelledby="teach">
        <h3 id="teach">{t.inbox.teachTitle}</h3>
        <ol>
          {t.inbox.teach.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
    </div>
  );
}

/** What the desk has that does not stand in the open list. */
function Elsewhere({ desk: { slug, counts } }: { desk: Desk }) {
  const all: readonly { tab: Tab; total: Desk['counts']['deferred']; say: (count: string) => string }[] = [
    { tab: 'deferred', total: counts.deferred, say: t.inbox.emptyDeferred },
    { tab: 'held', total: counts.inReview, say: t.inbox.emptyHeld },
    { tab: 'sign-off', total: counts.awaitingSignOff, say: t.inbox.emptySignOff },
  ];
  return (
    <ul className="elsewhere">
      {all
        .filter(({ total }) => total.count > 0)
        .map(({ tab, total, say }) => (
          <li key={tab}>
            <Link to={`${inboxPath(slug)}?show=${tab}`}>{say(t.common.total(total.count, total.isCapped))}</Link>
          </li>
        ))}
      <li>
        <Link to={`${inboxPath(slug)}?show=decided`}>{t.inbox.allDecided}</Link>
      </li>
    </ul>
  );
}
