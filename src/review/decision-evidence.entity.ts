import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The evidence that a decision cites. */
@Entity('decision_evidence')
export class DecisionEvidenceEntity {
  @PrimaryColumn({ name: 'decision_id', type: 'uuid', primaryKeyConstraintName: 'decision_evidence_pkey' })
  decisionId: string;

  @PrimaryColumn({ name: 'evidence_id', type: 'uuid', primaryKeyConstraintName: 'decision_evidence_pkey' })
  evidenceId: string;

  @Column({ name: 'claim_id', type: 'uuid' })
  claimId: string;
}
