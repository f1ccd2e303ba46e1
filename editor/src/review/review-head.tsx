import { useState } from 'react';
import type { CombinedError } from 'urql';
import { Link, useLocation } from 'wouter';
import { client } from '../api/client.js';
import { changed } from '../live.js';
import { takeOne } from '../inbox/bulk-actions.js';
import { takeBack } from '../inbox/take-back.js';
import { inboxPath, reviewPath } from '../routes.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { failureText } from '../ui/failure.js';
import { Icon } from '../ui/icon.js';
import { useKeys } from '../ui/keys.js';
import { Notice } from '../ui/notice.js';
import { TimeText } from '../ui/time-text.js';
import { exactTime } from '../ui/time.js';
import { say, undo } from '../ui/toast.js';
import { DeferDialog } from './defer-dialog.js';
import { LeaseClock } from './lease-clock.js';
import { DeferMutation, ReleaseMutation } from './mutations.js';
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

  /** Takes the review again, and goes back to it. */
  const retake = undo(async () => {
    if (await takeBack([() => takeOne(review.id)])) navigate(reviewPath(review.id));
  });
  const failed = (answer: { message: string } | undefined, error: CombinedError | undefined): string =>
    answer?.message ?? (error?.networkError ? t.failures.notReached : failureText(error!));
  const release = (): void =>
    void hold.end(async () => {
      setProblem(null);
      const { data, error } = await client.mutation(ReleaseMutation, { id: review.id, token: token! });
      const answer = data?.releaseReview;
      if (answer?.__typename === 'ReviewSuccess') {
        say(t.review.releasedToast, retake, review.id);
        changed();
        navigate(back);
        return true;
      }
      if (answer?.__typename === 'LeaseLostError') hold.lose(answer);
      else setProblem(failed(answer, error));
      return false;
    });
  const defer = async (until: string, reason: string): Promise<string | null> => {
    let refused: string | null = null;
    await hold.end(async () => {
      const { data, error } = await client.mutation(DeferMutation, { id: review.id, token: token!, until, reason });
      const answer = data?.deferReview;
      if (answer?.__typename === 'ReviewSuccess') {
        say(t.review.deferredToast(t.time.until(exactTime(Date.parse(until)))), retake, review.id);
        changed();
        navigate(back);
        return true;
      }
      if (answer?.__typename === 'LeaseLostError') {
        hold.lose(answer);
        setDeferring(false);
      }
      refused = failed(answer, error);
      return false;
    });
    return refused;
  };
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
        <DeferDialog about={review.id} onDefer={defer} onClose={() => setDeferring(false)} />
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
