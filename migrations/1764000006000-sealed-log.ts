import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The order that the sealer gives to committed events, the Merkle tree over them, and its signed checkpoints. */
export class SealedLog1764000006000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE claimdesk_audit_owner;

      -- The log: leaf number idx is the event. No foreign key: its check would write a lock into each row of audit.event.
      CREATE TABLE audit.leaf (
        idx bigint PRIMARY KEY CHECK (idx >= 0),
        event_id bigint NOT NULL CONSTRAINT leaf_event_id_key UNIQUE,
        -- sha256(0x00 || leaf), RFC 6962
        hash bytea NOT NULL CHECK (octet_length(hash) = 32),
        -- Copies from the event's leaf, only to find it by
        stream uuid NOT NULL,
        at timestamptz NOT NULL,
        actor text NOT NULL,
        -- <table>.created, .updated, .deleted, .erased, …
        type text NOT NULL
      );
      CREATE INDEX leaf_stream_idx ON audit.leaf (stream, idx);
      CREATE INDEX leaf_at_idx ON audit.leaf (at, idx);
      CREATE INDEX leaf_actor_idx ON audit.leaf (actor, idx);
      CREATE INDEX leaf_type_idx ON audit.leaf (type, idx);

      -- The roots of full subtrees of height 8 × level, which are the tiles' hashes of C2SP tlog-tiles.
      CREATE TABLE audit.node (
        level smallint NOT NULL CHECK (level > 0),
        idx bigint NOT NULL CHECK (idx >= 0),
        hash bytea NOT NULL CHECK (octet_length(hash) = 32),
        CONSTRAINT node_pkey PRIMARY KEY (level, idx)
      );

      CREATE TABLE audit.checkpoint (
        size bigint PRIMARY KEY CHECK (size >= 0),
        root bytea NOT NULL CHECK (octet_length(root) = 32),
        -- C2SP tlog-checkpoint as a signed note
        note text NOT NULL,
        -- Events of older transactions are all in the log.
        low_xid xid8 NOT NULL,
        -- pg_control_system().system_identifier: numbers of transactions mean something within one cluster only
        cluster bigint NOT NULL,
        sealed_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );

      -- What happens to the log itself: a signing key comes into use, or what the sealer remembered is given up.
      CREATE FUNCTION audit.record(p_op text, p_row jsonb) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      DECLARE
        actor text := current_setting('audit.actor', true);
      BEGIN
        IF coalesce(actor, '') = '' THEN RAISE EXCEPTION 'audit.actor is not set' USING ERRCODE = '42501'; END IF;
        PERFORM audit.append('00000000-0000-0000-0000-000000000000',
          jsonb_build_object('op', p_op, 'table', 'log', 'actor', actor, 'row', p_row), NULL);
      END $$;

      ${['leaf', 'node', 'checkpoint'].map(appendOnly).join('')}

      REVOKE ALL ON FUNCTION audit.record(text, jsonb) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit.record(text, jsonb) TO claimdesk_sealer;
      GRANT SELECT ON audit.leaf, audit.node, audit.checkpoint TO claimdesk_app, claimdesk_sealer;
      GRANT SELECT ON audit.head TO claimdesk_app;
      GRANT INSERT ON audit.leaf, audit.node, audit.checkpoint TO claimdesk_sealer;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION audit.record(text, jsonb);
      DROP TABLE audit.checkpoint, audit.node, audit.leaf;
      REVOKE SELECT ON audit.head FROM claimdesk_app;
    `);
  }
}

const appendOnly = (table: string): string => `
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.${table} FOR EACH ROW EXECUTE FUNCTION audit.forbid();
  CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit.${table} FOR EACH STATEMENT EXECUTE FUNCTION audit.forbid();
  ALTER TABLE audit.${table} ENABLE ALWAYS TRIGGER append_only;
  ALTER TABLE audit.${table} ENABLE ALWAYS TRIGGER no_truncate;
`;
