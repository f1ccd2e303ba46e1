import type { MigrationInterface, QueryRunner } from 'typeorm';
import { auditTable } from './audit-table.js';

/** Claims, the articles they appear in, how they relate, and the evidence on them. */
export class Claims1764000002000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
      SET LOCAL ROLE claimdesk_app_owner;

      CREATE TABLE public.article (
        id uuid PRIMARY KEY,
        outlet text NOT NULL CHECK (length(outlet) BETWEEN 1 AND 200),
        url text CHECK (length(url) <= 2000),
        citation text CHECK (length(citation) <= 450),
        published_at date,
        language text NOT NULL CHECK (length(language) BETWEEN 2 AND 35),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT article_is_named CHECK (url IS NOT NULL OR citation IS NOT NULL)
      );
      CREATE UNIQUE INDEX article_url_key ON public.article (url) WHERE url IS NOT NULL;
      CREATE UNIQUE INDEX article_citation_key ON public.article (outlet, citation) WHERE url IS NULL;

      -- Other spellings of a claimant's name; alias_key is the alias in normalised form.
      CREATE TABLE public.claimant_alias (
        id uuid PRIMARY KEY,
        alias_key text NOT NULL CONSTRAINT claimant_alias_alias_key_key UNIQUE,
        alias text NOT NULL CHECK (length(alias) BETWEEN 1 AND 200),
        claimant text NOT NULL CHECK (length(claimant) BETWEEN 1 AND 200),
        created_at timestamptz(3) NOT NULL DEFAULT now()
      );

      CREATE TABLE public.claim (
        id uuid PRIMARY KEY,
        statement text NOT NULL CHECK (length(statement) BETWEEN 1 AND 2000),
        claimant text NOT NULL CHECK (length(claimant) BETWEEN 1 AND 200),
        claimed_at date,
        language text NOT NULL CHECK (length(language) BETWEEN 2 AND 35),
        topics text[] NOT NULL DEFAULT '{}' CHECK (cardinality(topics) <= 20),
        desk_id uuid NOT NULL CONSTRAINT claim_desk_fkey REFERENCES public.desk,
        fingerprint bytea NOT NULL CONSTRAINT claim_fingerprint_key UNIQUE CHECK (octet_length(fingerprint) = 32),
        verdict text CONSTRAINT claim_verdict_check CHECK (verdict IN ('VERIFIED', 'DISPUTED', 'UNCONFIRMED')),
        decision_id uuid,
        decided_at timestamptz(3),
        recheck_at timestamptz(3),
        version integer NOT NULL DEFAULT 1 CHECK (version > 0),
        submitted_by uuid CONSTRAINT claim_submitted_by_fkey REFERENCES public.app_user,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT claim_verdict_has_decision CHECK (
          (verdict IS NULL) = (decision_id IS NULL) AND (verdict IS NULL) = (decided_at IS NULL)),
        CONSTRAINT claim_recheck_unconfirmed CHECK (recheck_at IS NULL OR verdict = 'UNCONFIRMED')
      );
      CREATE INDEX claim_desk_idx ON public.claim (desk_id, id);
      CREATE INDEX claim_verdict_idx ON public.claim (verdict, id);
      CREATE INDEX claim_claimant_idx ON public.claim (claimant, id);
      CREATE INDEX claim_claimed_at_idx ON public.claim (claimed_at, id);
      CREATE INDEX claim_recheck_idx ON public.claim (recheck_at) WHERE recheck_at IS NOT NULL;
      CREATE INDEX claim_statement_trgm_idx ON public.claim USING gin (statement public.gin_trgm_ops);

      CREATE TABLE public.appearance (
        id uuid PRIMARY KEY,
        claim_id uuid NOT NULL CONSTRAINT appearance_claim_fkey REFERENCES public.claim,
        article_id uuid NOT NULL CONSTRAINT appearance_article_fkey REFERENCES public.article,
        stance text NOT NULL CONSTRAINT appearance_stance_check
          CHECK (stance IN ('ASSERTS', 'DENIES', 'REPORTS', 'NEITHER')),
        attribution text[] NOT NULL DEFAULT '{}' CHECK (cardinality(attribution) <= 10),
        claimant_as_written text CHECK (length(claimant_as_written) BETWEEN 1 AND 200),
        submitted_by uuid CONSTRAINT appearance_submitted_by_fkey REFERENCES public.app_user,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT appearance_once UNIQUE (claim_id, article_id, stance)
      );
      CREATE INDEX appearance_article_idx ON public.appearance (article_id);

      CREATE TABLE public.claim_relation (
        id uuid PRIMARY KEY,
        from_claim_id uuid NOT NULL CONSTRAINT claim_relation_from_fkey REFERENCES public.claim,
        to_claim_id uuid NOT NULL CONSTRAINT claim_relation_to_fkey REFERENCES public.claim,
        kind text NOT NULL CONSTRAINT claim_relation_kind_check
          CHECK (kind IN ('DUPLICATE_OF', 'SIMILAR_TO', 'CONTRADICTS', 'UPDATES')),
        state text NOT NULL CONSTRAINT claim_relation_state_check
          CHECK (state IN ('SUGGESTED', 'CONFIRMED', 'REJECTED')),
        note text CHECK (length(note) <= 1000),
        created_by uuid CONSTRAINT claim_relation_created_by_fkey REFERENCES public.app_user,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT claim_relation_two_claims CHECK (from_claim_id <> to_claim_id),
        CONSTRAINT claim_relation_once UNIQUE (from_claim_id, to_claim_id, kind)
      );
      CREATE INDEX claim_relation_to_idx ON public.claim_relation (to_claim_id);

      CREATE TABLE public.evidence (
        id uuid PRIMARY KEY,
        claim_id uuid NOT NULL CONSTRAINT evidence_claim_fkey REFERENCES public.claim,
        url text NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
        publisher text CHECK (length(publisher) BETWEEN 1 AND 200),
        excerpt text CHECK (length(excerpt) BETWEEN 1 AND 5000),
        stance text NOT NULL CONSTRAINT evidence_stance_check CHECK (stance IN ('SUPPORTS', 'REFUTES', 'CONTEXT')),
        archived_url text CHECK (length(archived_url) BETWEEN 1 AND 2000),
        content_hash text CHECK (content_hash ~ '^[0-9a-f]{64}$'),
        added_by uuid NOT NULL CONSTRAINT evidence_added_by_fkey REFERENCES public.app_user,
        added_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT evidence_id_claim_key UNIQUE (id, claim_id)
      );
      CREATE INDEX evidence_claim_idx ON public.evidence (claim_id, id);

      ${auditTable({ table: 'article', stream: 'id' })}
      ${auditTable({ table: 'claimant_alias', stream: 'id', privateColumns: ['alias_key', 'alias', 'claimant'] })}
      ${auditTable({ table: 'claim', stream: 'id', privateColumns: ['statement', 'claimant', 'fingerprint'] })}
      ${auditTable({ table: 'appearance', stream: 'claim_id', privateColumns: ['attribution', 'claimant_as_written'] })}
      ${auditTable({ table: 'claim_relation', stream: 'from_claim_id', privateColumns: ['note'] })}
      ${auditTable({ table: 'evidence', stream: 'claim_id', privateColumns: ['excerpt'] })}

      GRANT SELECT, INSERT ON public.article, public.claimant_alias, public.claim, public.appearance,
        public.claim_relation, public.evidence TO claimdesk_app;
      GRANT UPDATE (verdict, decision_id, decided_at, recheck_at, version) ON public.claim TO claimdesk_app;
      GRANT UPDATE (state) ON public.claim_relation TO claimdesk_app;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE public.evidence, public.claim_relation, public.appearance, public.claim,
        public.claimant_alias, public.article
    `); // pg_trgm stays: it may have been there before, for others
  }
}
