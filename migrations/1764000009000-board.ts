import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the desk board reads, all of it by ranges of a span of time: indexes, and the leases that ran out, of which the
 * review's row keeps no trace.
 */
export class Board1764000009000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE claimdesk_app_owner;

      -- Not audited: the event of the review that the same statement gave back says it already.
      CREATE TABLE public.lease_expiry (
        review_id uuid NOT NULL CONSTRAINT lease_expiry_review_fkey REFERENCES public.review,
        -- when the lease ended, not when that was noticed
        ended_at timestamptz(3) NOT NULL,
        desk_id uuid NOT NULL CONSTRAINT lease_expiry_desk_fkey REFERENCES public.desk,
        holder_id uuid NOT NULL CONSTRAINT lease_expiry_holder_fkey REFERENCES public.app_user,
        CONSTRAINT lease_expiry_pkey PRIMARY KEY (review_id, ended_at)
      );
      CREATE INDEX lease_expiry_desk_idx ON public.lease_expiry (desk_id, ended_at) INCLUDE (holder_id);
      GRANT SELECT, INSERT ON public.lease_expiry TO claimdesk_app;

      -- by day, and by age of what is open
      CREATE INDEX review_queued_idx ON public.review (desk_id, state, queued_at);
      CREATE INDEX review_decided_idx ON public.review (desk_id, decided_at) INCLUDE (queued_at, due_at, decision_id)
        WHERE state = 'DECIDED';
      -- what somebody is assigned, put off or not, for the board and for lists
      CREATE INDEX review_assignee_idx ON public.review (assignee_id, desk_id, state) WHERE assignee_id IS NOT NULL;
      CREATE INDEX sign_off_signed_idx ON public.sign_off (signed_at) INCLUDE (signed_by, decision_id);
      CREATE INDEX claim_erased_idx ON public.claim (erased_at) WHERE erased_at IS NOT NULL;
      RESET ROLE;

      ${EXPIRED_BEFORE}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX public.claim_erased_idx, public.sign_off_signed_idx, public.review_assignee_idx,
        public.review_decided_idx, public.review_queued_idx;
      DROP TABLE public.lease_expiry;
    `);
  }
}

/**
 * The leases that ran out until now, from the sealed log: who held each is in the event before, in the same stream. Read
 * by the index of actors, so that it takes what there were of them and not the length of the log.
 */
const EXPIRED_BEFORE = `
  INSERT INTO public.lease_expiry (review_id, ended_at, desk_id, holder_id)
  SELECT (held.row ->> 'id')::uuid, (held.row ->> 'lease_until')::timestamptz, (held.row ->> 'desk_id')::uuid,
         (held.row ->> 'lease_holder_id')::uuid
  FROM audit.leaf l JOIN audit.event e ON e.id = l.event_id CROSS JOIN LATERAL (
    SELECT before.leaf::jsonb -> 'row' AS row FROM audit.event before
    WHERE before.stream = e.stream AND before.seq < e.seq AND before.leaf::jsonb @> jsonb_build_object(
      'table', 'review', 'row', jsonb_build_object('id', e.leaf::jsonb #>> '{row,id}'))
    ORDER BY before.seq DESC LIMIT 1) held
  WHERE l.actor = 'system:expire-leases' AND held.row ? 'lease_holder_id'
  ON CONFLICT DO NOTHING;
`;
