import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eraseUser } from './erasure-of-tables.js';

/** Views of the inbox that people keep. They go with the account when it is erased. */
export class SavedViews1764000010000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE claimdesk_app_owner;

      -- Not audited: what somebody likes to look at is no part of the record.
      CREATE TABLE public.saved_view (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT saved_view_user_fkey REFERENCES public.app_user,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
        place integer NOT NULL CHECK (place >= 0),
        -- Null for all desks
        desk_id uuid CONSTRAINT saved_view_desk_fkey REFERENCES public.desk ON DELETE CASCADE,
        tab text NOT NULL CONSTRAINT saved_view_tab_check
          CHECK (tab IN ('OPEN', 'WAITING', 'HELD', 'SIGN_OFF', 'DEFERRED', 'OVERDUE', 'DECIDED')),
        text text CHECK (length(text) <= 200),
        kind text CONSTRAINT saved_view_kind_check CHECK (kind IN ('INITIAL', 'RECHECK', 'CORRECTION')),
        claimant text CHECK (length(claimant) <= 200),
        whose text CONSTRAINT saved_view_whose_check CHECK (whose IN ('ASSIGNED_TO_ME', 'HELD_BY_ME')),
        -- Days in the zone of whoever looks
        queued_from date,
        queued_to date,
        CONSTRAINT saved_view_user_name_key UNIQUE (user_id, name)
      );
      GRANT SELECT, INSERT, UPDATE, DELETE ON public.saved_view TO claimdesk_app;

      ${eraseUser('DELETE FROM public.saved_view WHERE user_id = p_user;')}
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE claimdesk_app_owner;
      ${eraseUser()}
      DROP TABLE public.saved_view;
      RESET ROLE;
    `);
  }
}
