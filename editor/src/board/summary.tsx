import { t } from '../text/board.js';
import { Notice } from '../ui/notice.js';
import type { Board } from './board-query.js';
import { durationText } from './duration.js';

/** What happened in the time, in two sentences. */
export function Summary({ board: { total, days } }: { board: Board }) {
  const { queued, withdrawn, decided } = total;
  const facts = [
    t.board.cameIn(queued),
    `${t.board.decided(decided.count)}${
      decided.count === 0 ? '' : ` (${t.board.verdicts(decided.verified, decided.disputed, decided.unconfirmed)})`
    }`,
    ...(decided.count === 0 ? [] : [decided.late === 0 ? t.board.noneLate : t.board.late(decided.late)]),
    ...(withdrawn === 0 ? [] : [t.board.withdrawn(withdrawn)]),
  ];
  return (
    <div className="summary">
      <h2 id="since">{t.board.since(days.length)}</h2>
      <p className="summary-text">{facts.join(', ')}.</p>
      {decided.p50Seconds !== null && decided.p90Seconds !== null ? (
        <p className="summary-text">
          {t.board.times(durationText(decided.p50Seconds), durationText(decided.p90Seconds))}{' '}
          <span className="hint">{t.board.timesHint}</span>
        </p>
      ) : (
        <Notice tone="info" title={t.board.nothingTitle}>
          {t.board.nothing}
        </Notice>
      )}
    </div>
  );
}
