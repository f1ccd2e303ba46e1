import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { client } from '../api/client.js';
import { changed } from '../live.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { failureText } from '../ui/failure.js';
import { Field } from '../ui/field.js';
import { useKept } from '../ui/kept.js';
import { asLocal } from '../ui/local-time.js';
import { Notice } from '../ui/notice.js';
import { exactTime } from '../ui/time.js';
import { say } from '../ui/toast.js';
import { DeferMutation } from './mutations.js';
import type { Review } from './review-query.js';
import type { Hold } from './use-hold.js';

interface DeferDialogProps {
  readonly review: Review;
  readonly token: string;
  readonly hold: Hold;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const HOUR_MS = 3_600_000;
const tomorrow = (): Date => {
  const at = new Date();
  at.setDate(at.getDate() + 1);
  at.setHours(9, 0, 0, 0);
  return at;
};
const PRESETS = [
  [t.review.deferPresets.hours, () => new Date(Date.now() + 4 * HOUR_MS)],
  [t.review.deferPresets.tomorrow, tomorrow],
  [t.review.deferPresets.week, () => new Date(Date.now() + 7 * 24 * HOUR_MS)],
] as const;

const NOTHING = { reason: '' };

/** Until when, and why: who takes the review next has to know. */
export function DeferDialog({ review, token, hold, onClose, onDone }: DeferDialogProps) {
  const [until, setUntil] = useState(() => asLocal(tomorrow()));
  const [{ reason }, setKept] = useKept(`defer.${review.id}`, NOTHING);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const defer = async (): Promise<boolean> => {
    const at = new Date(until);
    const variables = { id: review.id, token, until: at.toISOString(), reason: reason.trim() };
    const { data, error } = await client.mutation(DeferMutation, variables);
    const answer = data?.deferReview;
    if (answer?.__typename === 'ReviewSuccess') {
      say(t.review.deferredToast(t.time.until(exactTime(at.getTime()))));
      setKept(NOTHING);
      changed();
      onDone();
      return true;
    }
    if (answer?.__typename === 'LeaseLostError') {
      hold.lose(answer);
      onClose();
    } else {
      setProblem(answer?.message ?? (error?.networkError ? t.failures.notReached : failureText(error!)));
    }
    return false;
  };
  const onSubmit = (event: React.FormEvent): void => {
    event.preventDefault();
    if (isBusy) return;
    if (until === '' || reason.trim() === '') return setProblem(t.review.deferNeeds);
    setBusy(true);
    setProblem(null);
    void hold.end(defer).finally(() => setBusy(false));
  };

  return (
    <Dialog title={t.review.deferTitle} onClose={onClose}>
      <Form className="form" onSubmit={onSubmit}>
        {problem && <Notice tone="error">{problem}</Notice>}
        <div className="presets">
          {PRESETS.map(([name, at]) => (
            <Button key={name} onPress={() => setUntil(asLocal(at()))}>
              {name}
            </Button>
          ))}
        </div>
        <Field label={t.review.deferUntil} type="datetime-local" value={until} onChange={setUntil} />
        <Field
          label={t.review.deferReason}
          lines={3}
          dir="auto"
          autoFocus
          value={reason}
          onChange={(text) => setKept({ reason: text })}
        />
        <Button type="submit" look="primary" isBusy={isBusy}>
          {t.review.deferSubmit}
        </Button>
      </Form>
    </Dialog>
  );
}
