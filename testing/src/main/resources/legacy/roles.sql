-- Roles belong to the whole cluster, where others may create them at this very moment: one at a time.
DO $$
DECLARE
    role name;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('testbed roles', 0));
    FOREACH role IN ARRAY ARRAY['legacy_owner', 'payments_app', 'bluegreen_jobs'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', role, role);
        END IF;
    END LOOP;
END
$$
