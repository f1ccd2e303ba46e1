import { useState } from 'react';
import { client } from '../api/client.js';
import { changed } from '../live.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { failureText } from '../ui/failure.js';
import { useKeys } from '../ui/keys.js';
import { Notice } from '../ui/notice.js';
import { TakeMutation } from './mutations.js';
import type { Review } from './review-query.js';

/** Takes this very review, where one may. */
export function TakeThis({ review, isAgain }: { review: Review; isAgain: boolean }) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const mayTake = review.allowedActions.some(({ action, isAllowed }) => action === 'TAKE' && isAllowed);
  const take = async (): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    const { data, error } = await client.mutation(TakeMutation, { id: review.id });
    setBusy(false);
    changed();
    if (data?.takeReview.__typename === 'ReviewSuccess') return;
    setProblem(data?.takeReview.message ?? (error?.networkError ? t.failures.notReached : failureText(error!)));
  };
  useKeys(mayTake ? { t: () => void take() } : {});
  return (
    <>
      {problem && <Notice tone="error">{problem}</Notice>}
      {mayTake && (
        <Button look="primary" keyHint="T" onPress={() => void take()} isBusy={isBusy}>
          {isBusy ? t.review.taking : isAgain ? t.review.takeAgain : t.review.take}
        </Button>
      )}
    </>
  );
}
