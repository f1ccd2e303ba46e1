import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** An account: a person, or a machine client (whose only role is SERVICE). Never deleted, so that ids stay explained. */
@Entity('app_user')
@Unique('app_user_email_key', ['email'])
export class UserEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'app_user_pkey' })
  id: string;

  /** In lower case; what the person signs in with. */
  @Column({ type: 'text' })
  email: string;

  @Column({ type: 'text' })
  name: string;

  /** PHC string of Argon2id. Not in the audit log. */
  @Column({ name: 'password_hash', type: 'text' })
  passwordHash: string;

  @Column({ name: 'password_changed_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  passwordChangedAt: Date;

  /** The password is a one-time one: the session may do nothing but change it. */
  @Column({ name: 'must_change_password', type: 'boolean', default: false })
  mustChangePassword: boolean;

  /** Since when nobody can come in by this account; null for an account in use. */
  @Column({ name: 'disabled_at', type: 'timestamptz', precision: 3, nullable: true })
  disabledAt: Date | null;

  /** When address and name were erased; null for an account that has them. */
  @Column({ name: 'erased_at', type: 'timestamptz', precision: 3, nullable: true })
  erasedAt: Date | null;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
