import { useRef } from 'react';
import { Form } from 'react-aria-components/Form';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { MOD, useKeys } from '../ui/keys.js';
import { Notice } from '../ui/notice.js';
import { DraftNote } from './draft-note.js';
import type { Review } from './review-query.js';
import { useDecide } from './use-decide.js';
import type { DraftState } from './use-draft.js';
import type { Hold } from './use-hold.js';
import type { Seen } from './use-seen.js';
import { VERDICT_KEYS, VerdictChoice } from './verdict-choice.js';

interface DecideFormProps {
  readonly review: Review;
  readonly hold: Hold;
  readonly drafting: DraftState;
  readonly seen: Seen;
  readonly onConflict: (message: string) => void;
}

/** Verdict, reasons, sources. Read-only once the hold is lost. */
export function DecideForm({ review, hold, drafting, seen, onConflict }: DecideFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const { draft, change } = drafting;
  const isLocked = hold.token === null;
  const { isBusy, problem, decide } = useDecide({ review, hold, drafting, seen, onConflict });
  const problemOf = (field: string): string | undefined => (problem?.field === field ? problem.message : undefined);
  const submit = (): void => {
    void decide().then((field) => focusOn(field));
  };
  const focusOn = (field: string | null): void => {
    const at = field === 'verdict' ? 'input[type="radio"]' : field === 'rationale' ? 'textarea' : null;
    if (at !== null) form.current?.querySelector<HTMLElement>(at)?.focus();
  };
  useKeys(
    isLocked
      ? {}
      : {
          ...Object.fromEntries(Object.entries(VERDICT_KEYS).map(([key, verdict]) => [key, () => change({ verdict })])),
          r: () => form.current?.querySelector('textarea')?.focus(),
          'mod+Enter': submit,
        },
  );
  const cited = draft.cited.length;
  return (
    <Form
      ref={form}
      className="form decide-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <VerdictChoice
        value={draft.verdict}
        isReadOnly={isLocked}
        problem={problemOf('verdict')}
        onChange={(verdict) => change({ verdict })}
      />
      <Field
        label={t.review.rationale}
        hint={t.review.rationaleHint}
        lines={8}
        dir="auto"
        isReadOnly={isLocked}
        value={draft.rationale}
        onChange={(rationale) => change({ rationale })}
        problem={problemOf('rationale')}
      />
      {draft.verdict === 'UNCONFIRMED' && (
        <Field
          label={t.review.recheckAt}
          type="date"
          isReadOnly={isLocked}
          value={draft.recheckAt}
          onChange={(recheckAt) => change({ recheckAt })}
          problem={problemOf('recheckAt')}
        />
      )}
      <p className="cited">{cited === 0 ? t.review.citedNone : t.review.cited(cited)}</p>
      <DraftNote drafting={drafting} isLocked={isLocked} />
      {problem !== null && !['verdict', 'rationale', 'recheckAt'].includes(problem.field) && (
        <Notice tone="error">{problem.message}</Notice>
      )}
      {!isLocked && (
        <Button type="submit" look="primary" keyHint={`${MOD} Enter`} isBusy={isBusy}>
          {isBusy ? t.review.submitting : t.review.submit}
        </Button>
      )}
    </Form>
  );
}
