import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the import of each file has come. */
export class Import1764000005000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE claimdesk_app_owner;

      -- Not audited: it says only which lines of a file need not be read again; the claims that came of them are audited.
      CREATE TABLE public.import_progress (
        id uuid PRIMARY KEY,
        -- SHA-256 of the file's contents and of the options that change what becomes of them
        source_hash bytea NOT NULL CONSTRAINT import_progress_source_hash_key UNIQUE CHECK (octet_length(source_hash) = 32),
        -- Without its folder; only for people
        name text NOT NULL,
        -- The lines that are taken in or refused, from 1. More than one range where batches ended in another order.
        done int8multirange NOT NULL DEFAULT '{}',
        created integer NOT NULL DEFAULT 0 CHECK (created >= 0),
        appearance_added integer NOT NULL DEFAULT 0 CHECK (appearance_added >= 0),
        already_known integer NOT NULL DEFAULT 0 CHECK (already_known >= 0),
        refused integer NOT NULL DEFAULT 0 CHECK (refused >= 0),
        started_at timestamptz(3) NOT NULL DEFAULT now(),
        finished_at timestamptz(3)
      );

      GRANT SELECT, INSERT, UPDATE ON public.import_progress TO claimdesk_app;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE public.import_progress');
  }
}
