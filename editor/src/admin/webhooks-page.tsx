import { useState } from 'react';
import { Link } from 'wouter';
import { useQuery } from 'urql';
import type { Session } from '../api/session.js';
import { useLive } from '../live.js';
import { webhookPath } from '../routes.js';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Icon } from '../ui/icon.js';
import { ListSkeleton } from '../ui/loading.js';
import { TimeText } from '../ui/time-text.js';
import { AdminPage } from './admin-page.js';
import { NewWebhook } from './webhook-form.js';
import { type ShownSecret, WebhookSecret } from './webhook-secret.js';
import { WebhookState, WebhookStateMore } from './webhook-state.js';
import { stateOf, typesText } from './webhook-words.js';
import { type ListedWebhook, WebhooksQuery } from './webhooks-query.js';

/** Who else is told what happens here, and how that goes. */
export function WebhooksPage({ session }: { session: Session }) {
  const [isNew, setNew] = useState(false);
  const [shown, setShown] = useState<ShownSecret | null>(null);
  const create = (look: 'primary' | 'plain') => (
    <Button look={look} icon="plus" onPress={() => setNew(true)}>
      {t.webhooks.create}
    </Button>
  );
  return (
    <AdminPage session={session} title={t.webhooks.title} actions={create('primary')}>
      <p className="lead">{t.webhooks.lead}</p>
      <Webhooks>{create('plain')}</Webhooks>
      {isNew && <NewWebhook userId={session.user.id} onClose={() => setNew(false)} onMade={setShown} />}
      {shown !== null && <WebhookSecret shown={shown} onClose={() => setShown(null)} />}
    </AdminPage>
  );
}

/** @param children what can be done where there is none */
function Webhooks({ children }: { children: React.ReactNode }) {
  const [{ data, error }, execute] = useQuery({ query: WebhooksQuery });
  const refresh = (): void => execute({ requestPolicy: 'network-only' });
  useLive(refresh);
  if (data === undefined) {
    return error === undefined || error.networkError ? (
      <ListSkeleton rows={3} />
    ) : (
      <Failure error={error} onRetry={refresh} />
    );
  }
  if (data.webhooks.length === 0) {
    return (
      <div className="empty">
        <Icon name="arrow" />
        <h2>{t.webhooks.emptyTitle}</h2>
        <p>{t.webhooks.empty}</p>
        {children}
      </div>
    );
  }
  return (
    <ul className="admin-rows" aria-label={t.webhooks.list}>
      {data.webhooks.map((webhook) => (
        <li key={webhook.id}>
          <WebhookRow webhook={webhook} />
        </li>
      ))}
    </ul>
  );
}

/** The address first, then one quiet line of facts; how it does, at the end. */
function WebhookRow({ webhook }: { webhook: ListedWebhook }) {
  const { id, url, description, desk, eventTypes, lastDelivery } = webhook;
  return (
    <Link to={webhookPath(id)} className="admin-row">
      <span className="row-main">
        <bdi className="webhook-url" title={url}>
          {url}
        </bdi>
        <span className="facts">
          {description !== '' && (
            <span>
              <bdi>{description}</bdi>
            </span>
          )}
          <span>{typesText(eventTypes)}</span>
          <span>{desk?.name ?? t.webhooks.everyDesk}</span>
        </span>
      </span>
      <span className="webhook-end">
        <WebhookState webhook={webhook} />
        <span className="facts">
          <WebhookStateMore webhook={webhook} isShort />
          {stateOf(webhook) !== 'failing' && lastDelivery !== null && (
            <span>
              {t.webhooks.last(t.webhooks.outcomes[lastDelivery.outcome].toLowerCase())}{' '}
              <TimeText at={lastDelivery.createdAt} />
            </span>
          )}
        </span>
      </span>
    </Link>
  );
}
