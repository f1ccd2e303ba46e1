import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes for what a desk decided last and what comes back to it next: each is one look-up, at any size. */
export class DeskOutlook1764000010100 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE claimdesk_app_owner;
      CREATE INDEX review_last_decided_idx ON public.review (desk_id, decided_at) WHERE state = 'DECIDED';
      CREATE INDEX review_next_deferred_idx ON public.review (desk_id, deferred_until) WHERE deferred_until IS NOT NULL;
      CREATE INDEX claim_next_recheck_idx ON public.claim (desk_id, recheck_at) WHERE recheck_at IS NOT NULL;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP INDEX public.review_last_decided_idx, public.review_next_deferred_idx, public.claim_next_recheck_idx',
    );
  }
}
