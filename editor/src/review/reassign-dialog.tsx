import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { useQuery } from 'urql';
import { client } from '../api/client.js';
import { changed } from '../live.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Choice } from '../ui/choice.js';
import { Dialog } from '../ui/dialog.js';
import { Failure, failureText } from '../ui/failure.js';
import { ListSkeleton } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { Statement } from '../ui/statement.js';
import { say } from '../ui/toast.js';
import { AssigneesQuery, ReassignMutation } from './reassign.js';

interface ReassignDialogProps {
  readonly review: {
    readonly id: string;
    readonly claim: { readonly statement: string; readonly language: string };
  };
  readonly userId: string;
  readonly onClose: () => void;
  /** Runs what sets the assignee, and is told whether it was done; for who holds the review here. */
  readonly around?: (work: () => Promise<boolean>) => Promise<void>;
  /** The title, where it is about more than the one review. */
  readonly title?: string;
  /** In place of setting the review's assignee. Answers why it was not done, as a sentence; null once it was. */
  readonly onAssign?: (assigneeId: string | null) => Promise<string | null>;
}

/** In place of somebody's id. */
const ANYONE = 'anyone';

/** Who alone may take a review, or that anyone may. */
export function ReassignDialog({ review, userId, onClose, around, title, onAssign }: ReassignDialogProps) {
  const [{ data, error }, execute] = useQuery({
    query: AssigneesQuery,
    variables: { id: review.id },
    requestPolicy: 'network-only',
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const known = data?.review ?? null;
  const assigneeId = chosen ?? known?.assignee?.id ?? ANYONE;
  const people = known?.desk.assignees ?? [];
  const holder = known?.lease?.holder;

  const assign = async (): Promise<boolean> => {
    const to = people.find(({ id }) => id === assigneeId) ?? null;
    if (onAssign !== undefined) {
      const refused = await onAssign(to?.id ?? null);
      if (refused === null) onClose();
      else setProblem(refused);
      return refused === null;
    }
    const { data: done, error: failure } = await client.mutation(ReassignMutation, {
      id: review.id,
      assigneeId: to?.id ?? null,
    });
    const answer = done?.reassignReview;
    if (answer?.__typename === 'ReviewSuccess') {
      say(to === null ? t.reassign.doneFree : t.reassign.doneTo(to.name));
      changed();
      onClose();
      return true;
    }
    setProblem(answer?.message ?? (failure?.networkError ? t.failures.notReached : failureText(failure!)));
    return false;
  };
  const onSubmit = (event: React.FormEvent): void => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    const work = around === undefined ? assign() : around(assign);
    void Promise.resolve(work).finally(() => setBusy(false));
  };

  return (
    <Dialog title={title ?? t.reassign.title} onClose={onClose}>
      {title === undefined && <Statement text={review.claim.statement} language={review.claim.language} size="line" />}
      {known === null && error !== undefined && (
        <Failure error={error} onRetry={() => execute({ requestPolicy: 'network-only' })} />
      )}
      {known === null && error === undefined && <ListSkeleton rows={1} />}
      {known !== null && (
        <Form className="form" onSubmit={onSubmit}>
          {problem && <Notice tone="error">{problem}</Notice>}
          <Choice
            label={t.reassign.who}
            value={assigneeId}
            options={[
              { id: ANYONE, text: t.reassign.anyone },
              ...people.map(({ id, name }) => ({
                id,
                text: id === known.assignee?.id ? t.reassign.now(name) : name,
              })),
            ]}
            onChange={setChosen}
          />
          {title === undefined && holder && (
            <Notice tone="warning">
              {holder.id === userId ? t.reassign.endsOwnLease : t.reassign.endsLease(holder.name)}
            </Notice>
          )}
          <Button type="submit" look="primary" isBusy={isBusy}>
            {assigneeId === ANYONE ? t.reassign.free : t.reassign.submit}
          </Button>
        </Form>
      )}
    </Dialog>
  );
}
