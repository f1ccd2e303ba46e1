import { useState } from 'react';
import { ask } from '../api/ask.js';
import { changed } from '../live.js';
import { t } from '../text/index.js';
import { Button } from '../ui/button.js';
import { Confirm } from '../ui/confirm.js';
import { Notice } from '../ui/notice.js';
import { say, undo } from '../ui/toast.js';
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
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const close = (): void => setOpen(null);

  /** One at a time; a press meanwhile is none. */
  const act = async (work: () => Promise<string | null>): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    setProblem(await work());
    setBusy(false);
    changed();
  };
  const test = async (): Promise<string | null> => {
    const result = await ask(SendTestWebhook, { id });
    if ('problem' in result) return result.problem.message;
    onTest(result.done.delivery.id);
    return null;
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
        <Button look="primary" isBusy={isBusy} onPress={() => void act(test)}>
          {t.webhooks.test}
        </Button>
        <Button isBusy={isBusy} onPress={() => void act(() => switchTo(id, disabledAt !== null))}>
          {disabledAt === null ? t.webhooks.disable : t.webhooks.enable}
        </Button>
        <Button onPress={() => setOpen('edit')}>{t.webhooks.edit}</Button>
        <Button onPress={onGoOn}>{t.webhooks.goOn}</Button>
        <Button onPress={() => setOpen('rotate')}>{t.webhooks.rotate}</Button>
        <Button look="danger" onPress={() => setOpen('delete')}>
          {t.webhooks.remove}
        </Button>
      </div>
      {problem !== null && <Notice tone="error">{problem}</Notice>}
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

/** @returns why it was not done; null where it was, and can be undone */
async function switchTo(id: string, isEnabled: boolean): Promise<string | null> {
  const result = await ask(isEnabled ? EnableWebhook : DisableWebhook, { id });
  if ('problem' in result) return result.problem.message;
  const back = async (): Promise<void> => {
    const problem = await switchTo(id, !isEnabled);
    if (problem !== null) say(problem);
    changed();
  };
  say(isEnabled ? t.webhooks.enabled : t.webhooks.disabled, undo(back));
  return null;
}
