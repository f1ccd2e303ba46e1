import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A source that an editor cites. */
@Entity('evidence')
@Unique('evidence_id_claim_key', ['id', 'claimId'])
@Index('evidence_claim_idx', ['claimId', 'id'])
export class EvidenceEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'evidence_pkey' })
  id: string;

  @Column({ name: 'claim_id', type: 'uuid' })
  claimId: string;

  @Column({ type: 'text' })
  url: string;

  @Column({ type: 'text', nullable: true })
  publisher: string | null;

  @Column({ type: 'text', nullable: true })
  excerpt: string | null;

  @Column({ type: 'text' })
  stance: string;

  @Column({ name: 'archived_url', type: 'text', nullable: true })
  archivedUrl: string | null;

  /** SHA-256 of what the address served, 64 hexadecimal digits. */
  @Column({ name: 'content_hash', type: 'text', nullable: true })
  contentHash: string | null;

  @Column({ name: 'added_by', type: 'uuid' })
  addedBy: string;

  @Column({ name: 'added_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  addedAt: Date;
}
