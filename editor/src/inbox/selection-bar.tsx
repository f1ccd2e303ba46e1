import { useState } from 'react';
import type { Session } from '../api/session.js';
import type { Enum } from '../api/graphql.js';
import { mayReassignOn, mayTakeOn } from '../frame/may.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { useKeys } from '../ui/keys.js';
import { late } from '../ui/late.js';
import { deferRow, reassignRow, releaseRow, takeRow } from './bulk-actions.js';
import type { ReviewRow } from './reviews-query.js';
import type { Bulk } from './use-bulk.js';

const DeferDialog = late(() => import('../review/defer-dialog.js').then((part) => part.DeferDialog));
const ReassignDialog = late(() => import('../review/reassign-dialog.js').then((part) => part.ReassignDialog));

/** States in which somebody may still be assigned. */
const MOVABLE: readonly Enum<'ReviewState'>[] = ['QUEUED', 'IN_REVIEW'];

interface SelectionBarProps {
  readonly rows: readonly ReviewRow[];
  readonly session: Session;
  readonly bulk: Bulk;
  readonly onClear: () => void;
}

/** How many reviews are selected, and what can be done with them. */
export function SelectionBar({ rows, session, bulk, onClear }: SelectionBarProps) {
  const [asking, setAsking] = useState<'defer' | 'reassign' | null>(null);
  const waiting = rows.filter(({ state, desk }) => state === 'QUEUED' && mayTakeOn(session, desk.id));
  const own = rows.filter(({ lease }) => lease?.token != null);
  const movable = rows.filter(({ state, desk }) => MOVABLE.includes(state) && mayReassignOn(session, desk.id));
  // Who can be assigned is a question to one desk
  const canMove = movable.length > 0 && movable.every(({ desk }) => desk.id === movable[0]!.desk.id);
  const take = (): void => void bulk.run('take', waiting, takeRow);
  const release = (): void => void bulk.run('release', own, releaseRow);
  useKeys(
    bulk.progress !== null
      ? {}
      : {
          ...(waiting.length === 0 ? {} : { t: take }),
          ...(own.length === 0 ? {} : { l: release, s: () => setAsking('defer') }),
          ...(canMove ? { a: () => setAsking('reassign') } : {}),
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
              <Button keyHint="S" onPress={() => setAsking('defer')}>
                {t.selection.defer(own.length)}
              </Button>
            </>
          )}
          {canMove && (
            <Button keyHint="A" onPress={() => setAsking('reassign')}>
              {t.selection.reassign(movable.length)}
            </Button>
          )}
          {waiting.length + own.length === 0 && !canMove && <span className="quiet">{t.selection.nothing}</span>}
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
      {asking === 'defer' && (
        <DeferDialog
          about={`selection.${session.user.id}`}
          onClose={() => setAsking(null)}
          onDefer={async (until, reason) => {
            const problem = await bulk.run('defer', own, deferRow(until, reason));
            if (problem === null) setAsking(null);
            return problem;
          }}
        />
      )}
      {asking === 'reassign' && (
        <ReassignDialog
          review={movable[0]!}
          userId={session.user.id}
          title={t.selection.reassignTitle(movable.length)}
          onAssign={(assigneeId) => bulk.run('reassign', movable, reassignRow(assigneeId))}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
