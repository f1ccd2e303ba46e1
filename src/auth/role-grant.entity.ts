import { Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import type { Role } from '../kernel/actor.js';
import { UserEntity } from './user.entity.js';

/** A role that an account holds, on one desk or on all. */
@Entity('role_grant')
@Unique('role_grant_once', ['userId', 'deskId', 'role'])
export class RoleGrantEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'role_grant_pkey' })
  id: string;

  @ForeignKey(() => UserEntity, { name: 'role_grant_user_fkey' })
  @Column({ name: 'user_id', type: 'uuid' })
  userId: string;

  /** Null for every desk. The foreign key is in the migration: desks are another module's. */
  @Column({ name: 'desk_id', type: 'uuid', nullable: true })
  deskId: string | null;

  @Column({ type: 'text' })
  role: Role;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
