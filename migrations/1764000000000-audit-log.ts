import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The write side of the audit log. `audit.capture()` is its only writer: nobody may insert into `audit.event`,
 * and the trigger function runs as `claimdesk_audit_owner`, a role that cannot log in.
 */
export class AuditLog1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE SCHEMA audit AUTHORIZATION claimdesk_audit_owner;
      SET LOCAL ROLE claimdesk_audit_owner;

      -- The last number given in each stream. Its row lock serialises the writers of one stream, which is
      -- what makes seq gapless; fillfactor leaves room for HOT updates.
      CREATE TABLE audit.head (
        stream uuid PRIMARY KEY,
        seq bigint NOT NULL CHECK (seq > 0)
      ) WITH (fillfactor = 70);

      CREATE TABLE audit.event (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        stream uuid NOT NULL,
        seq bigint NOT NULL CHECK (seq > 0),
        -- The text that is hashed, byte for byte; never serialised again. The limit is that of a tlog-tiles entry.
        leaf text NOT NULL CHECK (octet_length(leaf) <= 65535),
        salt bytea CHECK (octet_length(salt) = 32),
        body text,
        CONSTRAINT event_stream_seq_key UNIQUE (stream, seq),
        CONSTRAINT event_body_has_salt CHECK ((salt IS NULL) = (body IS NULL))
      );
      CREATE INDEX event_xid_idx ON audit.event (xid);

      CREATE FUNCTION audit.append(p_stream uuid, p_doc jsonb, p_body text) RETURNS void
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
      DECLARE
        next_seq bigint;
        -- 244 random bits from two v4 UUIDs: core has no other cryptographic random source
        new_salt bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
      BEGIN
        INSERT INTO audit.head AS h (stream, seq) VALUES (p_stream, 1)
          ON CONFLICT (stream) DO UPDATE SET seq = h.seq + 1
          RETURNING seq INTO next_seq;
        INSERT INTO audit.event (stream, seq, leaf, salt, body) VALUES (
          p_stream,
          next_seq,
          (jsonb_strip_nulls(p_doc || jsonb_build_object(
            'v', 1,
            'stream', p_stream,
            'seq', next_seq,
            'at', to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'action', nullif(current_setting('audit.action', true), ''),
            'request', nullif(current_setting('audit.request', true), ''),
            'client', nullif(current_setting('audit.client', true), ''),
            'db', session_user,
            'tx', pg_current_xact_id()::text,
            'c', CASE WHEN p_body IS NOT NULL
                      THEN encode(sha256(new_salt || convert_to(p_body, 'UTF8')), 'hex') END
          )))::text,
          CASE WHEN p_body IS NOT NULL THEN new_salt END,
          p_body
        );
      END $$;

      -- Arguments: stream column; private columns; omitted columns (both comma-separated).
      CREATE FUNCTION audit.capture() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
      DECLARE
        actor text := current_setting('audit.actor', true);
        private_columns text[] := string_to_array(TG_ARGV[1], ',');
        omitted_columns text[] := string_to_array(TG_ARGV[2], ',');
        changed jsonb;
        body jsonb;
      BEGIN
        IF coalesce(actor, '') = '' THEN
          RAISE EXCEPTION 'audit.actor is not set: % on %.% needs an actor', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
            USING ERRCODE = '42501', HINT = 'Write through the unit of work, which binds the actor.';
        END IF;
        changed := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END - omitted_columns;
        IF TG_OP = 'UPDATE' THEN
          IF to_jsonb(OLD) -> TG_ARGV[0] IS DISTINCT FROM changed -> TG_ARGV[0] THEN
            RAISE EXCEPTION '%.% may not change', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = '42501';
          END IF;
          IF to_jsonb(OLD) - omitted_columns = changed THEN RETURN NULL; END IF;
        END IF;
        SELECT jsonb_object_agg(k, changed -> k) INTO body
          FROM unnest(private_columns) AS k WHERE changed -> k <> 'null'::jsonb;
        PERFORM audit.append(
          (changed ->> TG_ARGV[0])::uuid,
          jsonb_build_object('op', TG_OP, 'table', TG_TABLE_NAME, 'actor', actor, 'row', changed - private_columns),
          body::text
        );
        RETURN NULL;
      END $$;

      CREATE FUNCTION audit.forbid() RETURNS trigger
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        RAISE EXCEPTION '% on %.% is forbidden', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = '42501';
      END $$;

      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.event
        FOR EACH ROW EXECUTE FUNCTION audit.forbid();
      CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit.event
        FOR EACH STATEMENT EXECUTE FUNCTION audit.forbid();
      ALTER TABLE audit.event ENABLE ALWAYS TRIGGER append_only;
      ALTER TABLE audit.event ENABLE ALWAYS TRIGGER no_truncate;

      REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
      GRANT USAGE ON SCHEMA audit TO claimdesk_app_owner, claimdesk_app, claimdesk_sealer;
      GRANT EXECUTE ON FUNCTION audit.capture(), audit.forbid() TO claimdesk_app_owner;
      GRANT SELECT ON audit.event TO claimdesk_app, claimdesk_sealer;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP SCHEMA audit CASCADE');
  }
}
