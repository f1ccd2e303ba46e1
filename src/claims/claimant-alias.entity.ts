import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** Another spelling of a claimant's name. */
@Entity('claimant_alias')
@Unique('claimant_alias_alias_key_key', ['aliasKey'])
export class ClaimantAliasEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'claimant_alias_pkey' })
  id: string;

  /** The alias as `normaliseText` leaves it. */
  @Column({ name: 'alias_key', type: 'text' })
  aliasKey: string;

  @Column({ type: 'text' })
  alias: string;

  /** The canonical name. */
  @Column({ type: 'text' })
  claimant: string;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
