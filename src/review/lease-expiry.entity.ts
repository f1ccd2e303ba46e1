import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A lease that ran out while its holder had not given the review back. Written with the sweep, never changed. */
@Entity('lease_expiry')
@Index('lease_expiry_desk_idx', { synchronize: false })
export class LeaseExpiryEntity {
  @PrimaryColumn({ name: 'review_id', type: 'uuid', primaryKeyConstraintName: 'lease_expiry_pkey' })
  reviewId: string;

  /** When the lease ended; the sweep comes later. */
  @PrimaryColumn({ name: 'ended_at', type: 'timestamptz', precision: 3, primaryKeyConstraintName: 'lease_expiry_pkey' })
  endedAt: Date;

  @Column({ name: 'desk_id', type: 'uuid' })
  deskId: string;

  @Column({ name: 'holder_id', type: 'uuid' })
  holderId: string;
}
