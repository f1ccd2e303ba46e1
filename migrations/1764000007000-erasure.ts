import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ERASE_CLAIM, eraseUser } from './erasure-of-tables.js';

/**
 * Erasure of personal and free text (GDPR, Art. 17). The text goes from the tables and from the bodies beside the log's
 * leaves; the leaves with their salted hashes stay, so every proof over them still holds. The act is an event itself.
 */
export class Erasure1764000007000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(LOG);
    await queryRunner.query(TABLES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION public.erase_claim(uuid, text, text), public.erase_user(uuid, text, text, text);
      ALTER TABLE public.claim DROP COLUMN erased_at;
      ALTER TABLE public.app_user DROP COLUMN erased_at;
      SET LOCAL ROLE claimdesk_app_owner;
      ${captureEvidence('excerpt')}
      RESET ROLE;
      SET LOCAL ROLE claimdesk_audit_owner;
      ${appendOnly('forbid')}
      DROP FUNCTION audit.erase(uuid, text, uuid, jsonb), audit.guard_event(), audit.json_or_null(text);
      RESET ROLE;
    `);
  }
}

const appendOnly = (guard: string): string => `
  DROP TRIGGER append_only ON audit.event;
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.event FOR EACH ROW EXECUTE FUNCTION audit.${guard}();
  ALTER TABLE audit.event ENABLE ALWAYS TRIGGER append_only;
`;

const captureEvidence = (privateColumns: string): string => `
  DROP TRIGGER audit_capture ON public.evidence;
  CREATE TRIGGER audit_capture AFTER INSERT OR UPDATE OR DELETE ON public.evidence
    FOR EACH ROW EXECUTE FUNCTION audit.capture('claim_id', '${privateColumns}', '');
  ALTER TABLE public.evidence ENABLE ALWAYS TRIGGER audit_capture;
`;

const LOG = `
  SET LOCAL ROLE claimdesk_audit_owner;

  -- In place of audit.forbid(). The role is asked for as well, so that no stray UPDATE of a superuser passes for an erasure.
  CREATE FUNCTION audit.guard_event() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND current_user = 'claimdesk_audit_owner' AND NEW.salt IS NULL AND NEW.body IS NULL
      AND to_jsonb(NEW) - ARRAY['salt', 'body'] = to_jsonb(OLD) - ARRAY['salt', 'body'] THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION '% on %.% is forbidden', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = '42501';
  END $$;
  ${appendOnly('guard_event')}

  -- Erases the bodies of one row's events, or of the whole stream where p_id is what the stream is named after.
  -- Answers how many. Where none came since the last erasure, it does nothing and answers 0.
  CREATE FUNCTION audit.erase(p_stream uuid, p_table text, p_id uuid, p_facts jsonb) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    actor text := current_setting('audit.actor', true);
    through bigint;
    erased bigint;
  BEGIN
    IF coalesce(actor, '') = '' THEN RAISE EXCEPTION 'audit.actor is not set' USING ERRCODE = '42501'; END IF;
    IF (p_facts ->> 'basis') IN
      ('CONSENT_WITHDRAWN', 'OBJECTION', 'UNLAWFUL', 'LEGAL_OBLIGATION', 'NO_LONGER_NEEDED') IS NOT TRUE THEN
      RAISE EXCEPTION '% is no legal basis', p_facts ->> 'basis' USING ERRCODE = '22023';
    END IF;
    -- Holds up the stream's writers, so that no event with a body slips in below the last one that this erases.
    SELECT seq INTO through FROM audit.head WHERE stream = p_stream FOR UPDATE;
    -- What an erasure itself put in the text's place is in the log with a body too, after it in its transaction.
    IF NOT EXISTS (
      SELECT FROM audit.event e
      WHERE stream = p_stream AND body IS NOT NULL
        AND (p_id = p_stream OR leaf::jsonb @> jsonb_build_object('table', p_table, 'row', jsonb_build_object('id', p_id)))
        AND NOT EXISTS (SELECT FROM audit.event o WHERE o.stream = p_stream AND o.seq < e.seq AND o.xid = e.xid
          AND o.leaf::jsonb @> jsonb_build_object('op', 'ERASE', 'row', jsonb_build_object('id', p_id)))) THEN
      RETURN 0;
    END IF;
    UPDATE audit.event SET salt = NULL, body = NULL
      WHERE stream = p_stream AND body IS NOT NULL
        AND (p_id = p_stream OR leaf::jsonb @> jsonb_build_object('table', p_table, 'row', jsonb_build_object('id', p_id)));
    GET DIAGNOSTICS erased = ROW_COUNT;
    PERFORM audit.append(p_stream, jsonb_build_object('op', 'ERASE', 'table', p_table, 'actor', actor,
      'row', p_facts || jsonb_build_object('id', p_id, 'through', through, 'events', erased)), NULL);
    RETURN erased;
  END $$;

  -- For the state check: somebody who edits the log may leave text that is no JSON. (IS JSON exists from Postgres 16 on.)
  CREATE FUNCTION audit.json_or_null(p_text text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    RETURN p_text::jsonb;
  EXCEPTION WHEN data_exception THEN RETURN NULL;
  END $$;

  REVOKE ALL ON FUNCTION audit.guard_event(), audit.erase(uuid, text, uuid, jsonb), audit.json_or_null(text) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION audit.erase(uuid, text, uuid, jsonb) TO claimdesk_app_owner;
  GRANT EXECUTE ON FUNCTION audit.json_or_null(text) TO claimdesk_app;
  RESET ROLE;
`;

const TABLES = `
  SET LOCAL ROLE claimdesk_app_owner;

  ALTER TABLE public.claim ADD COLUMN erased_at timestamptz(3);
  ALTER TABLE public.app_user ADD COLUMN erased_at timestamptz(3);

  -- An address can name a person as well as an excerpt can, and in a leaf it would stay for ever. Those of events from
  -- before do.
  ${captureEvidence('url,publisher,excerpt,archived_url,content_hash')}

  ${ERASE_CLAIM}
  ${eraseUser()}

  REVOKE ALL ON FUNCTION public.erase_claim(uuid, text, text), public.erase_user(uuid, text, text, text) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION public.erase_claim(uuid, text, text), public.erase_user(uuid, text, text, text)
    TO claimdesk_app;
  RESET ROLE;
`;
