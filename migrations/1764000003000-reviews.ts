import type { MigrationInterface, QueryRunner } from 'typeorm';
import { auditTable } from './audit-table.js';

/** Reviews with their leases, decisions and sign-offs. */
export class Reviews1764000003000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE claimdesk_app_owner;

      CREATE TABLE public.review (
        id uuid PRIMARY KEY,
        claim_id uuid NOT NULL CONSTRAINT review_claim_fkey REFERENCES public.claim,
        desk_id uuid NOT NULL CONSTRAINT review_desk_fkey REFERENCES public.desk,
        round integer NOT NULL CHECK (round > 0),
        kind text NOT NULL CONSTRAINT review_kind_check CHECK (kind IN ('INITIAL', 'RECHECK', 'CORRECTION')),
        state text NOT NULL CONSTRAINT review_state_check
          CHECK (state IN ('QUEUED', 'IN_REVIEW', 'AWAITING_SIGN_OFF', 'DECIDED', 'WITHDRAWN')),
        priority smallint NOT NULL CHECK (priority BETWEEN 0 AND 100),
        queued_at timestamptz(3) NOT NULL,
        due_at timestamptz(3) NOT NULL,
        escalated_at timestamptz(3),
        assignee_id uuid CONSTRAINT review_assignee_fkey REFERENCES public.app_user,
        deferred_until timestamptz(3),
        defer_reason text CHECK (length(defer_reason) BETWEEN 1 AND 1000),
        lease_holder_id uuid CONSTRAINT review_lease_holder_fkey REFERENCES public.app_user,
        lease_token uuid,
        lease_until timestamptz(3),
        decision_id uuid,
        decided_at timestamptz(3),
        version integer NOT NULL DEFAULT 1 CHECK (version > 0),
        CONSTRAINT review_id_claim_key UNIQUE (id, claim_id),
        CONSTRAINT review_claim_round_key UNIQUE (claim_id, round),
        -- a lease has holder, token and end; only a review IN_REVIEW has one
        CONSTRAINT review_lease_whole CHECK (
          num_nulls(lease_holder_id, lease_token, lease_until) = CASE WHEN state = 'IN_REVIEW' THEN 0 ELSE 3 END),
        -- a decided review has its decision
        CONSTRAINT review_decided_has_decision CHECK (
          (state IN ('AWAITING_SIGN_OFF', 'DECIDED')) = (decision_id IS NOT NULL)),
        CONSTRAINT review_decided_has_time CHECK ((state = 'DECIDED') = (decided_at IS NOT NULL)),
        CONSTRAINT review_deferred_is_queued CHECK (
          (deferred_until IS NULL OR state = 'QUEUED') AND (deferred_until IS NULL) = (defer_reason IS NULL))
      );
      CREATE UNIQUE INDEX review_one_open_per_claim ON public.review (claim_id)
        WHERE state IN ('QUEUED', 'IN_REVIEW', 'AWAITING_SIGN_OFF');
      -- takeNextReview, for what anyone may take and for what is assigned to one person
      CREATE INDEX review_next_idx ON public.review (desk_id, priority DESC, due_at, id)
        WHERE state = 'QUEUED' AND deferred_until IS NULL AND assignee_id IS NULL;
      CREATE INDEX review_next_assigned_idx ON public.review (assignee_id, desk_id, priority DESC, due_at, id)
        WHERE state = 'QUEUED' AND deferred_until IS NULL AND assignee_id IS NOT NULL;
      -- the sweeps
      CREATE INDEX review_lease_until_idx ON public.review (lease_until) WHERE state = 'IN_REVIEW';
      CREATE INDEX review_deferred_idx ON public.review (deferred_until) WHERE deferred_until IS NOT NULL;
      CREATE INDEX review_lease_holder_idx ON public.review (lease_holder_id) WHERE state = 'IN_REVIEW';
      -- lists and counts
      -- ascending throughout, so that a cursor is one row comparison and a deep page costs what the first does
      CREATE INDEX review_queue_order_idx ON public.review (desk_id, state, (100 - priority), due_at, id);
      CREATE INDEX review_due_idx ON public.review (desk_id, due_at)
        WHERE state IN ('QUEUED', 'IN_REVIEW', 'AWAITING_SIGN_OFF');
      CREATE INDEX review_newest_idx ON public.review (desk_id, state, id);

      CREATE TABLE public.decision (
        id uuid PRIMARY KEY,
        claim_id uuid NOT NULL CONSTRAINT decision_claim_fkey REFERENCES public.claim,
        review_id uuid NOT NULL,
        verdict text NOT NULL CONSTRAINT decision_verdict_check
          CHECK (verdict IN ('VERIFIED', 'DISPUTED', 'UNCONFIRMED')),
        rationale text NOT NULL CHECK (length(rationale) BETWEEN 1 AND 10000),
        recheck_at timestamptz(3),
        supersedes_id uuid,
        idempotency_key text NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 200),
        decided_by uuid NOT NULL CONSTRAINT decision_decided_by_fkey REFERENCES public.app_user,
        decided_at timestamptz(3) NOT NULL,
        CONSTRAINT decision_id_claim_key UNIQUE (id, claim_id),
        CONSTRAINT decision_id_author_key UNIQUE (id, decided_by),
        CONSTRAINT decision_idempotency_key UNIQUE (decided_by, idempotency_key),
        CONSTRAINT decision_review_fkey FOREIGN KEY (review_id, claim_id) REFERENCES public.review (id, claim_id),
        CONSTRAINT decision_supersedes_fkey FOREIGN KEY (supersedes_id, claim_id) REFERENCES public.decision (id, claim_id),
        CONSTRAINT decision_recheck_unconfirmed CHECK (recheck_at IS NULL OR verdict = 'UNCONFIRMED')
      );
      CREATE INDEX decision_claim_idx ON public.decision (claim_id, id);
      CREATE INDEX decision_review_idx ON public.decision (review_id);

      -- the evidence that a decision cites, of its own claim
      CREATE TABLE public.decision_evidence (
        decision_id uuid NOT NULL,
        evidence_id uuid NOT NULL,
        claim_id uuid NOT NULL,
        CONSTRAINT decision_evidence_pkey PRIMARY KEY (decision_id, evidence_id),
        CONSTRAINT decision_evidence_decision_fkey FOREIGN KEY (decision_id, claim_id) REFERENCES public.decision (id, claim_id),
        CONSTRAINT decision_evidence_evidence_fkey FOREIGN KEY (evidence_id, claim_id) REFERENCES public.evidence (id, claim_id)
      );

      -- decided_by stands here too, so that a constraint can say: never the decision's author
      CREATE TABLE public.sign_off (
        id uuid PRIMARY KEY,
        claim_id uuid NOT NULL,
        decision_id uuid NOT NULL,
        decided_by uuid NOT NULL,
        outcome text NOT NULL CONSTRAINT sign_off_outcome_check CHECK (outcome IN ('APPROVE', 'REJECT')),
        comment text CHECK (length(comment) BETWEEN 1 AND 5000),
        signed_by uuid NOT NULL CONSTRAINT sign_off_signed_by_fkey REFERENCES public.app_user,
        signed_at timestamptz(3) NOT NULL,
        CONSTRAINT sign_off_once UNIQUE (decision_id, signed_by),
        CONSTRAINT sign_off_never_the_author CHECK (signed_by <> decided_by),
        CONSTRAINT sign_off_decision_fkey FOREIGN KEY (decision_id, claim_id) REFERENCES public.decision (id, claim_id),
        CONSTRAINT sign_off_author_fkey FOREIGN KEY (decision_id, decided_by) REFERENCES public.decision (id, decided_by)
      );

      ALTER TABLE public.review ADD CONSTRAINT review_decision_fkey
        FOREIGN KEY (decision_id, claim_id) REFERENCES public.decision (id, claim_id);
      ALTER TABLE public.claim ADD CONSTRAINT claim_decision_fkey
        FOREIGN KEY (decision_id, id) REFERENCES public.decision (id, claim_id);

      ${auditTable({ table: 'review', stream: 'claim_id', privateColumns: ['defer_reason'], omittedColumns: ['lease_token'] })}
      ${auditTable({ table: 'decision', stream: 'claim_id', privateColumns: ['rationale'] })}
      ${auditTable({ table: 'decision_evidence', stream: 'claim_id' })}
      ${auditTable({ table: 'sign_off', stream: 'claim_id', privateColumns: ['comment'] })}

      GRANT SELECT, INSERT ON public.review, public.decision, public.decision_evidence, public.sign_off TO claimdesk_app;
      GRANT UPDATE (state, priority, queued_at, due_at, escalated_at, assignee_id, deferred_until, defer_reason,
        lease_holder_id, lease_token, lease_until, decision_id, decided_at, version) ON public.review TO claimdesk_app;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE public.claim DROP CONSTRAINT claim_decision_fkey;
      ALTER TABLE public.review DROP CONSTRAINT review_decision_fkey;
      DROP TABLE public.sign_off, public.decision_evidence, public.decision, public.review;
    `);
  }
}
