import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { ask, type Problem } from '../api/ask.js';
import { useDesks } from '../frame/desks.js';
import { changed } from '../live.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Choice } from '../ui/choice.js';
import { Dialog } from '../ui/dialog.js';
import { Field } from '../ui/field.js';
import { useKept } from '../ui/kept.js';
import { useLeadToProblem } from '../ui/lead-to-problem.js';
import { Notice } from '../ui/notice.js';
import { say } from '../ui/toast.js';
import { EventTypesField } from './event-types-field.js';
import { changesOf, eventTypesOf, type Fields, fieldsOf, NOTHING, toInput } from './webhook-fields.js';
import { CreateWebhook, UpdateWebhook } from './webhook-mutations.js';
import type { ShownSecret } from './webhook-secret.js';
import type { Webhook } from './webhooks-query.js';

interface FormProps {
  readonly userId: string;
  readonly onClose: () => void;
}

/** Asks where to send, and what. */
export function NewWebhook({ userId, onClose, onMade }: FormProps & { onMade: (made: ShownSecret) => void }) {
  const create = async (fields: Fields): Promise<Problem | null> => {
    const result = await ask(CreateWebhook, { input: toInput(fields) });
    if ('problem' in result) {
      const { problem } = result;
      return problem.isUnsure ? { ...problem, message: t.webhooks.createUnsure } : problem;
    }
    onMade(result.done);
    return null;
  };
  return (
    <WebhookForm
      title={t.webhooks.create}
      keptAs={`webhook.${userId}.new`}
      initial={NOTHING}
      submit={t.webhooks.createSubmit}
      busy={t.webhooks.creating}
      send={create}
      onClose={onClose}
    />
  );
}

/** Changes where is sent to, and what. */
export function EditWebhook({ webhook, userId, onClose }: FormProps & { webhook: Webhook }) {
  const [initial] = useState(() => fieldsOf(webhook));
  const update = async (fields: Fields): Promise<Problem | null> => {
    const changes = changesOf(toInput(initial), toInput(fields));
    const result = await ask(UpdateWebhook, { input: { id: webhook.id, ...changes } });
    if ('problem' in result) return result.problem;
    say(t.webhooks.saved);
    return null;
  };
  return (
    <WebhookForm
      title={t.webhooks.editTitle}
      keptAs={`webhook.${userId}.${webhook.id}`}
      initial={initial}
      submit={t.webhooks.save}
      busy={t.webhooks.saving}
      send={update}
      onClose={onClose}
    />
  );
}

interface WebhookFormProps {
  readonly title: string;
  /** Key under which what is typed outlives a reload. */
  readonly keptAs: string;
  readonly initial: Fields;
  readonly submit: string;
  readonly busy: string;
  /** @returns what was wrong with it; null where it was done */
  readonly send: (fields: Fields) => Promise<Problem | null>;
  readonly onClose: () => void;
}

function WebhookForm({ title, keptAs, initial, submit, busy, send, onClose }: WebhookFormProps) {
  const { desks } = useDesks();
  const [fields, setFields] = useKept(keptAs, initial);
  const [isRestored] = useState(() => JSON.stringify(fields) !== JSON.stringify(initial));
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Pick<Problem, 'field' | 'message'> | null>(null);
  const form = useLeadToProblem(problem);
  const change = (changes: Partial<Fields>): void => setFields({ ...fields, ...changes });
  const problemOf = (field: string): string | undefined => (problem?.field === field ? problem.message : undefined);

  const onSubmit = async (): Promise<void> => {
    if (isBusy) return;
    if (fields.url.trim() === '') return setProblem({ field: 'url', message: t.webhooks.needUrl });
    if (eventTypesOf(fields).length === 0) {
      return setProblem({ field: 'eventTypes', message: t.webhooks.needEvents });
    }
    setBusy(true);
    setProblem(null);
    const found = await send(fields);
    setBusy(false);
    setProblem(found);
    changed(); // also where there was no answer: the list tells whether it was done
    if (found !== null) return;
    setFields(initial);
    onClose();
  };
  const isElsewhere = problem !== null && !['url', 'description', 'eventTypes', 'deskId'].includes(problem.field);

  return (
    <Dialog title={title} onClose={onClose} wide>
      <Form
        ref={form}
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void onSubmit();
        }}
      >
        {isElsewhere && <Notice tone="error">{problem.message}</Notice>}
        {isRestored && problem === null && <p className="hint">{t.webhooks.restored}</p>}
        <Field
          label={t.webhooks.url}
          hint={t.webhooks.urlHint}
          inputMode="url"
          autoComplete="off"
          spellCheck="false"
          autoFocus
          value={fields.url}
          onChange={(url) => change({ url })}
          problem={problemOf('url')}
        />
        <Field
          label={t.webhooks.description}
          hint={t.webhooks.descriptionHint}
          dir="auto"
          maxLength={500}
          value={fields.description}
          onChange={(description) => change({ description })}
          problem={problemOf('description')}
        />
        <Choice
          label={t.webhooks.desk}
          value={fields.deskId}
          options={[
            { id: '', text: t.webhooks.everyDesk },
            ...(desks ?? []).map(({ id, name }) => ({ id, text: name })),
          ]}
          onChange={(deskId) => change({ deskId })}
        />
        <p className="problem">{problemOf('deskId')}</p>
        <EventTypesField fields={fields} change={change} problem={problemOf('eventTypes')} />
        <div className="form-actions">
          <Button type="submit" look="primary" isBusy={isBusy}>
            {isBusy ? busy : submit}
          </Button>
          <Button
            onPress={() => {
              setFields(initial);
              onClose();
            }}
          >
            {t.webhooks.discard}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
