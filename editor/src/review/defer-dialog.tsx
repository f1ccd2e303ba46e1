import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Field } from '../ui/field.js';
import { useKept } from '../ui/kept.js';
import { asLocal } from '../ui/local-time.js';
import { Notice } from '../ui/notice.js';

interface DeferDialogProps {
  /** What the reason is kept by while it is typed. */
  readonly about: string;
  /** Answers why it was not done, as a sentence; null once it was. @param until instant */
  readonly onDefer: (until: string, reason: string) => Promise<string | null>;
  readonly onClose: () => void;
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
export function DeferDialog({ about, onDefer, onClose }: DeferDialogProps) {
  const [until, setUntil] = useState(() => asLocal(tomorrow()));
  const [{ reason }, setKept] = useKept(`defer.${about}`, NOTHING);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const defer = async (): Promise<void> => {
    if (isBusy) return;
    if (until === '' || reason.trim() === '') return setProblem(t.review.deferNeeds);
    setBusy(true);
    setProblem(null);
    const refused = await onDefer(new Date(until).toISOString(), reason.trim());
    setBusy(false);
    if (refused === null) setKept(NOTHING);
    else setProblem(refused);
  };
  const onSubmit = (event: React.FormEvent): void => {
    event.preventDefault();
    void defer();
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
