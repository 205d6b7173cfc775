-- What others than the owner of the tables may do.

-- Removes rows of transactions below one that neither this nor any other consumer needs, at most so many at a time, and
-- raises the floor. Returns how many it removed; call it again, in a new transaction, until that is 0.
CREATE FUNCTION bluegreen_track.prune(target regclass, keep_from xid8, at_most integer DEFAULT 10000) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    t       bluegreen_track.tracked;
    ended   xid8;
    removed bigint;
BEGIN
    SELECT * INTO t FROM bluegreen_track.tracked d WHERE d.relation = target FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    ended := least(keep_from, pg_snapshot_xmin(pg_current_snapshot()), (
        -- PostgreSQL 14 has no min(xid8).
        SELECT k.needed_from FROM bluegreen_track.token k
        WHERE k.relation = target AND k.left_at > now() - interval '7 days' ORDER BY k.needed_from LIMIT 1));
    IF ended > t.floor THEN
        UPDATE bluegreen_track.tracked d SET floor = ended WHERE d.relation = target;
    END IF;
    EXECUTE format(
        'DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE xid < $1 ORDER BY xid LIMIT $2))', t.log)
    USING greatest(ended, t.floor), at_most;
    GET DIAGNOSTICS removed = ROW_COUNT;
    RETURN removed;
END
$$;

-- How large a log is, without counting it: the server's statistics, or, where it has none, as many rows as would fit.
CREATE FUNCTION bluegreen_track.log_rows(log regclass) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT least(coalesce(nullif(pg_stat_get_live_tuples(log), 0), fit.rows), fit.rows)
    FROM (SELECT pg_relation_size(log) / 60 AS rows) fit
$$;

-- Raises the floor of a log that has grown past so many rows, whoever still needs them: it must not fill the disk. Who has
-- not read them is refused. prune then removes them.
CREATE FUNCTION bluegreen_track.cut(target regclass, max_rows bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    t    bluegreen_track.tracked;
    last xid8;
BEGIN
    SELECT * INTO t FROM bluegreen_track.tracked d WHERE d.relation = target FOR UPDATE;
    IF NOT FOUND OR bluegreen_track.log_rows(t.log) <= max_rows THEN
        RETURN;
    END IF;
    EXECUTE format('SELECT xid FROM %s ORDER BY xid DESC OFFSET $1 LIMIT 1', t.log) INTO last USING max_rows;
    IF last >= t.floor THEN
        UPDATE bluegreen_track.tracked d SET floor = (last::text::numeric + 1)::text::xid8 WHERE d.relation = target;
    END IF;
END
$$;

-- Turns the logging of inserts off or on. The lock that this takes waits for all that write now, so after it is on
-- again no insert is under way that will not be logged. Inserts into Blue are always logged.
CREATE FUNCTION bluegreen_track.set_insert_log(target regclass, logged boolean) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    wanted constant "char" := CASE WHEN logged THEN 'A' ELSE 'D' END;
    r      record;
BEGIN
    IF NOT EXISTS (SELECT FROM bluegreen_track.tracked t WHERE t.relation = target AND t.kind = 'logged') THEN
        RAISE EXCEPTION USING ERRCODE = 'BG011',
            MESSAGE = format('%s has no change log whose inserts may be left out', target),
            HINT = 'Only the log of a Green table can be paused.';
    END IF;
    FOR r IN
        SELECT g.tgrelid::regclass AS relation
        FROM bluegreen_track.tree(target) m JOIN pg_trigger g ON g.tgrelid = m.relation
        WHERE g.tgname = 'zz_bluegreen_insert' AND g.tgparentid = 0
          AND EXISTS (
              SELECT FROM bluegreen_track.tree(g.tgrelid) b JOIN pg_trigger l ON l.tgrelid = b.relation
              WHERE l.tgname = g.tgname AND l.tgenabled <> wanted)
    LOOP
        EXECUTE format('ALTER TABLE %s %s TRIGGER zz_bluegreen_insert', r.relation,
            CASE WHEN logged THEN 'ENABLE ALWAYS' ELSE 'DISABLE' END);
    END LOOP;
END
$$;

-- lock_timeout is above deadlock_timeout, else autovacuum would never make way.
CREATE FUNCTION bluegreen_track.pause_insert_log(target regclass) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '1500ms' AS $$
    SELECT bluegreen_track.set_insert_log(target, false)
$$;

CREATE FUNCTION bluegreen_track.resume_insert_log(target regclass) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '1500ms' AS $$
    SELECT bluegreen_track.set_insert_log(target, true)
$$;

-- Refuses any table but Green's own.
CREATE FUNCTION bluegreen_track.require_logged(target regclass) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM bluegreen_track.tracked t WHERE t.relation = target AND t.kind = 'logged') THEN
        RAISE EXCEPTION USING ERRCODE = 'BG012',
            MESSAGE = format('%s is not a Green table with a change log', target),
            HINT = 'Only its owner may do that.';
    END IF;
END
$$;

-- ANALYZE for those who are not the owner, whom the server answers with a warning alone.
CREATE FUNCTION bluegreen_track.analyze(target regclass) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '1500ms' AS $$
BEGIN
    PERFORM bluegreen_track.require_logged(target);
    EXECUTE format('ANALYZE %s', target);
END
$$;

-- Puts the sequences that a table draws from at its highest value (the lowest, where they count down) if they stand
-- before it: identity and serial columns, and defaults on a sequence that belongs to no other table. Never back: a
-- session would have to draw all numbers in between while this runs.
CREATE FUNCTION bluegreen_track.advance(target regclass) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET row_security = off AS $$
DECLARE
    r         record;
    outermost numeric;
    last      bigint;
    drawn     boolean;
BEGIN
    FOR r IN
        SELECT a.attname, s.*
        FROM pg_attribute a
        CROSS JOIN LATERAL (
            SELECT d.objid FROM pg_depend d
            WHERE d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
              AND d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
            UNION
            SELECT d.refobjid
            FROM pg_attrdef f
            JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid AND d.refclassid = 'pg_class'::regclass
            WHERE f.adrelid = a.attrelid AND f.adnum = a.attnum
              AND NOT EXISTS (
                  SELECT FROM pg_depend o
                  WHERE o.classid = 'pg_class'::regclass AND o.objid = d.refobjid AND o.deptype IN ('a', 'i')
                    AND o.refclassid = 'pg_class'::regclass AND o.refobjid <> a.attrelid)) u
        JOIN pg_sequence s ON s.seqrelid = u.objid
        WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped
          AND a.atttypid IN ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype)
    LOOP
        EXECUTE format('SELECT ceil(%s(%I)) FROM %s', CASE WHEN r.seqincrement > 0 THEN 'max' ELSE 'min' END, r.attname,
            target) INTO outermost;
        EXECUTE format('SELECT last_value, is_called FROM %s', r.seqrelid::regclass) INTO last, drawn;
        outermost := CASE WHEN r.seqincrement > 0 THEN least(outermost, r.seqmax) ELSE greatest(outermost, r.seqmin) END;
        IF outermost BETWEEN r.seqmin AND r.seqmax
            AND (sign(outermost - last) = sign(r.seqincrement) OR outermost = last AND NOT drawn)
        THEN
            PERFORM setval(r.seqrelid, outermost::bigint);
        END IF;
    END LOOP;
END
$$;

CREATE FUNCTION bluegreen_track.advance_sequences(target regclass) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM bluegreen_track.require_logged(target);
    PERFORM bluegreen_track.advance(target);
END
$$;
