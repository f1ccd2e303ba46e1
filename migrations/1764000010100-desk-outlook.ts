import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes for what comes back to a desk next, each by one look-up at any size; what it decided last has one already. */
export class DeskOutlook1764000010100 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE claimdesk_app_owner;
      CREATE INDEX review_next_deferred_idx ON public.review (desk_id, deferred_until) WHERE deferred_until IS NOT NULL;
      CREATE INDEX claim_next_recheck_idx ON public.claim (desk_id, recheck_at) WHERE recheck_at IS NOT NULL;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX public.review_next_deferred_idx, public.claim_next_recheck_idx');
  }
}
