import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who puts a webhook to another place in the log, and from where: the cursor itself is not audited, since it moves with
 * every event. So what was asked for stands in the endpoint's row, which is.
 */
export class WebhookMoves1764000011000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE claimdesk_app_owner;
      ALTER TABLE public.webhook_endpoint
        -- When somebody moved the cursor last, from which event of the log to which; the workers' own moves are not here
        ADD COLUMN moved_at timestamptz(3),
        ADD COLUMN moved_from bigint CHECK (moved_from >= 0),
        ADD COLUMN moved_to bigint CHECK (moved_to >= 0),
        ADD CONSTRAINT webhook_endpoint_move_whole CHECK (num_nulls(moved_at, moved_from, moved_to) IN (0, 3));
      GRANT UPDATE (moved_at, moved_from, moved_to) ON public.webhook_endpoint TO claimdesk_app;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE public.webhook_endpoint DROP COLUMN moved_at, DROP COLUMN moved_from, DROP COLUMN moved_to;
    `);
  }
}
