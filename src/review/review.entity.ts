import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

// As Postgres prints them, for the comparison of entities and schema.
const OPEN = `(state = ANY (ARRAY['QUEUED'::text, 'IN_REVIEW'::text, 'AWAITING_SIGN_OFF'::text]))`;
const IN_REVIEW = `(state = 'IN_REVIEW'::text)`;

/** One round of work on a claim. */
@Entity('review')
@Unique('review_id_claim_key', ['id', 'claimId'])
@Unique('review_claim_round_key', ['claimId', 'round'])
@Index('review_one_open_per_claim', ['claimId'], { unique: true, where: OPEN })
@Index('review_next_idx', { synchronize: false })
@Index('review_next_assigned_idx', { synchronize: false })
@Index('review_lease_until_idx', ['leaseUntil'], { where: IN_REVIEW })
@Index('review_deferred_idx', ['deferredUntil'], { where: 'deferred_until IS NOT NULL' })
@Index('review_next_deferred_idx', ['deskId', 'deferredUntil'], { where: 'deferred_until IS NOT NULL' })
@Index('review_lease_holder_idx', ['leaseHolderId'], { where: IN_REVIEW })
@Index('review_queue_order_idx', { synchronize: false })
@Index('review_due_idx', ['deskId', 'dueAt'], { where: OPEN })
@Index('review_newest_idx', ['deskId', 'state', 'id'])
@Index('review_queued_idx', ['deskId', 'state', 'queuedAt'])
@Index('review_decided_idx', { synchronize: false })
@Index('review_assignee_idx', ['assigneeId', 'deskId', 'state'], { where: 'assignee_id IS NOT NULL' })
export class ReviewEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'review_pkey' })
  id: string;

  @Column({ name: 'claim_id', type: 'uuid' })
  claimId: string;

  @Column({ name: 'desk_id', type: 'uuid' })
  deskId: string;

  @Column({ type: 'integer' })
  round: number;

  @Column({ type: 'text' })
  kind: string;

  @Column({ type: 'text' })
  state: string;

  /** 0 to 100; the highest is taken first. */
  @Column({ type: 'smallint' })
  priority: number;

  @Column({ name: 'queued_at', type: 'timestamptz', precision: 3 })
  queuedAt: Date;

  @Column({ name: 'due_at', type: 'timestamptz', precision: 3 })
  dueAt: Date;

  @Column({ name: 'escalated_at', type: 'timestamptz', precision: 3, nullable: true })
  escalatedAt: Date | null;

  /** The one person who may take it; null for anyone. */
  @Column({ name: 'assignee_id', type: 'uuid', nullable: true })
  assigneeId: string | null;

  @Column({ name: 'deferred_until', type: 'timestamptz', precision: 3, nullable: true })
  deferredUntil: Date | null;

  @Column({ name: 'defer_reason', type: 'text', nullable: true })
  deferReason: string | null;

  @Column({ name: 'lease_holder_id', type: 'uuid', nullable: true })
  leaseHolderId: string | null;

  @Column({ name: 'lease_token', type: 'uuid', nullable: true })
  leaseToken: string | null;

  @Column({ name: 'lease_until', type: 'timestamptz', precision: 3, nullable: true })
  leaseUntil: Date | null;

  @Column({ name: 'decision_id', type: 'uuid', nullable: true })
  decisionId: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', precision: 3, nullable: true })
  decidedAt: Date | null;

  @Column({ type: 'integer', default: 1 })
  version: number;
}
