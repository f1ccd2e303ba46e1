import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Counters of rate-limiter-flexible, which reads and writes them itself (sign-in-throttle.ts). */
@Entity('sign_in_throttle')
export class SignInThrottleEntity {
  @PrimaryColumn({ type: 'varchar', length: 255, primaryKeyConstraintName: 'sign_in_throttle_pkey' })
  key: string;

  @Column({ type: 'integer', default: 0 })
  points: number;

  /** Milliseconds since 1970, as text: pg hands out bigint so. */
  @Column({ type: 'bigint', nullable: true })
  expire: string | null;
}
