import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far an endpoint has come in the log. Not audited; it is written by SQL in claim-endpoints and record-attempt. */
@Entity('webhook_cursor')
export class WebhookCursorEntity {
  @PrimaryColumn({ name: 'endpoint_id', type: 'uuid', primaryKeyConstraintName: 'webhook_cursor_pkey' })
  endpointId: string;

  /** Number in the log of the first event that was not dealt with yet. */
  @Column({ name: 'next_index', type: 'bigint' })
  nextIndex: string;

  /** Attempts at the message at hand that failed. */
  @Column({ type: 'integer', default: 0 })
  attempt: number;

  @Column({ name: 'first_attempt_at', type: 'timestamptz', precision: 3, nullable: true })
  firstAttemptAt: Date | null;

  @Column({ name: 'next_attempt_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  nextAttemptAt: Date;

  /** Since then nothing was delivered, though it was tried. */
  @Column({ name: 'failing_since', type: 'timestamptz', precision: 3, nullable: true })
  failingSince: Date | null;

  /** Of the worker that sends to this endpoint now. */
  @Column({ name: 'lease_token', type: 'uuid', nullable: true })
  leaseToken: string | null;

  @Column({ name: 'leased_until', type: 'timestamptz', precision: 3, nullable: true })
  leasedUntil: Date | null;
}
