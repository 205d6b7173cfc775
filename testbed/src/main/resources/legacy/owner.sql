-- The owner of the database may add schemas to it, as migrations do.
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO legacy_owner', current_database());
END
$$
