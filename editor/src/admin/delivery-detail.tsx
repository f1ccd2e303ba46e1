import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { CopyButton } from '../ui/copy-button.js';
import { Notice } from '../ui/notice.js';
import { exactTime } from '../ui/time.js';
import { say } from '../ui/toast.js';
import { useSend } from './use-send.js';
import { RedeliverWebhook } from './webhook-mutations.js';
import type { Delivery } from './webhooks-query.js';

/** @param isTest whether it is known to be one: then what was answered and how long it took is all */
export function DeliveryFacts({ delivery, isTest = false }: { delivery: Delivery; isTest?: boolean }) {
  const { outcome, attempt, index, httpStatus, durationMs, requestedBy } = delivery;
  return (
    <span className="facts">
      {requestedBy === null && <span>{t.webhooks.attempt(attempt)}</span>}
      {requestedBy !== null && !isTest && <span>{index === null ? t.webhooks.testMessage : t.webhooks.repeat}</span>}
      {outcome !== 'PENDING' && (
        <span>{httpStatus === null ? t.webhooks.noAnswer : t.webhooks.status(httpStatus)}</span>
      )}
      {durationMs !== null && <span>{t.webhooks.took(durationMs)}</span>}
    </span>
  );
}

/** What the receiver said, or why it said nothing. */
export function DeliveryAnswer({ delivery: { outcome, error, response } }: { delivery: Delivery }) {
  if (outcome === 'PENDING') return null;
  return (
    <div className="delivery-answer">
      <h3>{error === null ? t.webhooks.response : t.webhooks.errorTitle}</h3>
      {error === null && (response ?? '') === '' ? (
        <p className="quiet">{t.webhooks.noResponse}</p>
      ) : (
        <pre dir="auto">{error ?? response}</pre>
      )}
    </div>
  );
}

interface DeliveryDetailProps {
  readonly id: string;
  readonly delivery: Delivery;
  readonly isDisabled: boolean;
  readonly onGoOn: (index: number) => void;
}

/** All that is known of a delivery, and what can be done about it. */
export function DeliveryDetail({ id, delivery, isDisabled, onGoOn }: DeliveryDetailProps) {
  const { index, outcome, messageId, startedAt, requestedBy } = delivery;
  return (
    <div className="delivery-detail" id={id}>
      {t.webhooks.outcomeMore[outcome] !== '' && <p className="hint">{t.webhooks.outcomeMore[outcome]}</p>}
      <dl className="webhook-facts">
        <div>
          <dt>{t.webhooks.messageId}</dt>
          <dd>
            <code>{messageId}</code> <CopyButton text={messageId}>{t.webhooks.copyId}</CopyButton>
          </dd>
        </div>
        {startedAt !== null && (
          <div>
            <dt>{t.webhooks.began}</dt>
            <dd>{exactTime(Date.parse(startedAt))}</dd>
          </div>
        )}
        {requestedBy !== null && (
          <div>
            <dt>{t.webhooks.askedBy}</dt>
            <dd>
              <bdi>{requestedBy.name}</bdi>
            </dd>
          </div>
        )}
      </dl>
      <DeliveryAnswer delivery={delivery} />
      {index !== null && (
        <div className="form-actions">
          <Redeliver deliveryId={delivery.id} isDisabled={isDisabled} />
          <Button onPress={() => onGoOn(index)}>{t.webhooks.goOnHere}</Button>
        </div>
      )}
    </div>
  );
}

function Redeliver({ deliveryId, isDisabled }: { deliveryId: string; isDisabled: boolean }) {
  const { isBusy, send, elsewhere } = useSend();
  const redeliver = async (): Promise<void> => {
    if ((await send(RedeliverWebhook, { id: deliveryId })) !== null) say(t.webhooks.redelivered);
  };
  if (isDisabled) return <p className="hint">{t.webhooks.redeliverDisabled}</p>;
  return (
    <>
      <Button isBusy={isBusy} onPress={() => void redeliver()}>
        {t.webhooks.redeliver}
      </Button>
      {elsewhere && <Notice tone="error">{elsewhere}</Notice>}
    </>
  );
}
