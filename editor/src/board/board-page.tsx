import { Link, useLocation, useSearchParams } from 'wouter';
import type { Session } from '../api/session.js';
import { useDesks } from '../frame/desks.js';
import { mayReadBoard } from '../frame/may.js';
import { ALL_DESKS, boardPath, inboxPath } from '../routes.js';
import { t } from '../text/index.js';
import { Choice } from '../ui/choice.js';
import { Failure } from '../ui/failure.js';
import { Notice } from '../ui/notice.js';
import { PageMain } from '../ui/page-main.js';
import { shortExactTime } from '../ui/time.js';
import type { Board } from './board-query.js';
import { BoardSkeleton } from './board-skeleton.js';
import { DayChart } from './day-chart.js';
import { OnHand } from './on-hand.js';
import { People } from './people.js';
import { chartsOf } from './series.js';
import { readSpan, SPANS, writeSpan } from './span.js';
import { Summary } from './summary.js';
import { useBoard } from './use-board.js';

/** How the work of a desk goes, or of all desks: what is on hand, what came and went, how long it takes, who does it. */
export function BoardPage({ slug, session }: { slug: string; session: Session }) {
  const [, navigate] = useLocation();
  const [params, setParams] = useSearchParams();
  const days = readSpan(params);
  const { desks } = useDesks();
  const desk = desks?.find((each) => each.slug === slug) ?? null;
  // Who may read every board need not wait to learn which desk it is
  const mayRead = mayReadBoard(session, null) || (desk !== null && mayReadBoard(session, desk.id));
  const isKnown = desk !== null || slug === ALL_DESKS;
  const isRefused = !mayRead && desks !== null && isKnown;
  const { board, isMissing: isNowhere, isKept, error, refresh } = useBoard(slug, days, !mayRead);
  const isMissing = isNowhere || (!mayRead && desks !== null && !isKnown);
  const name = slug === ALL_DESKS ? t.frame.allDesks : (board?.desk?.name ?? desk?.name ?? slug);
  const readable = (desks ?? []).filter(({ id }) => mayReadBoard(session, id));
  const options = [
    ...readable.map((each) => ({ id: each.slug, text: each.name })),
    ...(mayReadBoard(session, null) && readable.length > 1
      ? [{ id: ALL_DESKS as string, text: t.frame.allDesks }]
      : []),
  ];

  return (
    <PageMain title={t.board.title(name)} className="board">
      <header className="page-head">
        <h1>{t.board.title(name)}</h1>
        {mayRead && !isMissing && (
          <div className="board-choices">
            {options.length > 1 && options.some(({ id }) => id === slug) && (
              <Choice
                label={t.board.desk}
                value={slug}
                options={options}
                onChange={(to) =>
                  navigate(`${boardPath(to)}${days === SPANS[0] ? '' : `?${writeSpan(days).toString()}`}`)
                }
              />
            )}
            <div className="tabs" role="group" aria-label={t.board.span}>
              {SPANS.toSorted((a, b) => a - b).map((span) => (
                <button
                  key={span}
                  type="button"
                  className="tab"
                  aria-pressed={span === days}
                  onClick={() => setParams(writeSpan(span), { replace: true })}
                >
                  {t.board.days(span)}
                </button>
              ))}
            </div>
          </div>
        )}
      </header>
      {isRefused && (
        <Notice
          tone="info"
          title={t.board.refusedTitle}
          actions={
            <Link to={inboxPath(slug)} className="button plain">
              {t.board.toInbox}
            </Link>
          }
        >
          {t.board.refused}
        </Notice>
      )}
      {isMissing && (
        <Notice tone="info" title={t.board.noDeskTitle}>
          {t.board.noDesk}
        </Notice>
      )}
      {error !== undefined && <Failure error={error} onRetry={refresh} />}
      {board === null && error === undefined && !isMissing && !isRefused && <BoardSkeleton />}
      {board !== null && (
        <>
          <p className="quiet as-of">{t.board.asOf(shortExactTime(Date.parse(board.at)), board.timeZone)}</p>
          {isKept && (
            <Notice tone="warning" title={t.board.keptTitle}>
              {t.board.kept(shortExactTime(Date.parse(board.at)))}
            </Notice>
          )}
          <OnHand board={board} slug={slug} />
          <section className="since" aria-labelledby="since">
            <Summary board={board} />
            {hasHappened(board) && (
              <div className="charts">
                {chartsOf(board.days).map((chart) => (
                  <DayChart key={chart.id} chart={chart} />
                ))}
              </div>
            )}
          </section>
          <section aria-labelledby="people">
            <h2 id="people">{t.board.people}</h2>
            <People board={board} session={session} />
          </section>
        </>
      )}
    </PageMain>
  );
}

/** Whether there is anything to draw. */
const hasHappened = ({ total, days }: Board): boolean =>
  total.queued + total.decided.count + total.leaseExpiries > 0 || days.some(({ backlog }) => backlog !== 0);
