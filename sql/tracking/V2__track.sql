-- Giving a table its version and change log. Whoever calls owns the table and may create in this schema. Each function
-- takes the table's lock first and does everything in the caller's transaction: on lock_not_available, roll back and
-- call again.

-- What the functions of this schema refuse, they refuse with a SQLSTATE of their own, a cause and a way out:
--   BG001  no key was named and there is no primary key
--   BG002  a column of the key, or the version column of a watched table, does not exist
--   BG003  a column of the key may be NULL
--   BG004  no unique index is on exactly the key's columns; a partial one or one with expressions does not count
--   BG005  the only such index is deferrable or invalid
--   BG006  not a table that can be tracked: a view, a partition, foreign, temporary or unlogged
--   BG007  tracked already, in another way
--   BG008  the table has a column of its own where the version should be
--   BG009  no position on a standby
--   BG010  the log was pruned past a position
--   BG011  the inserts of this table are always logged
--   BG012  not a Green table, which alone those who are not its owner may analyze or whose sequences they may advance
--   BG013  no room for a column

-- The columns of the key, as they will be logged.
CREATE FUNCTION bluegreen_track.require_key(target regclass, wanted text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    key    text[] := wanted;
    flaw   text;
    usable boolean;
BEGIN
    IF key IS NULL THEN
        SELECT array_agg(a.attname::text ORDER BY k.place) INTO key
        FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k (attnum, place), pg_attribute a
        WHERE i.indrelid = target AND i.indisprimary AND k.place <= i.indnkeyatts
          AND a.attrelid = target AND a.attnum = k.attnum;
        IF key IS NULL THEN
            RAISE EXCEPTION USING ERRCODE = 'BG001',
                MESSAGE = format('%s has no primary key', target),
                HINT = 'Name the columns of a unique index on NOT NULL columns as the key.';
        END IF;
    END IF;
    SELECT k.name INTO flaw FROM unnest(key) k (name)
    WHERE NOT EXISTS (
        SELECT FROM pg_attribute a
        WHERE a.attrelid = target AND a.attname = k.name AND a.attnum > 0 AND NOT a.attisdropped);
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'BG002',
            MESSAGE = format('%s has no column %I, which its key names', target, flaw),
            HINT = 'Name columns of the table, in lower case unless they were created quoted.';
    END IF;
    SELECT a.attname INTO flaw FROM pg_attribute a
    WHERE a.attrelid = target AND a.attname = ANY (key)
      AND (NOT a.attnotnull OR EXISTS (
          SELECT FROM pg_constraint c
          WHERE c.conrelid = target AND c.contype = 'n' AND c.conkey = ARRAY[a.attnum] AND NOT c.convalidated));
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'BG003',
            MESSAGE = format('column %I of the key of %s may be NULL', flaw, target),
            HINT = format('Rows without a key cannot be told apart: ALTER TABLE %s ALTER COLUMN %I SET NOT NULL, or name another key.', target, flaw);
    END IF;
    SELECT bool_or(i.indisvalid AND i.indisready AND i.indimmediate) INTO usable FROM pg_index i
    WHERE i.indrelid = target AND i.indisunique AND NOT i.indisexclusion
      AND i.indpred IS NULL AND i.indexprs IS NULL
      AND (SELECT array_agg(a.attname::text ORDER BY a.attname)
           FROM unnest(i.indkey) WITH ORDINALITY k (attnum, place)
           JOIN pg_attribute a ON a.attrelid = target AND a.attnum = k.attnum
           WHERE k.place <= i.indnkeyatts)
        = (SELECT array_agg(k.name ORDER BY k.name::name) FROM unnest(key) k (name));
    IF usable IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'BG004',
            MESSAGE = format('no unique index of %s is on exactly (%s)', target, array_to_string(key, ', ')),
            DETAIL = 'A partial index, or one with expressions, lets the same key appear twice.',
            HINT = 'CREATE UNIQUE INDEX CONCURRENTLY on these columns, or name another key.';
    ELSIF NOT usable THEN
        RAISE EXCEPTION USING ERRCODE = 'BG005',
            MESSAGE = format('the unique index of %s on (%s) is deferrable or invalid', target, array_to_string(key, ', ')),
            DETAIL = 'While such an index waits for the end of a transaction the same key may be there twice.',
            HINT = 'Create an immediate one beside it (REINDEX INDEX CONCURRENTLY where it is invalid), or name another key.';
    END IF;
    RETURN key;
END
$$;

-- Refuses what cannot be tracked.
CREATE FUNCTION bluegreen_track.require_table(target regclass) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    root pg_class;
    leaf regclass;
BEGIN
    SELECT * INTO root FROM pg_class WHERE oid = target;
    IF root.relkind NOT IN ('r', 'p') THEN
        RAISE EXCEPTION USING ERRCODE = 'BG006',
            MESSAGE = format('%s is not a table', target),
            HINT = 'Track the table that the view reads.';
    ELSIF root.relispartition THEN
        RAISE EXCEPTION USING ERRCODE = 'BG006',
            MESSAGE = format('%s is a partition', target),
            HINT = format('Track the whole table: %s.', pg_partition_root(target));
    END IF;
    SELECT t.relation INTO leaf FROM bluegreen_track.tree(target) t JOIN pg_class c ON c.oid = t.relation
    WHERE c.relpersistence <> 'p' OR c.relkind = 'f' LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'BG006',
            MESSAGE = format('%s is foreign, temporary or unlogged', leaf),
            DETAIL = 'Its rows can change or vanish without a trace in a change log.',
            HINT = 'ALTER TABLE .. SET LOGGED, or detach it.';
    END IF;
END
$$;

-- What creates the change log. A publication FOR ALL TABLES would refuse to prune it without REPLICA IDENTITY.
CREATE FUNCTION bluegreen_track.log_statements(t bluegreen_track.tracked) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    log     text := format('bluegreen_track.%I', 'log_' || t.name);
    columns text;
BEGIN
    SELECT string_agg(format('%I %s%s, ', bluegreen_track.log_column(k.name), bluegreen_track.widest(a.atttypid),
        (SELECT format(' COLLATE %I.%I', n.nspname, c.collname)
         FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE c.oid = a.attcollation)), ''
        ORDER BY k.place) INTO columns
    FROM unnest(t.key) WITH ORDINALITY k (name, place)
    JOIN pg_attribute a ON a.attrelid = t.relation AND a.attname = k.name;
    RETURN NEXT format(
        'CREATE TABLE %s (%sversion bigint, gone boolean NOT NULL, xid xid8 NOT NULL DEFAULT pg_current_xact_id())',
        log, columns);
    RETURN NEXT format('ALTER TABLE %s REPLICA IDENTITY FULL', log);
    RETURN NEXT format('CREATE INDEX ON %s (xid)', log);
    -- Who prunes it is the owner of this schema, who need not be the one who tracks.
    RETURN QUERY
        SELECT format('GRANT SELECT, DELETE ON %s TO %s', log, c.relowner::regrole) FROM pg_class c
        WHERE c.oid = 'bluegreen_track.tracked'::regclass AND c.relowner <> quote_ident(current_user)::regrole;
    RETURN NEXT format('COMMENT ON TABLE %s IS %L', log,
        'Change log of ' || t.relation || '. A row without a key: truncated, or the key could not be read');
END
$$;

-- What the triggers run. It reads the row by name, so a renamed or changed column makes it fail: it then notes a change
-- without a key. The blocks that catch that write nothing, so that no write of the application costs a subtransaction id.
CREATE FUNCTION bluegreen_track.function_statements(t bluegreen_track.tracked) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $outer$
DECLARE
    header constant text := 'CREATE FUNCTION bluegreen_track.%I() RETURNS trigger '
        'LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS %L';
    -- Otherwise anyone could put it on a table of his own and write to the log.
    closed constant text := 'REVOKE ALL ON FUNCTION bluegreen_track.%I() FROM PUBLIC';
    log    constant text := format('bluegreen_track.%I', 'log_' || t.name);
    declared text; read_old text; read_new text; old_key text; new_key text; columns text;
BEGIN
    SELECT string_agg(format('old_%s %s; new_%1$s %2$s;', k.place, bluegreen_track.widest(a.atttypid)), ' ' ORDER BY k.place),
        string_agg(format('old_%s := old.%I;', k.place, k.name), ' ' ORDER BY k.place),
        string_agg(format('new_%s := new.%I;', k.place, k.name), ' ' ORDER BY k.place),
        string_agg('old_' || k.place, ', ' ORDER BY k.place),
        string_agg('new_' || k.place, ', ' ORDER BY k.place),
        string_agg(quote_ident(bluegreen_track.log_column(k.name)), ', ' ORDER BY k.place)
    INTO declared, read_old, read_new, old_key, new_key, columns
    FROM unnest(t.key) WITH ORDINALITY k (name, place)
    JOIN pg_attribute a ON a.attrelid = t.relation AND a.attname = k.name;

    -- Keys are compared byte by byte: no operator is looked up, and 'ABC' changed to 'abc' is a change to whoever
    -- compares them as text.
    RETURN NEXT format(header, 'write_' || t.name, format($body$
        DECLARE
            %1$s
            old_version bigint;
            new_version bigint;
            named boolean := tg_op <> 'TRUNCATE';
        BEGIN
            IF named THEN
                BEGIN
                    IF tg_op <> 'INSERT' THEN %2$s old_version := old.%3$I; END IF;
                    IF tg_op <> 'DELETE' THEN %4$s new_version := new.%3$I; END IF;
                EXCEPTION WHEN OTHERS THEN
                    named := false;
                END;
            END IF;
            IF NOT named THEN
                INSERT INTO %5$s (gone) VALUES (true);
                RETURN NULL;
            END IF;
            IF tg_op = 'DELETE' OR tg_op = 'UPDATE' AND ROW(%6$s)::record *<> ROW(%7$s)::record THEN
                INSERT INTO %5$s (%8$s, version, gone) VALUES (%6$s, old_version, true);
            END IF;
            IF tg_op <> 'DELETE' THEN
                INSERT INTO %5$s (%8$s, version, gone) VALUES (%7$s, new_version, false);
            END IF;
            RETURN NULL;
        END
        $body$, declared, read_old, t.version, read_new, log, old_key, new_key, columns));
    RETURN NEXT format(closed, 'write_' || t.name);

    -- A value that somebody wrote while the table was not tracked may be above all that is drawn: within a row's life
    -- the version rises all the same. At the highest number it stops: equal versions are told by their content.
    IF t.kind = 'versioned' THEN
        RETURN NEXT format(header, 'stamp_' || t.name, format($body$
            DECLARE
                drawn bigint := nextval(%1$L);
            BEGIN
                BEGIN
                    IF tg_op = 'UPDATE' THEN
                        drawn := greatest(drawn, least(old.%2$I, 9223372036854775806) + 1);
                    END IF;
                    new.%2$I := drawn;
                EXCEPTION WHEN OTHERS THEN
                    NULL; -- the log notes a change without a key
                END;
                RETURN new;
            END
            $body$, format('bluegreen_track.%I', 'version_' || t.name), t.version));
        RETURN NEXT format(closed, 'stamp_' || t.name);
    END IF;
END
$outer$;

-- Takes our triggers off every table of the tree. Partitions lose theirs with their root.
CREATE FUNCTION bluegreen_track.drop_triggers(t bluegreen_track.tracked) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r record;
BEGIN
    FOR r IN
        SELECT c.oid::regclass AS relation, g.name
        FROM bluegreen_track.tree(t.relation) m JOIN pg_class c ON c.oid = m.relation AND NOT c.relispartition,
            bluegreen_track.triggers(t.kind) g
    LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS %I ON %s', r.name, r.relation);
    END LOOP;
END
$$;

-- What puts our triggers on every table of the tree, ENABLE ALWAYS. Row triggers of a partitioned table reach its
-- partitions.
CREATE FUNCTION bluegreen_track.trigger_statements(t bluegreen_track.tracked) RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.statement
    FROM bluegreen_track.tree(t.relation) m
    JOIN pg_class c ON c.oid = m.relation AND NOT c.relispartition
    CROSS JOIN bluegreen_track.triggers(t.kind) g
    CROSS JOIN LATERAL (VALUES
        (1, format('CREATE TRIGGER %I %s ON %s FOR EACH %s EXECUTE FUNCTION bluegreen_track.%I()',
            g.name, g.moment, c.oid::regclass, g.level, g.function || t.name)),
        (2, format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', c.oid::regclass, g.name))) s (place, statement)
    ORDER BY c.oid, g.name, s.place
$$;

-- Runs statements one after the other.
CREATE FUNCTION bluegreen_track.run(statements text[]) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    statement text;
BEGIN
    FOREACH statement IN ARRAY statements LOOP
        EXECUTE statement;
    END LOOP;
END
$$;

-- Drops what a tracked table had in this schema, as far as nobody else uses it. Returns what is left.
CREATE FUNCTION bluegreen_track.discard(t bluegreen_track.tracked) RETURNS SETOF text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    drop_it text;
    users   text;
BEGIN
    DELETE FROM bluegreen_track.tracked d WHERE d.relation = t.relation;
    FOREACH drop_it IN ARRAY ARRAY[
        format('DROP FUNCTION IF EXISTS bluegreen_track.%I()', 'stamp_' || t.name),
        format('DROP FUNCTION IF EXISTS bluegreen_track.%I()', 'write_' || t.name),
        format('DROP TABLE IF EXISTS bluegreen_track.%I', 'log_' || t.name),
        format('DROP SEQUENCE IF EXISTS bluegreen_track.%I', 'version_' || t.name)]
    LOOP
        BEGIN
            EXECUTE drop_it;
        EXCEPTION WHEN dependent_objects_still_exist THEN
            GET STACKED DIAGNOSTICS users = PG_EXCEPTION_DETAIL;
            RETURN NEXT format('kept, since others depend on it: %s; then: %s', users, drop_it);
        END;
    END LOOP;
END
$$;

-- Removes what tables left behind that were dropped while they were tracked.
CREATE FUNCTION bluegreen_track.forget_dropped() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    t bluegreen_track.tracked;
BEGIN
    FOR t IN
        SELECT * FROM bluegreen_track.tracked d
        WHERE NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = d.relation)
    LOOP
        PERFORM bluegreen_track.discard(t);
    END LOOP;
END
$$;

-- Whether the table is tracked in that way already; damaged triggers are put back. A paused insert log stays paused.
CREATE FUNCTION bluegreen_track.is_tracked_as(target regclass, wanted_kind text, wanted_key text[], wanted_version text)
RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    t bluegreen_track.tracked;
BEGIN
    SELECT * INTO t FROM bluegreen_track.tracked d WHERE d.relation = target;
    IF NOT FOUND THEN
        RETURN false;
    ELSIF t.kind <> wanted_kind OR t.version <> wanted_version OR t.key <> coalesce(wanted_key, t.key) THEN
        RAISE EXCEPTION USING ERRCODE = 'BG007',
            MESSAGE = format('%s is tracked already as %s, by the key (%s) and the version column %I', target, t.kind,
                array_to_string(t.key, ', '), t.version),
            HINT = 'Undo that tracking first.';
    ELSIF EXISTS (SELECT FROM bluegreen_track.trigger_flaws(target) f WHERE NOT f.paused) THEN
        EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', target);
        PERFORM bluegreen_track.drop_triggers(t);
        PERFORM bluegreen_track.run(ARRAY(SELECT bluegreen_track.trigger_statements(t)));
    END IF;
    RETURN true;
END
$$;

-- The first version: above the clock in microseconds, and above the default that an earlier undo left, which is the last
-- version that was drawn. Not above what else stands in the column: reading it would hold up all that write. A default
-- of more digits was set by somebody else, and would leave few numbers to draw.
CREATE FUNCTION bluegreen_track.first_version(target regclass, version_column text) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT greatest((extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
        (SELECT 1 + substring(pg_get_expr(d.adbin, d.adrelid) FROM '^''?(\d{1,18})''?(?:::bigint)?$')::bigint
         FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         WHERE a.attrelid = target AND a.attname = version_column))
$$;

-- What gives the version column, whose default is a constant: no row is read or rewritten.
CREATE FUNCTION bluegreen_track.version_statements(t bluegreen_track.tracked) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ours  constant text := 'Drawn by bluegreen_track at every write';
    start constant bigint := bluegreen_track.first_version(t.relation, t.version);
    full_table     regclass;
    found_column   pg_attribute;
BEGIN
    SELECT * INTO found_column FROM pg_attribute a
    WHERE a.attrelid = t.relation AND a.attname = t.version AND NOT a.attisdropped;
    IF NOT FOUND THEN
        SELECT c.oid INTO full_table FROM bluegreen_track.tree(t.relation) m JOIN pg_class c ON c.oid = m.relation
        WHERE c.relnatts >= 1600 LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION USING ERRCODE = 'BG013',
                MESSAGE = format('%s has no room for a column: a table may have 1600, and dropped ones count', full_table),
                HINT = 'Create the table anew without the columns that were dropped, or move it without a version (`overwrite: blue-wins`), which needs no tracking.';
        END IF;
        RETURN NEXT format('ALTER TABLE %s ADD COLUMN %I bigint NOT NULL DEFAULT %s', t.relation, t.version, start);
        RETURN NEXT format('COMMENT ON COLUMN %s.%I IS %L', t.relation, t.version, ours);
    ELSIF col_description(t.relation, found_column.attnum) IS DISTINCT FROM ours
        OR found_column.atttypid <> 'bigint'::regtype OR NOT found_column.attnotnull
    THEN
        RAISE EXCEPTION USING ERRCODE = 'BG008',
            MESSAGE = format('%s has a column %I of its own', t.relation, t.version),
            DETAIL = 'Tracking overwrites its version column at every write.',
            HINT = 'Rename that column, or name another one for the version.';
    ELSE
        RETURN NEXT format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', t.relation, t.version, start);
    END IF;
    -- Above the default: else the first write would draw the version that all rows have.
    RETURN NEXT format('CREATE SEQUENCE bluegreen_track.%I AS bigint START %s MINVALUE 1 CACHE 1 NO CYCLE',
        'version_' || t.name, start + 1);
END
$$;

-- How a table would be tracked. Refuses what cannot be.
CREATE FUNCTION bluegreen_track.intended(target regclass, kind text, key_columns text[], version_column text)
RETURNS bluegreen_track.tracked
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    t bluegreen_track.tracked;
BEGIN
    PERFORM bluegreen_track.require_table(target);
    t.relation := target;
    t.kind := intended.kind;
    t.key := bluegreen_track.require_key(target, key_columns);
    t.version := version_column;
    t.name := bluegreen_track.free_name(target);
    RETURN t;
END
$$;

-- The statements that give a table its tracking, in their order.
CREATE FUNCTION bluegreen_track.statements(t bluegreen_track.tracked) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF t.kind = 'versioned' THEN
        RETURN QUERY SELECT bluegreen_track.version_statements(t);
    END IF;
    RETURN QUERY SELECT bluegreen_track.log_statements(t);
    RETURN QUERY SELECT bluegreen_track.function_statements(t);
    RETURN QUERY SELECT bluegreen_track.trigger_statements(t);
END
$$;

-- Runs them, and notes that the table is tracked.
CREATE FUNCTION bluegreen_track.establish(t bluegreen_track.tracked) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM bluegreen_track.run(ARRAY(SELECT bluegreen_track.statements(t)));
    INSERT INTO bluegreen_track.tracked (relation, kind, version, key, name, log, sequence)
    VALUES (t.relation, t.kind, t.version, t.key, t.name, format('bluegreen_track.%I', 'log_' || t.name)::regclass,
        CASE WHEN t.kind = 'versioned' THEN format('bluegreen_track.%I', 'version_' || t.name)::regclass END);
END
$$;

-- Gives a table a version and a change log. Does nothing where it has them; puts back triggers that were disabled or
-- dropped (positions noted before are void all the same).
CREATE FUNCTION bluegreen_track.track(
    target regclass, key_columns text[] DEFAULT NULL, version_column text DEFAULT 'row_version')
RETURNS bluegreen_track.tracked
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    t bluegreen_track.tracked;
BEGIN
    IF NOT bluegreen_track.is_tracked_as(target, 'versioned', key_columns, version_column) THEN
        PERFORM bluegreen_track.require_table(target);
        EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', target);
        -- Someone else may have tracked it while this waited for the lock.
        IF NOT bluegreen_track.is_tracked_as(target, 'versioned', key_columns, version_column) THEN
            PERFORM bluegreen_track.forget_dropped();
            PERFORM bluegreen_track.establish(
                bluegreen_track.intended(target, 'versioned', key_columns, version_column));
        END IF;
    END IF;
    SELECT * INTO t FROM bluegreen_track.tracked d WHERE d.relation = target;
    RETURN t;
END
$$;

-- What `track` would run, without a lock; nothing where the table is tracked already. Refuses what it would refuse.
CREATE FUNCTION bluegreen_track.track_statements(
    target regclass, key_columns text[] DEFAULT NULL, version_column text DEFAULT 'row_version')
RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.statement
    FROM (SELECT bluegreen_track.intended(target, 'versioned', key_columns, version_column) AS t
          WHERE NOT EXISTS (SELECT FROM bluegreen_track.tracked d WHERE d.relation = target)) i
    CROSS JOIN LATERAL (
        SELECT format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', target)
        UNION ALL
        SELECT bluegreen_track.statements(i.t)) s (statement)
$$;

-- Gives a table a change log and leaves its version column, which must be a bigint, to whoever writes it.
CREATE FUNCTION bluegreen_track.track_changes(target regclass, key_columns text[], version_column text)
RETURNS bluegreen_track.tracked
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    t bluegreen_track.tracked;
BEGIN
    IF NOT bluegreen_track.is_tracked_as(target, 'logged', key_columns, version_column) THEN
        PERFORM bluegreen_track.require_table(target);
        EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', target);
        IF NOT bluegreen_track.is_tracked_as(target, 'logged', key_columns, version_column) THEN
            PERFORM bluegreen_track.forget_dropped();
            IF NOT EXISTS (
                SELECT FROM pg_attribute a
                WHERE a.attrelid = target AND a.attname = version_column AND a.atttypid = 'bigint'::regtype)
            THEN
                RAISE EXCEPTION USING ERRCODE = 'BG002',
                    MESSAGE = format('%s has no column %I of type bigint for the version', target, version_column),
                    HINT = 'Add one, or name the column that holds the version.';
            END IF;
            PERFORM bluegreen_track.establish(
                bluegreen_track.intended(target, 'logged', key_columns, version_column));
        END IF;
    END IF;
    SELECT * INTO t FROM bluegreen_track.tracked d WHERE d.relation = target;
    RETURN t;
END
$$;

-- What else depends on a column, in words; NULL if nothing does.
CREATE FUNCTION bluegreen_track.users_of(target regclass, column_name text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(DISTINCT coalesce(pg_describe_object('pg_class'::regclass, r.ev_class, 0),
        pg_describe_object(d.classid, d.objid, d.objsubid)), ', ')
    FROM bluegreen_track.tree(target) m
    JOIN pg_attribute a ON a.attrelid = m.relation AND a.attname = column_name
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
    LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
    WHERE d.classid <> 'pg_attrdef'::regclass
      AND NOT EXISTS (
          SELECT FROM pg_constraint c WHERE d.classid = 'pg_constraint'::regclass AND c.oid = d.objid AND c.contype = 'n')
$$;

-- Undoes track or track_changes. Returns what was done, and a sentence for each thing that was kept because others depend on it.
CREATE FUNCTION bluegreen_track.untrack(target regclass) RETURNS SETOF text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    t     bluegreen_track.tracked;
    last  bigint;
    users text;
BEGIN
    IF EXISTS (SELECT FROM bluegreen_track.tracked d WHERE d.relation = target) THEN
        EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', target);
    END IF;
    SELECT * INTO t FROM bluegreen_track.tracked d WHERE d.relation = target;
    IF NOT FOUND THEN
        RETURN NEXT format('%s is not tracked', target);
        RETURN;
    END IF;
    PERFORM bluegreen_track.drop_triggers(t);
    DELETE FROM bluegreen_track.token k WHERE k.relation = target;
    IF t.kind = 'versioned' AND EXISTS (
        SELECT FROM pg_attribute a WHERE a.attrelid = target AND a.attname = t.version AND NOT a.attisdropped)
    THEN
        users := bluegreen_track.users_of(target, t.version);
        IF users IS NULL THEN
            EXECUTE format('ALTER TABLE %s DROP COLUMN %I', target, t.version);
        ELSE
            -- Rows inserted from now on must not look older than deleted ones.
            last := pg_sequence_last_value(t.sequence);
            IF last IS NOT NULL THEN
                EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT %s', target, t.version, last);
            END IF;
            RETURN NEXT format('column %I of %s is kept, since others depend on it: %s', t.version, target, users);
        END IF;
    END IF;
    RETURN QUERY SELECT bluegreen_track.discard(t);
    RETURN NEXT format('%s is no longer tracked', target);
END
$$;
