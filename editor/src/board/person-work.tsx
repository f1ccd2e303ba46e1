import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import type { Session } from '../api/session.js';
import { mayReassignOn } from '../frame/may.js';
import { useLive } from '../live.js';
import { ReassignDialog } from '../review/reassign-dialog.js';
import { reviewPath } from '../routes.js';
import { t } from '../text/board.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { ListSkeleton } from '../ui/loading.js';
import { Statement } from '../ui/statement.js';
import { TimeText } from '../ui/time-text.js';
import { SHOWN_WORK, type Work, WorkQuery } from './board-query.js';

interface PersonWorkProps {
  readonly user: { readonly id: string; readonly name: string };
  /** Null for all desks. */
  readonly deskId: string | null;
  readonly session: Session;
}

/** The reviews that somebody holds, and those that wait for them alone. */
export function PersonWork({ user, deskId, session }: PersonWorkProps) {
  const variables = { deskId, personId: user.id, first: SHOWN_WORK };
  const [{ data, error }, execute] = useQuery({ query: WorkQuery, variables });
  const refresh = (): void => execute({ requestPolicy: 'network-only' });
  useLive(refresh);
  const [moving, setMoving] = useState<Work | null>(null);
  if (data === undefined) return error ? <Failure error={error} onRetry={refresh} /> : <ListSkeleton rows={1} />;
  const work = [...data.held.edges, ...data.assigned.edges].map(({ node }) => node);
  return (
    <>
      {work.length === 0 && <p className="quiet">{t.board.noWork}</p>}
      <ul className="work" aria-label={t.board.workOf(user.name)}>
        {work.map((review) => (
          <li key={review.id}>
            <Link to={reviewPath(review.id)}>
              <Statement text={review.claim.statement} language={review.claim.language} size="line" />
            </Link>
            <span className="facts">
              <span>
                {review.lease === null ? t.inbox.assignedTo(user.name) : t.inbox.heldBy(review.lease.holder.name)}
              </span>
              {deskId === null && <span>{review.desk.name}</span>}
              {review.deferredUntil !== null && <TimeText at={review.deferredUntil} say={t.inbox.deferredUntil} />}
              <span className={review.isOverdue ? 'due overdue' : 'due'}>
                <TimeText at={review.dueAt} say={review.isOverdue ? t.time.overdue : t.time.due} />
              </span>
            </span>
            {mayReassignOn(session, review.desk.id) && (
              <Button onPress={() => setMoving(review)}>{t.reassign.button}</Button>
            )}
          </li>
        ))}
      </ul>
      {data.assigned.pageInfo.hasNextPage && (
        <p className="quiet">{t.board.moreAssigned(t.common.total(SHOWN_WORK, false))}</p>
      )}
      {moving !== null && <ReassignDialog review={moving} userId={session.user.id} onClose={() => setMoving(null)} />}
    </>
  );
}
