import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { useDesks } from '../frame/desks.js';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Choice } from '../ui/choice.js';
import { Dialog } from '../ui/dialog.js';
import { Field } from '../ui/field.js';
import { useKept } from '../ui/kept.js';
import { Notice } from '../ui/notice.js';
import { say } from '../ui/toast.js';
import { EventTypesField } from './event-types-field.js';
import { useSend } from './use-send.js';
import { changesOf, eventTypesOf, type Fields, fieldsOf, NOTHING, toInput } from './webhook-fields.js';
import { CreateWebhook, UpdateWebhook } from './webhook-mutations.js';
import type { ShownSecret } from './webhook-secret.js';
import type { Webhook } from './webhooks-query.js';

/** Beside these a problem is told. */
const FIELDS = ['url', 'description', 'deskId', 'eventTypes'] as const;

interface FormProps {
  readonly userId: string;
  readonly onClose: () => void;
}

/** Asks where to send, and what. */
export function NewWebhook({ userId, onClose, onMade }: FormProps & { onMade: (made: ShownSecret) => void }) {
  const sending = useSend(FIELDS, t.webhooks.createUnsure);
  const create = async (fields: Fields): Promise<boolean> => {
    const done = await sending.send(CreateWebhook, { input: toInput(fields) });
    if (done !== null) onMade(done);
    return done !== null;
  };
  return (
    <WebhookForm
      title={t.webhooks.create}
      keptAs={`webhook.${userId}.new`}
      initial={NOTHING}
      submit={t.webhooks.createSubmit}
      busy={t.webhooks.creating}
      sending={sending}
      onSend={create}
      onClose={onClose}
    />
  );
}

/** Changes where is sent to, and what. */
export function EditWebhook({ webhook, userId, onClose }: FormProps & { webhook: Webhook }) {
  const [initial] = useState(() => fieldsOf(webhook));
  const sending = useSend(FIELDS);
  const update = async (fields: Fields): Promise<boolean> => {
    const changes = changesOf(toInput(initial), toInput(fields));
    const done = await sending.send(UpdateWebhook, { input: { id: webhook.id, ...changes } });
    if (done !== null) say(t.webhooks.saved);
    return done !== null;
  };
  return (
    <WebhookForm
      title={t.webhooks.editTitle}
      keptAs={`webhook.${userId}.${webhook.id}`}
      initial={initial}
      submit={t.webhooks.save}
      busy={t.webhooks.saving}
      sending={sending}
      onSend={update}
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
  readonly sending: ReturnType<typeof useSend>;
  /** @returns whether it was done */
  readonly onSend: (fields: Fields) => Promise<boolean>;
  readonly onClose: () => void;
}

function WebhookForm({ title, keptAs, initial, submit, busy, sending, onSend, onClose }: WebhookFormProps) {
  const { form, isBusy, refuse, problemOf, elsewhere } = sending;
  const { desks } = useDesks();
  const [fields, setFields] = useKept(keptAs, initial);
  const [isRestored] = useState(() => JSON.stringify(fields) !== JSON.stringify(initial));
  const change = (changes: Partial<Fields>): void => setFields({ ...fields, ...changes });
  const end = (): void => {
    setFields(initial);
    onClose();
  };
  const onSubmit = async (): Promise<void> => {
    if (fields.url.trim() === '') return refuse('url', t.webhooks.needUrl);
    if (eventTypesOf(fields).length === 0) return refuse('eventTypes', t.webhooks.needEvents);
    if (await onSend(fields)) end();
  };

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
        {isRestored && <p className="hint">{t.webhooks.restored}</p>}
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
        {elsewhere && <Notice tone="error">{elsewhere}</Notice>}
        <div className="form-actions">
          <Button type="submit" look="primary" isBusy={isBusy}>
            {isBusy ? busy : submit}
          </Button>
          <Button onPress={end}>{t.admin.discard}</Button>
        </div>
      </Form>
    </Dialog>
  );
}
