import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Field } from '../ui/field.js';

/** As many as the API takes. */
const MAX_NAME = 60;

interface ViewDialogProps {
  readonly title: string;
  readonly hint?: string;
  readonly name?: string;
  /** Names that other views have, where one of them may be chosen to be replaced. */
  readonly replaceable?: readonly string[];
  /** Answers why it was not done, as a sentence; null once it was. */
  readonly onSubmit: (name: string) => Promise<string | null>;
  readonly onClose: () => void;
}

/** Asks for a view's name. */
export function ViewDialog({ title, hint, name = '', replaceable, onSubmit, onClose }: ViewDialogProps) {
  const [text, setText] = useState(name);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const trimmed = text.trim();
  const isReplacing = replaceable?.includes(trimmed) ?? false;
  const submit = async (): Promise<void> => {
    if (isBusy) return;
    if (trimmed === '') return setProblem(t.views.needName);
    setBusy(true);
    const refused = await onSubmit(trimmed);
    setBusy(false);
    if (refused === null) onClose();
    else setProblem(refused);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <Form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {hint && <p className="quiet">{hint}</p>}
        <Field
          label={t.views.name}
          dir="auto"
          autoFocus
          maxLength={MAX_NAME}
          value={text}
          onChange={setText}
          problem={problem ?? undefined}
          {...(isReplacing ? { hint: t.views.replaceHint } : {})}
        />
        <Button type="submit" look="primary" isBusy={isBusy}>
          {isReplacing ? t.views.replace(trimmed) : t.views.submit}
        </Button>
      </Form>
    </Dialog>
  );
}
