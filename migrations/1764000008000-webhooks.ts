import type { MigrationInterface, QueryRunner } from 'typeorm';
import { auditTable } from './audit-table.js';

/** Where sealed events are sent, how far each receiver has come, and how each attempt ended. */
export class Webhooks1764000008000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE claimdesk_app_owner;

      CREATE TABLE public.webhook_endpoint (
        id uuid PRIMARY KEY,
        url text NOT NULL CHECK (length(url) <= 2000),
        description text NOT NULL DEFAULT '' CHECK (length(description) <= 500),
        -- Exact types such as claim.updated, or the one element *
        event_types text[] NOT NULL CHECK (cardinality(event_types) <= 50 AND cardinality(event_types) > 0),
        -- Only events of this desk; null for those of all
        desk_id uuid CONSTRAINT webhook_endpoint_desk_fkey REFERENCES public.desk,
        -- Standard Webhooks: 24 to 64 bytes. Not hashed, because each message is signed with it.
        secret bytea NOT NULL CHECK (octet_length(secret) BETWEEN 24 AND 64),
        previous_secret bytea CHECK (octet_length(previous_secret) BETWEEN 24 AND 64),
        -- The previous secret signs, too, for a day after this. Audited, as the secrets are not.
        secret_rotated_at timestamptz(3),
        disabled_at timestamptz(3),
        disabled_reason text CONSTRAINT webhook_endpoint_disabled_reason_check
          CHECK (disabled_reason IN ('BY_HAND', 'GONE', 'FAILING')),
        created_by uuid NOT NULL CONSTRAINT webhook_endpoint_created_by_fkey REFERENCES public.app_user,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT webhook_endpoint_disabled_for_a_reason CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL)),
        CONSTRAINT webhook_endpoint_rotated_has_previous CHECK ((secret_rotated_at IS NULL) = (previous_secret IS NULL))
      );

      -- Not audited: it moves with every event in the log, and an event about that would move it again, without end.
      CREATE TABLE public.webhook_cursor (
        endpoint_id uuid PRIMARY KEY
          CONSTRAINT webhook_cursor_endpoint_fkey REFERENCES public.webhook_endpoint ON DELETE CASCADE,
        -- Number in the log of the first event that was not dealt with yet
        next_index bigint NOT NULL CHECK (next_index >= 0),
        -- Attempts at the message at hand that failed, and when the first one began
        attempt integer NOT NULL DEFAULT 0 CHECK (attempt >= 0),
        first_attempt_at timestamptz(3),
        next_attempt_at timestamptz(3) NOT NULL DEFAULT now(),
        -- Since then nothing was delivered, though it was tried
        failing_since timestamptz(3),
        -- The worker that sends to this endpoint now
        lease_token uuid,
        leased_until timestamptz(3),
        CONSTRAINT webhook_cursor_lease_whole CHECK ((lease_token IS NULL) = (leased_until IS NULL)),
        CONSTRAINT webhook_cursor_attempts_begin CHECK ((attempt = 0) = (first_attempt_at IS NULL))
      ) WITH (fillfactor = 50);

      -- Not audited: it says how copies of audited events were sent, and is deleted after a time.
      CREATE TABLE public.webhook_delivery (
        id uuid PRIMARY KEY,
        endpoint_id uuid NOT NULL
          CONSTRAINT webhook_delivery_endpoint_fkey REFERENCES public.webhook_endpoint ON DELETE CASCADE,
        -- Number of the event in the log; null for a test message
        log_index bigint CHECK (log_index >= 0),
        type text NOT NULL CHECK (length(type) <= 200),
        attempt integer NOT NULL DEFAULT 1 CHECK (attempt > 0),
        outcome text NOT NULL CONSTRAINT webhook_delivery_outcome_check
          CHECK (outcome IN ('PENDING', 'DELIVERED', 'FAILED', 'DEAD')),
        -- Who asked for it, where it is a test or a repeat
        requested_by uuid CONSTRAINT webhook_delivery_requested_by_fkey REFERENCES public.app_user,
        created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        started_at timestamptz(3),
        duration_ms integer CHECK (duration_ms >= 0),
        http_status smallint,
        error text CHECK (length(error) <= 500),
        response text CHECK (length(response) <= 1000),
        CONSTRAINT webhook_delivery_pending_not_begun CHECK (
          num_nulls(started_at, duration_ms) = CASE WHEN outcome = 'PENDING' THEN 2 ELSE 0 END)
      );
      CREATE INDEX webhook_delivery_endpoint_idx ON public.webhook_delivery (endpoint_id, id);
      CREATE INDEX webhook_delivery_pending_idx ON public.webhook_delivery (endpoint_id, id) WHERE outcome = 'PENDING';
      CREATE INDEX webhook_delivery_created_idx ON public.webhook_delivery (created_at);

      -- An address can hold a secret of the receiver's, as those of chat services do.
      ${auditTable({
        table: 'webhook_endpoint',
        stream: 'id',
        privateColumns: ['url', 'description'],
        omittedColumns: ['secret', 'previous_secret'],
      })}

      GRANT SELECT, INSERT, DELETE ON public.webhook_endpoint TO claimdesk_app;
      GRANT UPDATE (url, description, event_types, desk_id, secret, previous_secret, secret_rotated_at, disabled_at,
        disabled_reason) ON public.webhook_endpoint TO claimdesk_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON public.webhook_cursor, public.webhook_delivery TO claimdesk_app;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE public.webhook_delivery, public.webhook_cursor, public.webhook_endpoint');
  }
}
