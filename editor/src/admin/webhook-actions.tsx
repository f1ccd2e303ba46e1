import { useState } from 'react';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { say } from '../ui/toast.js';
import { Confirm } from '../ui/confirm.js';
import { ask, undoBy, useSend } from './use-send.js';
import { EditWebhook } from './webhook-form.js';
import {
  DeleteWebhook,
  DisableWebhook,
  EnableWebhook,
  RotateWebhookSecret,
  SendTestWebhook,
} from './webhook-mutations.js';
import { type ShownSecret, WebhookSecret } from './webhook-secret.js';
import { hostOf } from './webhook-words.js';
import type { Webhook } from './webhooks-query.js';

interface WebhookActionsProps {
  readonly webhook: Webhook;
  readonly userId: string;
  /** Called with the delivery of a test message. */
  readonly onTest: (deliveryId: string) => void;
  readonly onGoOn: () => void;
  readonly onDeleted: () => void;
}

/** What can be done about a webhook. */
export function WebhookActions({ webhook, userId, onTest, onGoOn, onDeleted }: WebhookActionsProps) {
  const { id, url, disabledAt } = webhook;
  const [open, setOpen] = useState<'edit' | 'rotate' | 'delete' | null>(null);
  const [shown, setShown] = useState<ShownSecret | null>(null);
  const { isBusy, send, elsewhere } = useSend();
  const close = (): void => setOpen(null);

  const test = async (): Promise<void> => {
    const done = await send(SendTestWebhook, { id });
    if (done !== null) onTest(done.delivery.id);
  };
  const disable = async (): Promise<void> => {
    if ((await send(DisableWebhook, { id })) !== null) say(t.webhooks.disabled, undoBy(EnableWebhook, { id }));
  };
  const enable = async (): Promise<void> => {
    if ((await send(EnableWebhook, { id })) !== null) say(t.webhooks.enabled, undoBy(DisableWebhook, { id }));
  };
  const rotate = async (): Promise<string | null> => {
    const result = await ask(RotateWebhookSecret, { id });
    if ('problem' in result) return result.problem.isUnsure ? t.webhooks.rotateUnsure : result.problem.message;
    setShown(result.done);
    return null;
  };
  const remove = async (): Promise<string | null> => {
    const result = await ask(DeleteWebhook, { id });
    if ('problem' in result) return result.problem.message;
    say(t.webhooks.removed);
    onDeleted();
    return null;
  };
  return (
    <>
      <div className="webhook-actions">
        <Button look="primary" isBusy={isBusy} onPress={() => void test()}>
          {t.webhooks.test}
        </Button>
        {disabledAt === null ? (
          <Button isBusy={isBusy} onPress={() => void disable()}>
            {t.webhooks.disable}
          </Button>
        ) : (
          <Button isBusy={isBusy} onPress={() => void enable()}>
            {t.webhooks.enable}
          </Button>
        )}
        <Button onPress={() => setOpen('edit')}>{t.webhooks.edit}</Button>
        <Button onPress={onGoOn}>{t.webhooks.goOn}</Button>
        <Button onPress={() => setOpen('rotate')}>{t.webhooks.rotate}</Button>
        <Button look="danger" onPress={() => setOpen('delete')}>
          {t.webhooks.remove}
        </Button>
      </div>
      {elsewhere && <Notice tone="error">{elsewhere}</Notice>}
      {open === 'edit' && <EditWebhook webhook={webhook} userId={userId} onClose={close} />}
      {open === 'rotate' && (
        <Confirm title={t.webhooks.rotateTitle} action={t.webhooks.rotateSubmit} onConfirm={rotate} onClose={close}>
          <p>{t.webhooks.rotateMore}</p>
        </Confirm>
      )}
      {open === 'delete' && (
        <Confirm
          title={t.webhooks.removeTitle(hostOf(url))}
          action={t.webhooks.remove}
          isDangerous
          onConfirm={remove}
          onClose={close}
        >
          <p>{t.webhooks.removeMore}</p>
        </Confirm>
      )}
      {shown !== null && <WebhookSecret shown={shown} onClose={() => setShown(null)} />}
    </>
  );
}
