import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useQuery } from 'urql';
import type { Session } from '../api/session.js';
import { mayManage } from '../frame/may.js';
import { useLive } from '../live.js';
import { ROUTES } from '../routes.js';
import { t } from '../text/admin.js';
import { useEvery } from '../ui/every.js';
import { Failure } from '../ui/failure.js';
import { PageSkeleton } from '../ui/loading.js';
import { Notice } from '../ui/notice.js';
import { AdminPage } from './admin-page.js';
import { GoOnDialog } from './go-on-dialog.js';
import { WebhookActions } from './webhook-actions.js';
import { WebhookDeliveries } from './webhook-deliveries.js';
import { WebhookFacts } from './webhook-facts.js';
import { WebhookTest } from './webhook-test.js';
import { hostOf, stateOf } from './webhook-words.js';
import { type Webhook, WebhookQuery } from './webhooks-query.js';

/** While messages go out, where it stands is shown as it moves. */
const MOVING_MS = 2000;

/** One webhook: how it does, what was sent to it, and what can be done about it. */
export function WebhookPage({ id, session }: { id: string; session: Session }) {
  const [{ data, error, fetching }, execute] = useQuery({
    query: WebhookQuery,
    variables: { id },
    pause: !mayManage(session),
  });
  const refresh = (): void => execute({ requestPolicy: 'network-only' });
  const webhook = data?.webhook ?? null;
  useLive(() => {
    if (mayManage(session)) refresh();
  });
  useEvery(webhook !== null && stateOf(webhook) === 'behind' ? MOVING_MS : null, refresh);
  const title = webhook === null ? t.webhooks.one : hostOf(webhook.url);
  return (
    <AdminPage session={session} title={title}>
      {webhook !== null && <Known key={webhook.id} webhook={webhook} session={session} />}
      {data?.webhook === null && !fetching && (
        <Notice tone="info" title={t.webhooks.noneTitle}>
          {t.webhooks.none} <Link to={ROUTES.webhooks}>{t.webhooks.all}</Link>
        </Notice>
      )}
      {data === undefined &&
        (error === undefined || error.networkError ? <PageSkeleton /> : <Failure error={error} onRetry={refresh} />)}
    </AdminPage>
  );
}

function Known({ webhook, session }: { webhook: Webhook; session: Session }) {
  const [, navigate] = useLocation();
  const [testId, setTestId] = useState<string | null>(null);
  /** Number of the event that the dialog begins with; null while it is closed. */
  const [goOnAt, setGoOnAt] = useState<number | null>(null);
  return (
    <>
      <WebhookFacts webhook={webhook} />
      <WebhookActions
        webhook={webhook}
        userId={session.user.id}
        onTest={setTestId}
        onGoOn={() => setGoOnAt(webhook.nextIndex)}
        onDeleted={() => navigate(ROUTES.webhooks, { replace: true })}
      />
      {testId !== null && <WebhookTest key={testId} id={testId} />}
      <WebhookDeliveries webhook={webhook} onGoOn={setGoOnAt} />
      {goOnAt !== null && <GoOnDialog webhook={webhook} index={goOnAt} onClose={() => setGoOnAt(null)} />}
    </>
  );
}
