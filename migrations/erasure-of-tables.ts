/**
 * What an erasure does to the tables: every copy of a personal or free text is replaced by `[erased]`. A new private
 * column belongs here; test/erasure.spec.ts fails for one that is left out. What stays, because it is in the log's
 * leaves for good and says nothing of a person by itself: ids, days, verdicts, stances, topics, languages and desks; and
 * the articles, which are published works.
 */

/** Of a claim, with all that hangs on it. Work on it ends, since there is nothing left to check: an open review is withdrawn. */
export const ERASE_CLAIM = `
  -- Answers how many events' bodies were erased; NULL if there is no such claim.
  CREATE FUNCTION public.erase_claim(p_claim uuid, p_basis text, p_reference text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    facts jsonb := jsonb_build_object('basis', p_basis, 'reference', p_reference);
    names text[];
    thing record;
    own bigint;
    others bigint := 0;
  BEGIN
    -- One erasure at a time: two of claims by one claimant would else each leave the claimant's aliases to the other.
    PERFORM pg_advisory_xact_lock(hashtextextended('claimdesk erasure', 0));
    -- FOR UPDATE, as a change of the fingerprint, which is a key, needs it in the end.
    PERFORM FROM public.claim WHERE id = p_claim
      OR id IN (SELECT from_claim_id FROM public.claim_relation WHERE to_claim_id = p_claim)
      ORDER BY id FOR UPDATE;
    PERFORM FROM public.claim WHERE id = p_claim;
    IF NOT FOUND THEN RETURN NULL; END IF;
    PERFORM FROM public.review WHERE claim_id = p_claim ORDER BY id FOR UPDATE;

    -- All that the claimant is known by
    SELECT array_agg(a.alias) || array_agg(a.claimant) INTO names
      FROM public.claim c JOIN public.claimant_alias known ON c.claimant IN (known.alias, known.claimant)
      JOIN public.claimant_alias a ON a.claimant = known.claimant
      WHERE c.id = p_claim AND c.claimant <> '[erased]';

    -- First the log: what the changes below write into it is then the last that it says of each row.
    own := audit.erase(p_claim, 'claim', p_claim, facts);
    UPDATE public.claim SET statement = '[erased]', claimant = '[erased]', recheck_at = NULL, version = version + 1,
        -- it is a hash of the statement, by which somebody who guesses the statement would know it again
        fingerprint = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), erased_at = clock_timestamp()
      WHERE id = p_claim AND (own > 0 OR erased_at IS NULL);
    UPDATE public.appearance
      SET attribution = CASE WHEN attribution = '{}' THEN '{}' ELSE ARRAY['[erased]'] END,
        claimant_as_written = CASE WHEN claimant_as_written IS NOT NULL THEN '[erased]' END
      WHERE claim_id = p_claim;
    UPDATE public.evidence SET url = '[erased]', content_hash = NULL,
        publisher = CASE WHEN publisher IS NOT NULL THEN '[erased]' END,
        excerpt = CASE WHEN excerpt IS NOT NULL THEN '[erased]' END,
        archived_url = CASE WHEN archived_url IS NOT NULL THEN '[erased]' END
      WHERE claim_id = p_claim;
    UPDATE public.review SET state = 'WITHDRAWN', lease_holder_id = NULL, lease_token = NULL, lease_until = NULL,
        deferred_until = NULL, defer_reason = NULL, decision_id = NULL, version = version + 1
      WHERE claim_id = p_claim AND state IN ('QUEUED', 'IN_REVIEW', 'AWAITING_SIGN_OFF');
    UPDATE public.decision SET rationale = '[erased]' WHERE claim_id = p_claim;
    UPDATE public.sign_off SET comment = '[erased]' WHERE claim_id = p_claim AND comment IS NOT NULL;
    UPDATE public.claim_relation SET note = '[erased]' WHERE from_claim_id = p_claim AND note IS NOT NULL;

    -- A relation is in the stream of the claim that it is from.
    FOR thing IN SELECT id, from_claim_id FROM public.claim_relation
      WHERE to_claim_id = p_claim AND note <> '[erased]' ORDER BY from_claim_id, id
    LOOP
      others := others + audit.erase(thing.from_claim_id, 'claim_relation', thing.id, facts);
      UPDATE public.claim_relation SET note = '[erased]' WHERE id = thing.id;
    END LOOP;

    -- The claimant's names stay as long as another claim needs them.
    IF NOT EXISTS (SELECT FROM public.claim WHERE claimant = ANY(names)) THEN
      FOR thing IN SELECT id FROM public.claimant_alias WHERE claimant = ANY(names) ORDER BY id LOOP
        others := others + audit.erase(thing.id, 'claimant_alias', thing.id, facts);
        -- a key that no spelling has: normalised ones hold no brackets
        UPDATE public.claimant_alias SET alias_key = '[erased] ' || id, alias = '[erased]', claimant = '[erased]'
          WHERE id = thing.id;
      END LOOP;
    END IF;

    -- A hash of the whole submission. The key stays, so that a repeat is refused and does not bring the claim back.
    UPDATE public.idempotency_key SET request_hash = uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
      WHERE response ->> 'claimId' = p_claim::text AND own > 0;
    RETURN own + others;
  END $$;
`;

/**
 * Of an account. What the person wrote about claims stays, as the newsroom's record, under the id alone.
 *
 * @param more statements for what later migrations let an account have
 */
export const eraseUser = (more = ''): string => `
  -- Answers how many events' bodies were erased; NULL if there is no such account.
  CREATE OR REPLACE FUNCTION public.erase_user(p_user uuid, p_password_hash text, p_basis text, p_reference text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    facts jsonb := jsonb_build_object('basis', p_basis, 'reference', p_reference);
    token record;
    erased bigint;
    own bigint;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('claimdesk erasure', 0));
    PERFORM FROM public.app_user WHERE id = p_user FOR UPDATE; -- the address is a key
    IF NOT FOUND THEN RETURN NULL; END IF;
    DELETE FROM public.session WHERE user_id = p_user;
    DELETE FROM public.idempotency_key WHERE user_id = p_user;
    DELETE FROM public.role_grant WHERE user_id = p_user;
    ${more}
    own := audit.erase(p_user, 'app_user', p_user, facts);
    -- .invalid (RFC 2606) is nobody's; the id keeps the address unique
    UPDATE public.app_user SET email = 'erased-' || id || '@erased.invalid', name = '[erased]',
        password_hash = p_password_hash, must_change_password = false,
        disabled_at = coalesce(disabled_at, clock_timestamp()), erased_at = clock_timestamp()
      WHERE id = p_user AND (own > 0 OR erased_at IS NULL);
    FOR token IN SELECT id FROM public.api_token WHERE user_id = p_user ORDER BY id FOR UPDATE LOOP
      erased := audit.erase(token.id, 'api_token', token.id, facts);
      own := own + erased;
      UPDATE public.api_token SET name = '[erased]', revoked_at = coalesce(revoked_at, clock_timestamp())
        WHERE id = token.id AND erased > 0;
    END LOOP;
    RETURN own;
  END $$;
`;
