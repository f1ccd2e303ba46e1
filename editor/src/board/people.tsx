import { Fragment, useState } from 'react';
import type { Session } from '../api/session.js';
import { t } from '../text/index.js';
import { Icon } from '../ui/icon.js';
import type { Board } from './board-query.js';
import { durationText } from './duration.js';
import { PersonWork } from './person-work.js';

const COLUMNS = ['holding', 'assigned', 'decided', 'median', 'signOffs', 'expiries'] as const;

/** Each person's share; a row opens to what they hold and are assigned, which can be given to somebody else. */
export function People({ board: { people, desk, total }, session }: { board: Board; session: Session }) {
  const [openId, setOpenId] = useState<string | null>(null);
  if (people.length === 0) return <p className="quiet">{t.board.noPeople}</p>;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
    <div className="table-scroll" role="region" aria-labelledby="people" tabIndex={0}>
      <table className="figures-table people-table">
        <thead>
          <tr>
            <th scope="col">{t.board.person}</th>
            {COLUMNS.map((column) => (
              <th scope="col" key={column}>
                {t.board.columns[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map(({ user, mayTake, holding, assigned, decided, medianSeconds, signOffs, leaseExpiries }) => {
            const isOpen = openId === user.id;
            return (
              <Fragment key={user.id}>
                <tr className={isOpen ? 'open' : undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      className="person"
                      aria-expanded={isOpen}
                      aria-label={t.board.workOf(user.name)}
                      onClick={() => setOpenId(isOpen ? null : user.id)}
                    >
                      <Icon name="down" />
                      <bdi>{user.name}</bdi>
                    </button>
                    {!mayTake && <span className="hint">{t.board.mayNotTake}</span>}
                  </th>
                  <td>{number(holding)}</td>
                  <td>{assigned.count === 0 ? t.board.none : t.common.total(assigned.count, assigned.isCapped)}</td>
                  <td>
                    {decided > 0 && <meter min={0} max={total.decided.count} value={decided} aria-hidden="true" />}
                    {number(decided)}
                  </td>
                  <td>{medianSeconds === null ? t.board.none : durationText(medianSeconds)}</td>
                  <td>{number(signOffs)}</td>
                  <td>{number(leaseExpiries)}</td>
                </tr>
                {isOpen && (
                  <tr className="person-work">
                    <td colSpan={COLUMNS.length + 1}>
                      <PersonWork user={user} deskId={desk?.id ?? null} session={session} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** A nought is harder to pass over than a dash. */
const number = (n: number): string => (n === 0 ? t.board.none : t.common.total(n, false));
