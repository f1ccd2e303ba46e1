import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { WebhookOutcome } from './webhook-vocabulary.js';

/** An attempt to deliver a message, or one that was asked for. */
@Entity('webhook_delivery')
@Index('webhook_delivery_endpoint_idx', ['endpointId', 'id'])
@Index('webhook_delivery_pending_idx', ['endpointId', 'id'], { where: `outcome = 'PENDING'` })
@Index('webhook_delivery_created_idx', ['createdAt'])
export class WebhookDeliveryEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'webhook_delivery_pkey' })
  id: string;

  @Column({ name: 'endpoint_id', type: 'uuid' })
  endpointId: string;

  /** Number of the event in the log; null for a test message. */
  @Column({ name: 'log_index', type: 'bigint', nullable: true })
  logIndex: string | null;

  @Column({ type: 'text' })
  type: string;

  @Column({ type: 'integer', default: 1 })
  attempt: number;

  @Column({ type: 'text' })
  outcome: WebhookOutcome;

  /** Who asked for it, where it is a test or a repeat. */
  @Column({ name: 'requested_by', type: 'uuid', nullable: true })
  requestedBy: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  createdAt: Date;

  @Column({ name: 'started_at', type: 'timestamptz', precision: 3, nullable: true })
  startedAt: Date | null;

  @Column({ name: 'duration_ms', type: 'integer', nullable: true })
  durationMs: number | null;

  @Column({ name: 'http_status', type: 'smallint', nullable: true })
  httpStatus: number | null;

  @Column({ type: 'text', nullable: true })
  error: string | null;

  /** The beginning of what was answered. */
  @Column({ type: 'text', nullable: true })
  response: string | null;
}
