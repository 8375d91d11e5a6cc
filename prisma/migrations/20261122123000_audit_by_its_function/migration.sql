-- Writing is left to the function: it runs with its owner's power, so that the role of a running Godwit needs none on
-- the tables of the chain. One append at a time: the advisory lock is held until the writer commits.
CREATE OR REPLACE FUNCTION "append_audit"(entries JSONB) RETURNS INTEGER LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  head "audit_head"%ROWTYPE;
  entry JSONB;
BEGIN
  IF jsonb_array_length(entries) = 0 THEN
    RETURN 0;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('append to the audit chain', 0));
  SELECT * INTO STRICT head FROM "audit_head";
  FOR entry IN SELECT value FROM jsonb_array_elements(entries) LOOP
    head."sequence" := head."sequence" + 1;
    head."hash" := encode(sha256(convert_to(head."hash" || (entry ->> 'canonical'), 'UTF8')), 'hex');
    INSERT INTO "audit" ("sequence", "at", "actor", "action", "environment", "run", "detail", "hash")
    VALUES (head."sequence", (entry ->> 'at')::timestamptz, entry ->> 'actor', entry ->> 'action',
            entry ->> 'environment', entry ->> 'run', entry -> 'detail', head."hash");
  END LOOP;
  UPDATE "audit_head" SET "sequence" = head."sequence", "hash" = head."hash";
  RETURN jsonb_array_length(entries);
END
$$;
REVOKE ALL ON FUNCTION "append_audit"(JSONB) FROM PUBLIC;

-- A function with its owner's power must find its own tables, whatever schema or temporary table its caller has.
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION "append_audit"(JSONB) SET search_path = pg_catalog, %I, pg_temp', current_schema());
END
$$;
