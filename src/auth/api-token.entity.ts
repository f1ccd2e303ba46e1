import { Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { TokenScope } from '../kernel/actor.js';
import { UserEntity } from './user.entity.js';

/** What a program comes in with, in the name of an account and for some of what that account may. */
@Entity('api_token')
@Unique('api_token_token_hash_key', ['tokenHash'])
@Index('api_token_user_idx', ['userId'])
export class ApiTokenEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'api_token_pkey' })
  id: string;

  @ForeignKey(() => UserEntity, { name: 'api_token_user_fkey' })
  @Column({ name: 'user_id', type: 'uuid' })
  userId: string;

  /** What the owner calls it. */
  @Column({ type: 'text' })
  name: string;

  /** SHA-256 of the secret, which is shown once and kept nowhere. Not in the audit log. */
  @Column({ name: 'token_hash', type: 'bytea' })
  tokenHash: Buffer;

  @Column({ type: 'text', array: true })
  scopes: TokenScope[];

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt: Date;

  @Column({ name: 'revoked_at', type: 'timestamptz', precision: 3, nullable: true })
  revokedAt: Date | null;
}
