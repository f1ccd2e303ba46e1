import { useState } from 'react';
import { client } from '../api/client.js';
import { changed } from '../live.js';
import { t } from '../text/index.js';
import { failureText } from '../ui/failure.js';
import { relativeTime } from '../ui/time.js';
import { say } from '../ui/toast.js';
import { DecideMutation } from './mutations.js';
import type { Review } from './review-query.js';
import type { DraftState } from './use-draft.js';
import type { Hold } from './use-hold.js';
import type { Seen } from './use-seen.js';

interface Problem {
  /** The field at fault; empty where it is none. */
  readonly field: string;
  readonly message: string;
}

interface DecideOptions {
  readonly review: Review;
  readonly hold: Hold;
  readonly drafting: DraftState;
  readonly seen: Seen;
  readonly onConflict: (message: string) => void;
}

/** Sends the draft as the decision. `decide` answers the field that is still missing or wrong; null once it was sent. */
export function useDecide({ review, hold, drafting: { draft, change, discard }, seen, onConflict }: DecideOptions) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const refuse = (field: string, message: string): string => {
    setProblem({ field, message });
    return field;
  };

  const send = async (token: string, refused: (field: string) => void): Promise<boolean> => {
    const content = {
      reviewId: review.id,
      leaseToken: token,
      verdict: draft.verdict!,
      rationale: draft.rationale.trim(),
      evidenceIds: draft.cited.filter((id) => review.claim.evidence.some((source) => source.id === id)),
      expectedVersion: seen.version,
      recheckAt: draft.verdict === 'UNCONFIRMED' && draft.recheckAt !== '' ? `${draft.recheckAt}T09:00:00Z` : null,
    };
    // The same key only for the same again: after a lost connection it may have been decided already
    const text = JSON.stringify(content);
    const key = draft.attempt?.content === text ? draft.attempt.key : crypto.randomUUID();
    change({ attempt: { key, content: text } });
    const { data, error } = await client.mutation(DecideMutation, { input: { ...content, idempotencyKey: key } });
    if (data === undefined) {
      refused(refuse('', error?.networkError ? t.review.notReached : failureText(error!)));
      return false;
    }
    const answer = data.decideReview;
    if (answer.__typename === 'DecideReviewSuccess') {
      say(
        answer.review.state === 'DECIDED' ? t.review.decidedToast(t.verdicts[content.verdict]) : t.review.proposedToast,
        undefined,
        answer.review.id,
      );
      discard();
      changed();
      return true;
    }
    if (answer.__typename === 'LeaseLostError') hold.lose(answer);
    else if (answer.__typename === 'VersionConflictError') {
      const { lastChange } = answer;
      onConflict(
        lastChange === null
          ? answer.message
          : t.review.changedBy(
              lastChange.by,
              t.actions[lastChange.action] ?? lastChange.action,
              relativeTime(Date.parse(lastChange.at), Date.now()),
            ),
      );
      refused(refuse('', t.review.changedTitle));
    } else refused(refuse(answer.path.at(-1) ?? '', answer.message));
    return false;
  };

  const decide = async (): Promise<string | null> => {
    if (isBusy || hold.token === null) return null;
    if (draft.verdict === null) return refuse('verdict', t.review.needVerdict);
    if (draft.rationale.trim() === '') return refuse('rationale', t.review.needRationale);
    setBusy(true);
    setProblem(null);
    let field: string | null = null;
    const { token } = hold;
    await hold.end(() => send(token, (at) => (field = at)));
    setBusy(false);
    return field;
  };
  return { isBusy, problem, decide };
}
