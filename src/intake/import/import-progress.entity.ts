import { Column, Entity, PrimaryColumn, Unique } from 'typeorm';

/** How far the import of a file has come. */
@Entity('import_progress')
@Unique('import_progress_source_hash_key', ['sourceHash'])
export class ImportProgressEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'import_progress_pkey' })
  id: string;

  /** SHA-256 of the file's contents and of the options that change what becomes of them. */
  @Column({ name: 'source_hash', type: 'bytea' })
  sourceHash: Buffer;

  @Column({ type: 'text' })
  name: string;

  /** The lines that are taken in or refused, from 1, as Postgres writes a multirange: `{[1,1001)}`. */
  @Column({ type: 'int8multirange', default: () => "'{}'" })
  done: string;

  @Column({ type: 'integer', default: 0 })
  created: number;

  @Column({ name: 'appearance_added', type: 'integer', default: 0 })
  appearanceAdded: number;

  @Column({ name: 'already_known', type: 'integer', default: 0 })
  alreadyKnown: number;

  @Column({ type: 'integer', default: 0 })
  refused: number;

  @Column({ name: 'started_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  startedAt: Date;

  @Column({ name: 'finished_at', type: 'timestamptz', precision: 3, nullable: true })
  finishedAt: Date | null;
}
