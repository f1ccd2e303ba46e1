import { useId } from 'react';
import { Link, useSearchParams } from 'wouter';
import type { Enum } from '../api/graphql.js';
import { auditPath, webhookPath } from '../routes.js';
import { t } from '../text/admin.js';
import { Button } from '../ui/button.js';
import { Choice } from '../ui/choice.js';
import { useEvery } from '../ui/every.js';
import { Failure } from '../ui/failure.js';
import { ListSkeleton } from '../ui/loading.js';
import { useRowList } from '../ui/use-row-list.js';
import { TimeText } from '../ui/time-text.js';
import { VirtualList } from '../ui/virtual-list.js';
import { DeliveryDetail, DeliveryFacts } from './delivery-detail.js';
import { Outcome } from './webhook-outcome.js';
import { stateOf } from './webhook-words.js';
import { type Delivery, loadDeliveries, type Webhook } from './webhooks-query.js';

const ROW_HEIGHT = 60;
/** What was asked for is made within a second or two; what the log sends comes as fast as the receiver takes it. */
const MOVING_MS = 1500;

const OUTCOMES = ['PENDING', 'DELIVERED', 'FAILED', 'DEAD'] as const satisfies readonly Enum<'WebhookOutcome'>[];

interface WebhookDeliveriesProps {
  readonly webhook: Webhook;
  /** Called to go on from an event. */
  readonly onGoOn: (index: number) => void;
}

/** What was sent, the last first. The outcome that is looked for and the delivery that is open stand in the address. */
export function WebhookDeliveries({ webhook, onGoOn }: WebhookDeliveriesProps) {
  const [params, setParams] = useSearchParams();
  const outcome = OUTCOMES.find((each) => each === params.get('outcome')) ?? null;
  const openId = params.get('delivery');
  const [list, rows] = useRowList(`deliveries ${webhook.id} ${outcome ?? ''}`, (after) =>
    loadDeliveries(webhook.id, outcome, after),
  );
  const { isReady, error } = rows;
  const isMoving = stateOf(webhook) === 'behind' || rows.rows.some((row) => row.outcome === 'PENDING');
  useEvery(isMoving ? MOVING_MS : null, () => void list.look());

  const setOutcome = (chosen: string): void => setParams(chosen === '' ? {} : { outcome: chosen }, { replace: true });
  const pathOf = (id: string | null): string => {
    const query = new URLSearchParams({ ...(outcome !== null && { outcome }), ...(id !== null && { delivery: id }) });
    return query.size === 0 ? webhookPath(webhook.id) : `${webhookPath(webhook.id)}?${query.toString()}`;
  };
  return (
    <section className="deliveries" aria-labelledby="deliveries">
      <header className="section-head">
        <h2 id="deliveries">{t.webhooks.deliveries}</h2>
        <p className="hint">{t.webhooks.deliveriesLead}</p>
        <Choice
          label={t.webhooks.outcome}
          value={outcome ?? ''}
          options={[
            { id: '', text: t.common.any },
            ...OUTCOMES.map((each) => ({ id: each, text: t.webhooks.outcomes[each] })),
          ]}
          onChange={setOutcome}
        />
      </header>
      {error !== null && error.networkError === undefined && (
        <Failure error={error} onRetry={() => void list.refresh()} />
      )}
      {!isReady && (error === null || error.networkError !== undefined) && <ListSkeleton rows={5} />}
      {isReady && rows.rows.length === 0 && (
        <div className="empty">
          <h3>{outcome === null ? t.webhooks.noDeliveriesTitle : t.webhooks.noneWithOutcomeTitle}</h3>
          <p>{outcome === null ? t.webhooks.noDeliveries : t.webhooks.noneWithOutcome}</p>
          {outcome !== null && <Button onPress={() => setOutcome('')}>{t.webhooks.showAll}</Button>}
        </div>
      )}
      {rows.rows.length > 0 && (
        <VirtualList
          label={t.webhooks.deliveries}
          list={list}
          rows={rows}
          rowHeight={ROW_HEIGHT}
          pathOf={({ id }) => pathOf(id)}
          isTail
          isPaused={openId !== null}
        >
          {(delivery) => (
            <DeliveryRow
              delivery={delivery}
              isOpen={delivery.id === openId}
              path={pathOf(delivery.id === openId ? null : delivery.id)}
              isDisabled={webhook.disabledAt !== null}
              onGoOn={onGoOn}
            />
          )}
        </VirtualList>
      )}
    </section>
  );
}

interface DeliveryRowProps {
  readonly delivery: Delivery;
  readonly isOpen: boolean;
  /** Where it is open, or closed again. */
  readonly path: string;
  readonly isDisabled: boolean;
  readonly onGoOn: (index: number) => void;
}

/** How it ended and what it was about; more on opening it. */
function DeliveryRow({ delivery, isOpen, path, isDisabled, onGoOn }: DeliveryRowProps) {
  const { outcome, type, index, createdAt } = delivery;
  const detailId = useId();
  return (
    <div className={isOpen ? 'delivery open' : 'delivery'}>
      <div className="delivery-head">
        <Link to={path} replace className="delivery-line" aria-expanded={isOpen} aria-controls={detailId}>
          <Outcome outcome={outcome} />
          <code className="delivery-type">{type}</code>
          <DeliveryFacts delivery={delivery} />
          <TimeText at={createdAt} />
        </Link>
        {index === null ? (
          <span />
        ) : (
          <Link to={auditPath(index)} className="entry-index" aria-label={t.webhooks.entryName(index)}>
            {t.webhooks.entry(index)}
          </Link>
        )}
      </div>
      {isOpen && <DeliveryDetail id={detailId} delivery={delivery} isDisabled={isDisabled} onGoOn={onGoOn} />}
    </div>
  );
}
