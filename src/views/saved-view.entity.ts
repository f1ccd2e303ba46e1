import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** Filters of the inbox that somebody keeps under a name. A preference, and so not in the audit log. */
@Entity('saved_view')
@Unique('saved_view_user_name_key', ['userId', 'name'])
export class SavedViewEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'saved_view_pkey' })
  id: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId: string;

  @Column({ type: 'text' })
  name: string;

  /** Its place among the account's views; there may be gaps. */
  @Column({ type: 'integer' })
  place: number;

  /** Null for all desks. */
  @Column({ name: 'desk_id', type: 'uuid', nullable: true })
  deskId: string | null;

  @Column({ type: 'text' })
  tab: string;

  /** Words in the statement. */
  @Column({ type: 'text', nullable: true })
  text: string | null;

  @Column({ type: 'text', nullable: true })
  kind: string | null;

  @Column({ type: 'text', nullable: true })
  claimant: string | null;

  @Column({ type: 'text', nullable: true })
  whose: string | null;

  /** Calendar days, YYYY-MM-DD, in the zone of whoever looks. */
  @Column({ name: 'queued_from', type: 'date', nullable: true })
  queuedFrom: string | null;

  @Column({ name: 'queued_to', type: 'date', nullable: true })
  queuedTo: string | null;
}
