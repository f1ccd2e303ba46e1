import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** One checkable statement, and who says it. */
@Entity('claim')
@Unique('claim_fingerprint_key', ['fingerprint'])
@Index('claim_desk_idx', ['deskId', 'id'])
@Index('claim_verdict_idx', ['verdict', 'id'])
@Index('claim_claimant_idx', ['claimant', 'id'])
@Index('claim_claimed_at_idx', ['claimedAt', 'id'])
@Index('claim_recheck_idx', ['recheckAt'], { where: 'recheck_at IS NOT NULL' })
@Index('claim_next_recheck_idx', ['deskId', 'recheckAt'], { where: 'recheck_at IS NOT NULL' })
@Index('claim_erased_idx', ['erasedAt'], { where: 'erased_at IS NOT NULL' })
@Index('claim_statement_trgm_idx', { synchronize: false })
export class ClaimEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'claim_pkey' })
  id: string;

  @Column({ type: 'text' })
  statement: string;

  /** Canonical name; each appearance keeps the name as it was written there. */
  @Column({ type: 'text' })
  claimant: string;

  /** Calendar day on which it was said, YYYY-MM-DD. */
  @Column({ name: 'claimed_at', type: 'date', nullable: true })
  claimedAt: string | null;

  @Column({ type: 'text' })
  language: string;

  @Column({ type: 'text', array: true, default: () => "'{}'" })
  topics: string[];

  @Column({ name: 'desk_id', type: 'uuid' })
  deskId: string;

  @Column({ type: 'bytea' })
  fingerprint: Buffer;

  @Column({ type: 'text', nullable: true })
  verdict: string | null;

  /** The decision that the verdict comes from. */
  @Column({ name: 'decision_id', type: 'uuid', nullable: true })
  decisionId: string | null;

  @Column({ name: 'decided_at', type: 'timestamptz', precision: 3, nullable: true })
  decidedAt: Date | null;

  @Column({ name: 'recheck_at', type: 'timestamptz', precision: 3, nullable: true })
  recheckAt: Date | null;

  /** Rises with every change that an editor should see before deciding. */
  @Column({ type: 'integer', default: 1 })
  version: number;

  /** When its texts were last erased; null for a claim that has them. */
  @Column({ name: 'erased_at', type: 'timestamptz', precision: 3, nullable: true })
  erasedAt: Date | null;

  @Column({ name: 'submitted_by', type: 'uuid', nullable: true })
  submittedBy: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
