import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** What was decided, by whom, why. Never changed, never deleted. */
@Entity('decision')
@Unique('decision_id_claim_key', ['id', 'claimId'])
@Unique('decision_id_author_key', ['id', 'decidedBy'])
@Unique('decision_idempotency_key', ['decidedBy', 'idempotencyKey'])
@Index('decision_claim_idx', ['claimId', 'id'])
@Index('decision_review_idx', ['reviewId'])
export class DecisionEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'decision_pkey' })
  id: string;

  @Column({ name: 'claim_id', type: 'uuid' })
  claimId: string;

  @Column({ name: 'review_id', type: 'uuid' })
  reviewId: string;

  @Column({ type: 'text' })
  verdict: string;

  @Column({ type: 'text' })
  rationale: string;

  @Column({ name: 'recheck_at', type: 'timestamptz', precision: 3, nullable: true })
  recheckAt: Date | null;

  @Column({ name: 'supersedes_id', type: 'uuid', nullable: true })
  supersedesId: string | null;

  @Column({ name: 'idempotency_key', type: 'text' })
  idempotencyKey: string;

  @Column({ name: 'decided_by', type: 'uuid' })
  decidedBy: string;

  @Column({ name: 'decided_at', type: 'timestamptz', precision: 3 })
  decidedAt: Date;
}
