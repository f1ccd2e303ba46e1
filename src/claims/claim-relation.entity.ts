import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** How one claim relates to another. */
@Entity('claim_relation')
@Unique('claim_relation_once', ['fromClaimId', 'toClaimId', 'kind'])
@Index('claim_relation_to_idx', ['toClaimId'])
export class ClaimRelationEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'claim_relation_pkey' })
  id: string;

  @Column({ name: 'from_claim_id', type: 'uuid' })
  fromClaimId: string;

  @Column({ name: 'to_claim_id', type: 'uuid' })
  toClaimId: string;

  @Column({ type: 'text' })
  kind: string;

  @Column({ type: 'text' })
  state: string;

  @Column({ type: 'text', nullable: true })
  note: string | null;

  @Column({ name: 'created_by', type: 'uuid', nullable: true })
  createdBy: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
