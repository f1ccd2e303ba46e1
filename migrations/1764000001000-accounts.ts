import type { MigrationInterface, QueryRunner } from 'typeorm';
import { auditTable } from './audit-table.js';

/** Desks, accounts, roles, sessions, API tokens and what throttles them. */
export class Accounts1764000001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE claimdesk_app_owner;

      CREATE TABLE public.desk (
        id uuid PRIMARY KEY,
        slug text NOT NULL CONSTRAINT desk_slug_key UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 60),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
        description text NOT NULL DEFAULT '' CHECK (length(description) <= 1000),
        topics text[] NOT NULL DEFAULT '{}',
        languages text[] NOT NULL DEFAULT '{}',
        sign_offs_required smallint NOT NULL DEFAULT 0 CHECK (sign_offs_required BETWEEN 0 AND 5),
        review_hours integer NOT NULL CHECK (review_hours BETWEEN 1 AND 8760),
        lease_seconds integer NOT NULL CHECK (lease_seconds BETWEEN 1 AND 86400),
        base_priority smallint NOT NULL CHECK (base_priority BETWEEN 0 AND 100),
        is_default boolean NOT NULL DEFAULT false,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX desk_one_default ON public.desk (is_default) WHERE is_default;

      CREATE TABLE public.app_user (
        id uuid PRIMARY KEY,
        email text NOT NULL CONSTRAINT app_user_email_key UNIQUE CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
        password_hash text NOT NULL,
        password_changed_at timestamptz(3) NOT NULL DEFAULT now(),
        must_change_password boolean NOT NULL DEFAULT false,
        disabled_at timestamptz(3),
        created_at timestamptz(3) NOT NULL DEFAULT now()
      );

      CREATE TABLE public.role_grant (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT role_grant_user_fkey REFERENCES public.app_user,
        desk_id uuid CONSTRAINT role_grant_desk_fkey REFERENCES public.desk,
        role text NOT NULL CONSTRAINT role_grant_role_check
          CHECK (role IN ('CHECKER', 'EDITOR', 'CHIEF_EDITOR', 'AUDITOR', 'SERVICE')),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT role_grant_once UNIQUE NULLS NOT DISTINCT (user_id, desk_id, role)
      );

      -- Not audited: it says only who is signed in where, changes all the time and is gone in hours.
      CREATE TABLE public.session (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT session_user_fkey REFERENCES public.app_user,
        token_hash bytea NOT NULL CONSTRAINT session_token_hash_key UNIQUE CHECK (octet_length(token_hash) = 32),
        user_agent text NOT NULL DEFAULT '' CHECK (length(user_agent) <= 300),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3) NOT NULL
      );
      CREATE INDEX session_user_idx ON public.session (user_id);
      CREATE INDEX session_expires_idx ON public.session (expires_at);

      CREATE TABLE public.api_token (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT api_token_user_fkey REFERENCES public.app_user,
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
        token_hash bytea NOT NULL CONSTRAINT api_token_token_hash_key UNIQUE CHECK (octet_length(token_hash) = 32),
        scopes text[] NOT NULL CONSTRAINT api_token_scopes_check CHECK (
          cardinality(scopes) > 0 AND scopes <@
          ARRAY['claims:read', 'claims:write', 'reviews:read', 'reviews:write', 'audit:read', 'admin']),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3) NOT NULL,
        revoked_at timestamptz(3),
        CONSTRAINT api_token_expires_later CHECK (expires_at > created_at)
      );
      CREATE INDEX api_token_user_idx ON public.api_token (user_id);

      -- In the form that rate-limiter-flexible's RateLimiterPostgres reads and writes.
      CREATE TABLE public.sign_in_throttle (
        key varchar(255) PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      );

      -- What the first call with a key answered, so that a repeat answers the same.
      CREATE TABLE public.idempotency_key (
        user_id uuid NOT NULL CONSTRAINT idempotency_key_user_fkey REFERENCES public.app_user,
        operation text NOT NULL,
        key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
        request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
        response jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT idempotency_key_pkey PRIMARY KEY (user_id, operation, key)
      );
      CREATE INDEX idempotency_key_created_idx ON public.idempotency_key (created_at);

      ${auditTable({ table: 'desk', stream: 'id' })}
      ${auditTable({ table: 'app_user', stream: 'id', privateColumns: ['email', 'name'], omittedColumns: ['password_hash'] })}
      ${auditTable({ table: 'role_grant', stream: 'user_id' })}
      ${auditTable({ table: 'api_token', stream: 'id', privateColumns: ['name'], omittedColumns: ['token_hash'] })}

      GRANT SELECT, INSERT, UPDATE ON public.desk TO claimdesk_app;
      GRANT SELECT, INSERT ON public.app_user, public.api_token, public.role_grant TO claimdesk_app;
      GRANT UPDATE (name, password_hash, password_changed_at, must_change_password, disabled_at)
        ON public.app_user TO claimdesk_app;
      GRANT UPDATE (revoked_at) ON public.api_token TO claimdesk_app;
      GRANT DELETE ON public.role_grant TO claimdesk_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON public.session, public.sign_in_throttle TO claimdesk_app;
      GRANT SELECT, INSERT, DELETE ON public.idempotency_key TO claimdesk_app;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE public.idempotency_key, public.sign_in_throttle, public.api_token, public.session,
        public.role_grant, public.app_user, public.desk
    `);
  }
}
