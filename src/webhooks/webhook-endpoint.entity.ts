import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { WebhookDisabledReason } from './webhook-vocabulary.js';

/** Where sealed events are sent. */
@Entity('webhook_endpoint')
export class WebhookEndpointEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'webhook_endpoint_pkey' })
  id: string;

  @Column({ type: 'text' })
  url: string;

  @Column({ type: 'text', default: '' })
  description: string;

  /** Exact types, or the one element `*`. */
  @Column({ name: 'event_types', type: 'text', array: true })
  eventTypes: string[];

  /** Null for events of all desks. */
  @Column({ name: 'desk_id', type: 'uuid', nullable: true })
  deskId: string | null;

  /** What messages are signed with. Not in the audit log. */
  @Column({ type: 'bytea' })
  secret: Buffer;

  /** What they are signed with, too, for a day after the rotation. Not in the audit log. */
  @Column({ name: 'previous_secret', type: 'bytea', nullable: true })
  previousSecret: Buffer | null;

  @Column({ name: 'secret_rotated_at', type: 'timestamptz', precision: 3, nullable: true })
  secretRotatedAt: Date | null;

  @Column({ name: 'disabled_at', type: 'timestamptz', precision: 3, nullable: true })
  disabledAt: Date | null;

  @Column({ name: 'disabled_reason', type: 'text', nullable: true })
  disabledReason: WebhookDisabledReason | null;

  /** When somebody put it to another place in the log last. The cursor that is moved is not audited; this is. */
  @Column({ name: 'moved_at', type: 'timestamptz', precision: 3, nullable: true })
  movedAt: Date | null;

  /** Number of the event that it would have gone on with. */
  @Column({ name: 'moved_from', type: 'bigint', nullable: true })
  movedFrom: string | null;

  /** Number of the event that it went on with. */
  @Column({ name: 'moved_to', type: 'bigint', nullable: true })
  movedTo: string | null;

  @Column({ name: 'created_by', type: 'uuid' })
  createdBy: string;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
