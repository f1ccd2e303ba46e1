import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { client } from '../api/client.js';
import { changed } from '../live.js';
import { inboxPath } from '../routes.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { failureText } from '../ui/failure.js';
import { Icon } from '../ui/icon.js';
import { useKeys } from '../ui/keys.js';
import { Notice } from '../ui/notice.js';
import { TimeText } from '../ui/time-text.js';
import { say } from '../ui/toast.js';
import { DeferDialog } from './defer-dialog.js';
import { LeaseClock } from './lease-clock.js';
import { ReleaseMutation } from './mutations.js';
import { ReassignDialog } from './reassign-dialog.js';
import type { Review } from './review-query.js';
import type { Hold } from './use-hold.js';

/** Where one came from, what kind of review it is, and how to give it back. */
export function ReviewHead({ review, hold, userId }: { review: Review; hold: Hold; userId: string }) {
  const [, navigate] = useLocation();
  const [isDeferring, setDeferring] = useState(false);
  const [isReassigning, setReassigning] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { desk, kind, priority, round } = review;
  const back = inboxPath(desk.slug);
  const { token } = hold;
  const mayReassign = review.allowedActions.some(({ action, isAllowed }) => action === 'REASSIGN' && isAllowed);

  const release = (): void =>
    void hold.end(async () => {
      setProblem(null);
      const { data, error } = await client.mutation(ReleaseMutation, { id: review.id, token: token! });
      const answer = data?.releaseReview;
      if (answer?.__typename === 'ReviewSuccess') {
        say(t.review.releasedToast);
        changed();
        navigate(back);
        return true;
      }
      if (answer?.__typename === 'LeaseLostError') hold.lose(answer);
      else setProblem(answer?.message ?? (error?.networkError ? t.failures.notReached : failureText(error!)));
      return false;
    });
  useKeys({
    b: () => navigate(back),
    ...(token === null ? {} : { l: release, s: () => setDeferring(true) }),
    ...(mayReassign ? { a: () => setReassigning(true) } : {}),
  });

  return (
    <header className="review-head">
      <Link to={back} className="back">
        <Icon name="back" />
        {desk.name}
      </Link>
      <p className="facts">
        <span>{t.kinds[kind]}</span>
        {round > 1 && <span>{t.inbox.round(round)}</span>}
        <span>{t.states[review.state]}</span>
        {review.state !== 'DECIDED' && (
          <span className={review.isOverdue ? 'due overdue' : 'due'}>
            <TimeText at={review.dueAt} say={review.isOverdue ? t.time.overdue : t.time.due} />
          </span>
        )}
        <span>{t.inbox.priorityOf(priority)}</span>
      </p>
      {(token !== null || mayReassign) && (
        <div className="review-actions">
          {token !== null && (
            <>
              <LeaseClock hold={hold} />
              <Button keyHint="S" onPress={() => setDeferring(true)}>
                {t.review.defer}
              </Button>
              <Button keyHint="L" onPress={release}>
                {t.review.release}
              </Button>
            </>
          )}
          {mayReassign && (
            <Button keyHint="A" onPress={() => setReassigning(true)}>
              {t.reassign.button}
            </Button>
          )}
        </div>
      )}
      {problem && <Notice tone="error">{problem}</Notice>}
      {isDeferring && token !== null && (
        <DeferDialog
          review={review}
          token={token}
          hold={hold}
          onClose={() => setDeferring(false)}
          onDone={() => navigate(back)}
        />
      )}
      {isReassigning && (
        <ReassignDialog
          review={review}
          userId={userId}
          onClose={() => setReassigning(false)}
          {...(token === null ? {} : { around: hold.end })}
        />
      )}
    </header>
  );
}
