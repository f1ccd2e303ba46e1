import { Link } from 'wouter';
import type { Tab } from '../inbox/filters.js';
import { inboxPath } from '../routes.js';
import { t } from '../text/board.js';
import type { Board } from './board-query.js';

/** To each number the tab of the inbox that lists what it counts. */
const TABS = [
  ['queued', 'waiting'],
  ['inReview', 'held'],
  ['awaitingSignOff', 'sign-off'],
  ['overdue', 'overdue'],
  ['deferred', 'deferred'],
] as const satisfies readonly (readonly [keyof Board['counts'], Tab])[];

/** What lies on the desk now: by state, each a way into the inbox, and by how long it has waited. */
export function OnHand({ board: { counts, ages }, slug }: { board: Board; slug: string }) {
  const most = Math.max(...ages.map(({ count }) => count.count), 1);
  return (
    <section className="on-hand" aria-labelledby="on-hand">
      <h2 id="on-hand">{t.board.onHand}</h2>
      <ul className="figures">
        {TABS.map(([state, tab]) => (
          <li key={state}>
            <Link
              to={`${inboxPath(slug)}?show=${tab}`}
              className={state === 'overdue' && counts.overdue.count > 0 ? 'figure due overdue' : 'figure'}
            >
              <b>{t.common.total(counts[state].count, counts[state].isCapped)}</b> {t.board.states[state]}
            </Link>
          </li>
        ))}
      </ul>
      <h3 className="hidden">{t.board.ages}</h3>
      <dl className="ages" aria-label={t.board.ages}>
        {ages.map(({ fromHours, toHours, count }) => (
          <div key={fromHours}>
            <dt>
              {t.board.age(
                fromHours === 0 ? null : t.board.hours(fromHours),
                toHours === null ? null : t.board.hours(toHours),
              )}
            </dt>
            <dd>
              {t.common.total(count.count, count.isCapped)}
              <meter min={0} max={most} value={count.count} aria-hidden="true" />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
