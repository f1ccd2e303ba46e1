import { useLocation } from 'wouter';
import type { Session } from '../api/session.js';
import type { Desk } from '../frame/desks.js';
import { mayReadBoard } from '../frame/may.js';
import { ALL_DESKS, boardPath } from '../routes.js';
import { t } from '../text/index.js';
import { Choice } from '../ui/choice.js';
import { type Span, SPANS, writeSpan } from './span.js';

interface BoardHeadProps {
  readonly title: string;
  readonly slug: string;
  /** All desks; null while they are not known. */
  readonly desks: readonly Desk[] | null;
  readonly session: Session;
  readonly days: Span;
  readonly setDays: (days: Span) => void;
}

/** Whose board it is and of which time, with the choice of others. */
export function BoardHead({ title, slug, desks, session, days, setDays }: BoardHeadProps) {
  const [, navigate] = useLocation();
  const readable = (desks ?? []).filter(({ id }) => mayReadBoard(session, id));
  const options = [
    ...readable.map((each) => ({ id: each.slug, text: each.name })),
    ...(mayReadBoard(session, null) && readable.length > 1 ? [{ id: ALL_DESKS, text: t.frame.allDesks }] : []),
  ];
  const go = (to: string): void => {
    const query = writeSpan(days).toString();
    navigate(query === '' ? boardPath(to) : `${boardPath(to)}?${query}`);
  };
  return (
    <header className="page-head">
      <h1>{title}</h1>
      <div className="board-choices">
        {options.length > 1 && <Choice label={t.board.desk} value={slug} options={options} onChange={go} />}
        <div className="tabs" role="group" aria-label={t.board.span}>
          {SPANS.toSorted((a, b) => a - b).map((span) => (
            <button key={span} type="button" className="tab" aria-pressed={span === days} onClick={() => setDays(span)}>
              {t.board.days(span)}
            </button>
          ))}
        </div>
      </div>
    </header>
  );
}
