import { Link, useSearchParams } from 'wouter';
import type { Session } from '../api/session.js';
import { useDesks } from '../frame/desks.js';
import { mayReadSomeBoard } from '../frame/may.js';
import { ALL_DESKS, inboxPath } from '../routes.js';
import { t } from '../text/index.js';
import { Failure } from '../ui/failure.js';
import { Notice } from '../ui/notice.js';
import { PageMain } from '../ui/page-main.js';
import { shortExactTime } from '../ui/time.js';
import { BoardHead } from './board-head.js';
import type { Board } from './board-query.js';
import { BoardSkeleton } from './board-skeleton.js';
import { DayChart } from './day-chart.js';
import { OnHand } from './on-hand.js';
import { People } from './people.js';
import { chartsOf } from './series.js';
import { readSpan, writeSpan } from './span.js';
import { Summary } from './summary.js';
import { useBoard } from './use-board.js';

/** How the work of a desk goes, or of all desks: what is on hand, what came and went, how long it takes, who does it. */
export function BoardPage({ slug, session }: { slug: string; session: Session }) {
  const [params, setParams] = useSearchParams();
  const days = readSpan(params);
  const { desks } = useDesks();
  // Of which desk's board one may read, the server knows before the page knows which desk it is
  const reading = useBoard(slug, days, !mayReadSomeBoard(session));
  const { board, isMissing, isRefused, error } = reading;
  const desk = board?.desk ?? desks?.find((each) => each.slug === slug);
  const title = t.board.title(slug === ALL_DESKS ? t.frame.allDesks : (desk?.name ?? slug));
  return (
    <PageMain title={title} className="board">
      {isMissing || isRefused ? (
        <header className="page-head">
          <h1>{title}</h1>
        </header>
      ) : (
        <BoardHead
          title={title}
          slug={slug}
          desks={desks}
          session={session}
          days={days}
          setDays={(span) => setParams(writeSpan(span), { replace: true })}
        />
      )}
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
      {error !== undefined && <Failure error={error} onRetry={reading.refresh} />}
      {board === null && error === undefined && !isMissing && !isRefused && <BoardSkeleton />}
      {board !== null && (
        <div className={reading.isBusy ? 'board-body busy' : 'board-body'} aria-busy={reading.isBusy}>
          <Figures board={board} slug={slug} session={session} isKept={reading.isKept} />
        </div>
      )}
    </PageMain>
  );
}

interface FiguresProps {
  readonly board: Board;
  readonly slug: string;
  readonly session: Session;
  readonly isKept: boolean;
}

function Figures({ board, slug, session, isKept }: FiguresProps) {
  const at = shortExactTime(Date.parse(board.at));
  return (
    <>
      <p className="quiet as-of">{t.board.asOf(at, board.timeZone)}</p>
      {isKept && (
        <Notice tone="warning" title={t.board.keptTitle}>
          {t.board.kept(at)}
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
      <section className="people" aria-labelledby="people">
        <h2 id="people">{t.board.people}</h2>
        <p className="hint">{t.board.peopleHint}</p>
        <People board={board} session={session} />
      </section>
    </>
  );
}

/** Whether there is anything to draw. */
const hasHappened = ({ total, days }: Board): boolean =>
  total.queued + total.decided.count + total.leaseExpiries > 0 || days.some(({ backlog }) => backlog !== 0);
