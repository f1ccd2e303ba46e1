import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { client } from '../api/client.js';
import type { Enum } from '../api/graphql.js';
import { changed } from '../live.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { failureText } from '../ui/failure.js';
import { Field } from '../ui/field.js';
import { useKept } from '../ui/kept.js';
import { say } from '../ui/toast.js';
import { SignOffMutation } from './mutations.js';
import type { Review } from './review-query.js';

const NOTHING = { comment: '' };

/** A second editor's word on a proposed decision; never its author's. */
export function SignOffPanel({ review }: { review: Review }) {
  const [{ comment }, setKept] = useKept(`sign-off.${review.id}`, NOTHING);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | undefined>();
  const allowed = review.allowedActions.find(({ action }) => action === 'SIGN_OFF');
  if (review.decision === null || allowed === undefined) return null;
  if (!allowed.isAllowed) return <p className="quiet">{allowed.reason}</p>;
  const decisionId = review.decision.id;

  const sign = async (outcome: Enum<'SignOffOutcome'>): Promise<void> => {
    if (isBusy) return;
    const text = comment.trim();
    if (outcome === 'REJECT' && text === '') return setProblem(t.review.needComment);
    setBusy(true);
    setProblem(undefined);
    const input = { reviewId: review.id, decisionId, outcome, ...(text === '' ? {} : { comment: text }) };
    const { data, error } = await client.mutation(SignOffMutation, { input });
    setBusy(false);
    const answer = data?.signOffDecision;
    if (answer?.__typename === 'ReviewSuccess') {
      say(outcome === 'APPROVE' ? t.review.signedToast : t.review.rejectedToast);
      setKept(NOTHING);
      changed();
    } else {
      setProblem(answer?.message ?? (error?.networkError ? t.failures.notReached : failureText(error!)));
    }
  };
  return (
    <Form
      className="form sign-off"
      onSubmit={(event) => {
        event.preventDefault();
        void sign('APPROVE');
      }}
    >
      <Field
        label={t.review.signOffComment}
        lines={3}
        dir="auto"
        value={comment}
        onChange={(text) => setKept({ comment: text })}
        problem={problem}
      />
      <div className="form-actions">
        <Button type="submit" look="primary" isBusy={isBusy}>
          {t.review.approve}
        </Button>
        <Button look="danger" isBusy={isBusy} onPress={() => void sign('REJECT')}>
          {t.review.reject}
        </Button>
      </div>
    </Form>
  );
}
