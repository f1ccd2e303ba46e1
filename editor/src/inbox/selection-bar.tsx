import { useState } from 'react';
import type { Session } from '../api/session.js';
import { mayTakeOn } from '../frame/may.js';
import { DeferDialog } from '../review/defer-dialog.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { useKeys } from '../ui/keys.js';
import { deferRow, releaseRow, takeRow } from './bulk-actions.js';
import type { ReviewRow } from './reviews-query.js';
import type { Bulk } from './use-bulk.js';

interface SelectionBarProps {
  readonly rows: readonly ReviewRow[];
  readonly session: Session;
  readonly bulk: Bulk;
  readonly onClear: () => void;
}

/** How many reviews are selected, and what can be done with them. */
export function SelectionBar({ rows, session, bulk, onClear }: SelectionBarProps) {
  const [isDeferring, setDeferring] = useState(false);
  const waiting = rows.filter(({ state, desk }) => state === 'QUEUED' && mayTakeOn(session, desk.id));
  const own = rows.filter(({ lease }) => lease?.token != null);
  const take = (): void => void bulk.run('take', waiting, takeRow);
  const release = (): void => void bulk.run('release', own, releaseRow);
  useKeys(
    bulk.progress !== null
      ? {}
      : {
          ...(waiting.length === 0 ? {} : { t: take }),
          ...(own.length === 0 ? {} : { l: release, s: () => setDeferring(true) }),
        },
  );
  return (
    <div className="selection-bar" role="group" aria-label={t.selection.bar}>
      <strong role="status">{t.selection.count(rows.length)}</strong>
      {bulk.progress === null ? (
        <>
          {waiting.length > 0 && (
            <Button look="primary" keyHint="T" onPress={take}>
              {t.selection.take(waiting.length)}
            </Button>
          )}
          {own.length > 0 && (
            <>
              <Button keyHint="L" onPress={release}>
                {t.selection.release(own.length)}
              </Button>
              <Button keyHint="S" onPress={() => setDeferring(true)}>
                {t.selection.defer(own.length)}
              </Button>
            </>
          )}
          {waiting.length + own.length === 0 && <span className="quiet">{t.selection.nothing}</span>}
          <Button look="quiet" keyHint="Esc" onPress={onClear}>
            {t.selection.clear}
          </Button>
        </>
      ) : (
        <>
          <progress value={bulk.progress.done} max={bulk.progress.total} aria-label={t.selection.bar} />
          <span>{t.selection.progress(bulk.progress.done, bulk.progress.total)}</span>
          <Button onPress={bulk.stop}>{t.selection.stop}</Button>
        </>
      )}
      {isDeferring && (
        <DeferDialog
          about={`selection.${session.user.id}`}
          onClose={() => setDeferring(false)}
          onDefer={async (until, reason) => {
            const problem = await bulk.run('defer', own, deferRow(until, reason));
            if (problem === null) setDeferring(false);
            return problem;
          }}
        />
      )}
    </div>
  );
}
