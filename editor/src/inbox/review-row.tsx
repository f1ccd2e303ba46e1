import { Link } from 'wouter';
import { prefetchReview } from '../review/prefetch.js';
import { reviewPath } from '../routes.js';
import { t } from '../text/index.js';
import { Statement } from '../ui/statement.js';
import { TimeText } from '../ui/time-text.js';
import { Verdict } from '../ui/verdict.js';
import type { ReviewRow } from './reviews-query.js';

interface ReviewRowLinkProps {
  readonly row: ReviewRow;
  readonly userId: string;
  readonly showDesk: boolean;
}

/** The statement first, then one quiet line of facts; who holds it and how long there is, at the end. */
export function ReviewRowLink({ row, userId, showDesk }: ReviewRowLinkProps) {
  const { claim, priority } = row;
  const outlets = new Set(claim.appearances.map(({ article }) => article.outlet)).size;
  const contradictions = claim.relations.filter(({ kind }) => kind === 'CONTRADICTS').length;
  const facts = [
    claim.claimant,
    ...(outlets > 0 ? [t.inbox.outlets(outlets)] : []),
    ...(contradictions > 0 ? [t.inbox.contradicts(contradictions)] : []),
    ...(row.kind === 'INITIAL' ? [] : [t.kinds[row.kind]]),
    ...(row.round > 1 ? [t.inbox.round(row.round)] : []),
    ...(showDesk ? [row.desk.name] : []),
  ];
  return (
    <Link
      to={reviewPath(row.id)}
      className={`row urgency-${urgency(priority)}`}
      onPointerEnter={() => prefetchReview(row.id)}
      onFocus={() => prefetchReview(row.id)}
    >
      <span className="row-main">
        <Statement text={claim.statement} language={claim.language} size="row" />
        <span className="facts">
          {facts.map((fact) => (
            <span key={fact}>
              <bdi>{fact}</bdi>
            </span>
          ))}
          <TimeText at={row.queuedAt} />
        </span>
      </span>
      <span className="row-end">
        <Due row={row} />
        <Holder row={row} userId={userId} />
      </span>
      <span className="row-priority" title={t.inbox.priorityOf(priority)}>
        <span aria-hidden="true">{priority}</span>
        <span className="hidden">{t.inbox.priorityOf(priority)}</span>
      </span>
    </Link>
  );
}

/** How thick the line at a row's edge is: 100 is overdue, 50 is where most desks start. */
const urgency = (priority: number): 'high' | 'middle' | 'low' =>
  priority >= 80 ? 'high' : priority >= 50 ? 'middle' : 'low';

function Due({ row }: { row: ReviewRow }) {
  if (row.state === 'DECIDED' && row.decidedAt !== null) return <TimeText at={row.decidedAt} />;
  if (row.deferredUntil !== null) return <TimeText at={row.deferredUntil} say={t.inbox.deferredUntil} />;
  return (
    <span className={row.isOverdue ? 'due overdue' : 'due'}>
      <TimeText at={row.dueAt} say={row.isOverdue ? t.time.overdue : t.time.due} />
    </span>
  );
}

function Holder({ row: { state, lease, assignee, claim }, userId }: { row: ReviewRow; userId: string }) {
  if (state === 'DECIDED' && claim.verdict !== null) return <Verdict verdict={claim.verdict} />;
  if (lease !== null) {
    const isOwn = lease.holder.id === userId;
    return (
      <span className={isOwn ? 'held own' : 'held'}>
        {isOwn ? t.inbox.heldByYou : t.inbox.heldBy(lease.holder.name)}
      </span>
    );
  }
  if (assignee !== null) {
    return (
      <span className="held">{assignee.id === userId ? t.inbox.assignedToYou : t.inbox.assignedTo(assignee.name)}</span>
    );
  }
  return <span className="state">{t.states[state]}</span>;
}
