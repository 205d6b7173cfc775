-- What is tracked, and how its objects are named. Everything of the tracking lives in this schema.
CREATE SCHEMA IF NOT EXISTS bluegreen_track;

-- versioned: a table of Blue, its version column is ours.
-- logged:    a table of Green, its version column is written by apply.
CREATE TABLE bluegreen_track.tracked (
    relation   regclass    NOT NULL PRIMARY KEY,
    kind       text        NOT NULL CHECK (kind IN ('versioned', 'logged')),
    version    text        NOT NULL,
    key        text[]      NOT NULL CHECK (cardinality(key) > 0),
    name       text        NOT NULL UNIQUE,
    log        regclass    NOT NULL,
    sequence   regclass    CHECK ((sequence IS NOT NULL) = (kind = 'versioned')),
    floor      xid8        NOT NULL DEFAULT '0',
    tracked_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN bluegreen_track.tracked.name IS
    'The log is log_NAME, the sequence version_NAME, the trigger functions stamp_NAME and write_NAME';
COMMENT ON COLUMN bluegreen_track.tracked.floor IS
    'Rows of transactions below this one may have been pruned from the log';

-- The table and all that inherits from it or is a partition of it.
CREATE FUNCTION bluegreen_track.tree(root regclass) RETURNS TABLE (relation oid)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE tree (relation) AS (
        SELECT root::oid
        UNION
        SELECT i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.relation
    )
    SELECT tree.relation FROM tree
$$;

-- The triggers of one kind of tracking. Their names sort last: what other triggers do to the version is undone.
-- Inserts have a trigger of their own, so that it can be paused alone.
CREATE FUNCTION bluegreen_track.triggers(kind text)
RETURNS TABLE (name text, moment text, level text, function text)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT t.*
    FROM (VALUES
        ('zz_bluegreen_version', 'BEFORE INSERT OR UPDATE', 'ROW', 'stamp_'),
        ('zz_bluegreen_insert', 'AFTER INSERT', 'ROW', 'write_'),
        ('zz_bluegreen_change', 'AFTER UPDATE OR DELETE', 'ROW', 'write_'),
        ('zz_bluegreen_truncate', 'AFTER TRUNCATE', 'STATEMENT', 'write_')) t (name, moment, level, function)
    WHERE kind = 'versioned' OR t.function <> 'stamp_'
$$;

-- The widest type of a column's family, without its modifiers: the log holds what the column may become.
CREATE FUNCTION bluegreen_track.widest(type oid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE base (type) AS (
        SELECT widest.type
        UNION ALL
        SELECT t.typbasetype FROM base JOIN pg_type t ON t.oid = base.type WHERE t.typtype = 'd'
    )
    SELECT CASE
        WHEN t.oid IN ('smallint'::regtype, 'integer'::regtype) THEN 'bigint'
        WHEN t.oid = 'real'::regtype THEN 'double precision'
        WHEN t.oid IN ('varchar'::regtype, 'name'::regtype) THEN 'text'
        WHEN t.oid = 'bit'::regtype THEN 'bit varying'
        ELSE format_type(t.oid, -1)
    END
    FROM base JOIN pg_type t ON t.oid = base.type AND t.typtype <> 'd'
$$;

-- The log's name for a key column. Three names are the log's own; two columns never get one name.
CREATE FUNCTION bluegreen_track.log_column(key_column text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN key_column ~ '^(key_)*(version|gone|xid)$' THEN 'key_' || key_column ELSE key_column END
$$;

-- SCHEMA_TABLE, shortened with a hash where it is too long (the longest prefix has 8 bytes) or taken.
CREATE FUNCTION bluegreen_track.free_name(target regclass) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    full_name text := (
        SELECT n.nspname || '_' || c.relname
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = target);
    candidate text := full_name;
    stem      text;
    attempt   integer := 0;
BEGIN
    WHILE octet_length(candidate) > 55
        OR EXISTS (SELECT FROM bluegreen_track.tracked t WHERE t.name = candidate)
        OR EXISTS (
            SELECT FROM pg_class c
            WHERE c.relnamespace = 'bluegreen_track'::regnamespace
              AND c.relname IN ('log_' || candidate, 'version_' || candidate))
    LOOP
        attempt := attempt + 1;
        stem := full_name;
        WHILE octet_length(stem) > 46 LOOP
            stem := left(stem, -1);
        END LOOP;
        candidate := stem || '_' || left(md5(target::text || attempt), 8);
    END LOOP;
    RETURN candidate;
END
$$;
