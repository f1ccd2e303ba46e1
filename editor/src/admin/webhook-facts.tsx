import { Link } from 'wouter';
import { auditPath, auditOfPath } from '../routes.js';
import { t } from '../text/admin.js';
import { TimeText } from '../ui/time-text.js';
import { WebhookState, WebhookStateMore } from './webhook-state.js';
import { ANY_TYPE } from './webhook-words.js';
import type { Webhook } from './webhooks-query.js';

/** How a webhook does, and how it is set up. */
export function WebhookFacts({ webhook }: { webhook: Webhook }) {
  const { url, description, eventTypes, desk, createdAt, createdBy, secretRotatedAt, previousSecretUntil } = webhook;
  return (
    <section className={`webhook-card ${webhook.disabledAt === null ? '' : 'disabled'}`} aria-label={t.webhooks.one}>
      <p className="webhook-status" role="status">
        <WebhookState webhook={webhook} />
        <span className="facts">
          <WebhookStateMore webhook={webhook} />
        </span>
      </p>
      {webhook.disabledAt !== null && <p className="hint">{t.webhooks.enableGoesOn}</p>}
      <dl className="webhook-facts">
        <Fact name={t.webhooks.url}>
          <bdi className="webhook-url">{url}</bdi>
        </Fact>
        {description !== '' && (
          <Fact name={t.webhooks.description}>
            <bdi>{description}</bdi>
          </Fact>
        )}
        <Fact name={t.webhooks.events}>
          {eventTypes.includes(ANY_TYPE)
            ? t.webhooks.allEvents
            : eventTypes.map((type) => (
                <code key={type} className="tag">
                  {type}
                </code>
              ))}
        </Fact>
        <Fact name={t.webhooks.desk}>
          <bdi>{desk?.name ?? t.webhooks.everyDesk}</bdi>
        </Fact>
        <Fact name={t.webhooks.position}>
          <Position webhook={webhook} />
        </Fact>
        <Fact name={t.webhooks.secret}>
          <span className="facts">
            {secretRotatedAt === null ? (
              <span>{t.webhooks.neverRotated}</span>
            ) : (
              <TimeText at={secretRotatedAt} say={t.webhooks.rotated} />
            )}
            {previousSecretUntil !== null && (
              <TimeText at={previousSecretUntil} say={(when) => t.webhooks.bothSign(t.time.until(when))} />
            )}
          </span>
        </Fact>
        <Fact name={t.webhooks.record}>
          <span className="facts">
            <TimeText at={createdAt} say={t.webhooks.made} />
            <bdi>{t.common.by(createdBy.name)}</bdi>
            <Link to={auditOfPath(webhook.id)}>{t.webhooks.openRecord}</Link>
          </span>
        </Fact>
      </dl>
    </section>
  );
}

function Position({ webhook: { nextIndex, lag, movedAt, movedFrom, movedTo } }: { webhook: Webhook }) {
  return (
    <span className="facts">
      {lag > 0 ? (
        <Link to={auditPath(nextIndex)}>{t.webhooks.positionOf(nextIndex)}</Link>
      ) : (
        <span>{t.webhooks.positionOf(nextIndex)}</span>
      )}
      {movedAt !== null && movedFrom !== null && movedTo !== null && (
        <TimeText at={movedAt} say={(when) => t.webhooks.moved(movedFrom, movedTo, when)} />
      )}
    </span>
  );
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
