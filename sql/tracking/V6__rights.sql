-- Nobody but the owner and the jobs may call what is in this schema. Triggers fire for every role that writes, whatever
-- it may call.
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bluegreen_track FROM PUBLIC;

-- Lets a role read positions and logs, those that are there and those that whoever calls this will create, and call the
-- functions: what only an owner may do is refused to it all the same. Grants nothing twice.
CREATE FUNCTION bluegreen_track.grant_reader(reader regrole) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    lacking text;
BEGIN
    FOR lacking IN
        SELECT format('GRANT USAGE ON SCHEMA bluegreen_track TO %s', reader)
        WHERE NOT has_schema_privilege(reader, 'bluegreen_track', 'USAGE')
        UNION ALL
        SELECT format('GRANT SELECT ON %s TO %s', c.oid::regclass, reader)
        FROM pg_class c
        WHERE c.relnamespace = 'bluegreen_track'::regnamespace AND NOT has_table_privilege(reader, c.oid, 'SELECT')
          AND (c.relname IN ('tracked', 'token') OR EXISTS (
              SELECT FROM bluegreen_track.tracked t WHERE c.oid IN (t.log, t.sequence)))
        UNION ALL
        SELECT format('GRANT EXECUTE ON FUNCTION %s TO %s', p.oid::regprocedure, reader)
        FROM pg_proc p
        WHERE p.pronamespace = 'bluegreen_track'::regnamespace AND p.prorettype <> 'trigger'::regtype
          AND NOT has_function_privilege(reader, p.oid, 'EXECUTE')
        UNION ALL
        SELECT format('ALTER DEFAULT PRIVILEGES IN SCHEMA bluegreen_track GRANT SELECT ON %s TO %s', k.kind, reader)
        FROM (VALUES ('r', 'TABLES'), ('S', 'SEQUENCES')) k (type, kind)
        WHERE NOT EXISTS (
            SELECT FROM pg_default_acl d, aclexplode(d.defaclacl) a
            WHERE d.defaclnamespace = 'bluegreen_track'::regnamespace AND d.defaclobjtype::text = k.type
              AND d.defaclrole = quote_ident(current_user)::regrole AND a.grantee = reader AND a.privilege_type = 'SELECT')
    LOOP
        EXECUTE lacking;
    END LOOP;
END
$$;
REVOKE ALL ON FUNCTION bluegreen_track.grant_reader(regrole) FROM PUBLIC;
