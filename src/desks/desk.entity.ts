import { Column, CreateDateColumn, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** A team with its own inbox and policy. */
@Entity('desk')
@Unique('desk_slug_key', ['slug'])
@Index('desk_one_default', ['isDefault'], { unique: true, where: 'is_default' })
export class DeskEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'desk_pkey' })
  id: string;

  @Column({ type: 'text' })
  slug: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', default: '' })
  description: string;

  @Column({ type: 'text', array: true, default: () => "'{}'" })
  topics: string[];

  /** BCP 47 tags; empty for any language. */
  @Column({ type: 'text', array: true, default: () => "'{}'" })
  languages: string[];

  @Column({ name: 'sign_offs_required', type: 'smallint', default: 0 })
  signOffsRequired: number;

  /** Hours that a review may take before it is overdue. */
  @Column({ name: 'review_hours', type: 'integer' })
  reviewHours: number;

  @Column({ name: 'lease_seconds', type: 'integer' })
  leaseSeconds: number;

  /** 0 to 100; what a review starts from. */
  @Column({ name: 'base_priority', type: 'smallint' })
  basePriority: number;

  /** The desk of claims that fit no other. At most one. */
  @Column({ name: 'is_default', type: 'boolean', default: false })
  isDefault: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
