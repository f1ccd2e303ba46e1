import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A second editor's word on a proposed decision; never its author's. */
@Entity('sign_off')
@Unique('sign_off_once', ['decisionId', 'signedBy'])
@Index('sign_off_signed_idx', { synchronize: false })
export class SignOffEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'sign_off_pkey' })
  id: string;

  @Column({ name: 'claim_id', type: 'uuid' })
  claimId: string;

  @Column({ name: 'decision_id', type: 'uuid' })
  decisionId: string;

  /** Author of the decision, here so that a constraint can compare. */
  @Column({ name: 'decided_by', type: 'uuid' })
  decidedBy: string;

  @Column({ type: 'text' })
  outcome: string;

  @Column({ type: 'text', nullable: true })
  comment: string | null;

  @Column({ name: 'signed_by', type: 'uuid' })
  signedBy: string;

  @Column({ name: 'signed_at', type: 'timestamptz', precision: 3 })
  signedAt: Date;
}
