import { useState } from 'react';
import { Form } from 'react-aria-components/Form';
import { useQuery } from 'urql';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Field } from '../ui/field.js';
import { Notice } from '../ui/notice.js';
import { TimeText } from '../ui/time-text.js';
import { say } from '../ui/toast.js';
import { useSend } from './use-send.js';
import { RedeliverWebhookSince } from './webhook-mutations.js';
import { typesText } from './webhook-words.js';
import { EventQuery, type Webhook } from './webhooks-query.js';

interface GoOnDialogProps {
  readonly webhook: Webhook;
  /** What it begins with. */
  readonly index: number;
  readonly onClose: () => void;
}

const INDEX = /^\d{1,10}$/;

/** Puts a webhook to another place in the log, and says before what is sent again or skipped by that. */
export function GoOnDialog({ webhook, index, onClose }: GoOnDialogProps) {
  const [text, setText] = useState(String(index));
  const { isBusy, send, elsewhere } = useSend();
  const size = webhook.nextIndex + webhook.lag;
  const wanted = INDEX.test(text.trim()) && Number(text) <= size ? Number(text) : null;

  const goOn = async (): Promise<void> => {
    if (wanted === null || (await send(RedeliverWebhookSince, { id: webhook.id, index: wanted })) === null) return;
    say(t.webhooks.wentOn(wanted));
    onClose();
  };
  return (
    <Dialog title={t.webhooks.goOnTitle} onClose={onClose}>
      <Form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void goOn();
        }}
      >
        {elsewhere && <Notice tone="error">{elsewhere}</Notice>}
        <Field
          label={t.webhooks.goOnIndex}
          hint={t.webhooks.goOnRange(size)}
          inputMode="numeric"
          autoComplete="off"
          autoFocus
          value={text}
          onChange={setText}
          problem={wanted === null ? t.webhooks.goOnWrong(size) : undefined}
        />
        <div className="presets">
          <Button onPress={() => setText('0')}>{t.webhooks.goOnBeginning}</Button>
          <Button onPress={() => setText(String(size))}>{t.webhooks.goOnEnd}</Button>
        </div>
        {wanted !== null && <Consequence webhook={webhook} wanted={wanted} size={size} />}
        <div className="form-actions">
          <Button type="submit" look="primary" isBusy={isBusy}>
            {t.webhooks.goOnSubmit}
          </Button>
          <Button onPress={onClose}>{t.common.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** What comes of it, in words. */
function Consequence({ webhook, wanted, size }: { webhook: Webhook; wanted: number; size: number }) {
  const { nextIndex, eventTypes, disabledAt } = webhook;
  const [from, to] = wanted < nextIndex ? [wanted, nextIndex] : [nextIndex, wanted];
  return (
    <div className="consequence" role="status">
      <p>
        <strong>
          {from === to
            ? t.webhooks.stays
            : (wanted < nextIndex ? t.webhooks.again : t.webhooks.skipped)(to - from, from, to - 1)}
        </strong>
      </p>
      {wanted < size ? <FirstEvent index={wanted} /> : <p className="hint">{t.webhooks.goOnNothing}</p>}
      <p className="hint">
        {t.webhooks.chosen(typesText(eventTypes))} {disabledAt !== null && t.webhooks.goOnWhileDisabled}{' '}
        {t.webhooks.goOnRecorded}
      </p>
    </div>
  );
}

function FirstEvent({ index }: { index: number }) {
  const [{ data }] = useQuery({ query: EventQuery, variables: { index } });
  const event = data?.auditLog.edges[0]?.node;
  if (event === undefined || event.id !== index) return null;
  return (
    <p className="hint">
      {t.webhooks.goOnBegins} <code>{event.type}</code>, <bdi>{event.actor.name}</bdi> <TimeText at={event.at} />
    </p>
  );
}
