import { Injectable } from '@nestjs/common';
import { type Columns, select } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Queryable } from '../database/queryable.js';
import { Where } from '../database/where.js';
import { type Connection, decodeCursor, type PageArgs, toConnection } from '../graphql/connection.js';
import { isId } from '../kernel/ids.js';
import { PREVIOUS_SECRET_HOURS } from './sign-webhook.js';
import { messageId } from './webhook-message.js';
import type { Webhook, WebhookDelivery } from './webhook.type.js';
import type { WebhookOutcome } from './webhook-vocabulary.js';

const PREVIOUS_UNTIL = `e.secret_rotated_at + interval '${PREVIOUS_SECRET_HOURS} hours'`;

const WEBHOOK: Columns<Webhook> = {
  id: 'e.id',
  url: 'e.url',
  description: 'e.description',
  eventTypes: 'e.event_types',
  deskId: 'e.desk_id',
  createdAt: 'e.created_at',
  createdById: 'e.created_by',
  secretRotatedAt: 'e.secret_rotated_at',
  previousSecretUntil: `CASE WHEN ${PREVIOUS_UNTIL} > clock_timestamp() THEN ${PREVIOUS_UNTIL} END`,
  disabledAt: 'e.disabled_at',
  disabledReason: 'e.disabled_reason',
  movedAt: 'e.moved_at',
  movedFrom: 'e.moved_from::float8',
  movedTo: 'e.moved_to::float8',
  nextIndex: 'c.next_index::float8',
  // a cursor is never ahead of the log, unless that was restored from an older backup
  lag: 'greatest(log.size - c.next_index, 0)::float8',
  failedAttempts: 'c.attempt',
  nextAttemptAt: 'CASE WHEN c.attempt > 0 AND e.disabled_at IS NULL THEN c.next_attempt_at END',
  failingSince: 'c.failing_since',
};

const FROM = `webhook_endpoint e JOIN webhook_cursor c ON c.endpoint_id = e.id
  CROSS JOIN (SELECT coalesce(max(size), 0) AS size FROM audit.checkpoint) log`;

type DeliveryRow = Omit<WebhookDelivery, 'messageId'> & { endpointId: string };
const DELIVERY: Columns<DeliveryRow> = {
  id: 'd.id',
  endpointId: 'd.endpoint_id',
  index: 'd.log_index::float8',
  type: 'd.type',
  attempt: 'd.attempt',
  outcome: 'd.outcome',
  createdAt: 'd.created_at',
  startedAt: 'd.started_at',
  durationMs: 'd.duration_ms',
  httpStatus: 'd.http_status',
  error: 'd.error',
  response: 'd.response',
  requestedById: 'd.requested_by',
};

const toDelivery = ({ endpointId, ...row }: DeliveryRow): WebhookDelivery => ({
  ...row,
  messageId: messageId(endpointId, row.index, row.id),
});

export async function deliveryById(db: Queryable, id: string): Promise<WebhookDelivery | null> {
  const [row] = await db.rows<DeliveryRow>(`SELECT ${select(DELIVERY)} FROM webhook_delivery d WHERE d.id = $1`, [id]);
  return row === undefined ? null : toDelivery(row);
}

@Injectable()
export class WebhookQueries {
  constructor(private readonly database: Database) {}

  /** @returns all webhooks, the first made first; there are MAX_WEBHOOKS at most */
  all(): Promise<Webhook[]> {
    return this.database.rows<Webhook>(`SELECT ${select(WEBHOOK)} FROM ${FROM} ORDER BY e.id`);
  }

  async byId(id: string): Promise<Webhook | null> {
    const rows = await this.database.rows<Webhook>(`SELECT ${select(WEBHOOK)} FROM ${FROM} WHERE e.id = $1`, [id]);
    return rows[0] ?? null;
  }

  delivery(id: string): Promise<WebhookDelivery | null> {
    return deliveryById(this.database, id);
  }

  /** @returns a page of what was sent to a webhook, the last first */
  async deliveries(
    endpointId: string,
    outcomes: readonly WebhookOutcome[] | null | undefined,
    args: PageArgs,
  ): Promise<Connection<WebhookDelivery>> {
    const before = typeof args.after === 'string' ? decodeCursor(args.after, [isId])[0] : null;
    const where = new Where()
      .and(endpointId, (p) => `d.endpoint_id = ${p}`)
      .and(before, (p) => `d.id < ${p}`)
      .and(outcomes, (p) => `d.outcome = ANY(${p})`);
    const limit = where.parameter(args.first + 1);
    const rows = await this.database.rows<DeliveryRow>(
      `SELECT ${select(DELIVERY)} FROM webhook_delivery d WHERE ${where.sql} ORDER BY d.id DESC LIMIT ${limit}`,
      where.values,
    );
    return toConnection(rows.map(toDelivery), args, ({ id }) => [id]);
  }

  /** The last attempt at each webhook; null where there was none. Batch load for `loaderFor`. */
  readonly lastDeliveries = async (endpointIds: readonly string[]): Promise<(WebhookDelivery | null)[]> => {
    const rows = await this.database.rows<DeliveryRow>(
      `SELECT d.* FROM unnest($1::uuid[]) AS wanted (id)
       CROSS JOIN LATERAL (SELECT ${select(DELIVERY)} FROM webhook_delivery d
         WHERE d.endpoint_id = wanted.id AND d.outcome <> 'PENDING' ORDER BY d.id DESC LIMIT 1) d`,
      [endpointIds],
    );
    const byEndpoint = new Map(rows.map((row) => [row.endpointId, toDelivery(row)]));
    return endpointIds.map((id) => byEndpoint.get(id) ?? null);
  };
}
