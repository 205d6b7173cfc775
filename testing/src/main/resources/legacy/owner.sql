-- The owner of the database may add schemas to it, as migrations do. What it creates is not for PUBLIC.
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO legacy_owner', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO payments_app', current_database());
END
$$;
ALTER DEFAULT PRIVILEGES FOR ROLE legacy_owner REVOKE ALL ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE legacy_owner REVOKE ALL ON TYPES FROM PUBLIC;
