import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { changed } from '../live.js';
import { t } from '../text/admin.js';
import { useEvery } from '../ui/every.js';
import { Notice } from '../ui/notice.js';
import { DeliveryAnswer, DeliveryFacts } from './delivery-detail.js';
import { DeliveryQuery } from './webhooks-query.js';

/** A worker looks about once a second, and an attempt takes ten at most. */
const ASK_MS = 700;
const SLOW_MS = 15_000;

/** What becomes of a test message, as it comes. */
export function WebhookTest({ id }: { id: string }) {
  const [{ data }, execute] = useQuery({ query: DeliveryQuery, variables: { id } });
  const [isSlow, setSlow] = useState(false);
  const delivery = data?.webhookDelivery ?? null;
  const isOver = delivery !== null && delivery.outcome !== 'PENDING';
  useEvery(isOver ? null : ASK_MS, () => execute({ requestPolicy: 'network-only' }));
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (isOver) changed(); // the list of deliveries has it as well
  }, [isOver]);
  if (!isOver) {
    return (
      <Notice tone={isSlow ? 'warning' : 'info'} title={t.webhooks.testing}>
        {isSlow && t.webhooks.testSlow}
      </Notice>
    );
  }
  const isDelivered = delivery.outcome === 'DELIVERED';
  return (
    <Notice
      tone={isDelivered ? 'info' : 'error'}
      icon={isDelivered ? 'check' : 'warning'}
      title={isDelivered ? t.webhooks.tested.DELIVERED : t.webhooks.tested.FAILED}
    >
      <DeliveryFacts delivery={delivery} isTest />
      {!isDelivered && <DeliveryAnswer delivery={delivery} />}
    </Notice>
  );
}
