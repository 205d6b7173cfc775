-- Positions in a change log, and the evidence by which they stand. All of these read with the snapshot of the statement
-- that calls them: what changes after the snapshot is not yet in the evidence, so the next comparison finds it.

-- Triggers that tracking needs and that are missing or do not fire for everyone.
CREATE FUNCTION bluegreen_track.trigger_flaws(target regclass)
RETURNS TABLE (relation oid, flaw text, paused boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.oid,
        CASE
            WHEN g.oid IS NULL THEN format('trigger %s of %s is missing', e.name, c.oid::regclass)
            WHEN g.tgenabled = 'D' THEN format('trigger %s of %s is disabled', e.name, c.oid::regclass)
            ELSE format('trigger %s of %s is not ENABLE ALWAYS', e.name, c.oid::regclass)
        END,
        t.kind = 'logged' AND e.name = 'zz_bluegreen_insert' AND g.tgenabled IS NOT DISTINCT FROM 'D'
    FROM bluegreen_track.tracked t
    CROSS JOIN bluegreen_track.tree(target) m
    JOIN pg_class c ON c.oid = m.relation
    JOIN bluegreen_track.triggers(t.kind) e ON e.level = 'ROW' OR NOT c.relispartition
    LEFT JOIN pg_trigger g ON g.tgrelid = c.oid AND g.tgname = e.name
    WHERE t.relation = target AND g.tgenabled IS DISTINCT FROM 'A'
    ORDER BY c.oid, e.name
$$;

-- Why tracking does not note every change with its key: a sentence each, none where it is intact.
CREATE FUNCTION bluegreen_track.flaws(target regclass) RETURNS TABLE (flaw text, paused boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT f.flaw, f.paused FROM bluegreen_track.trigger_flaws(target) f
    UNION ALL
    SELECT format('%s is not tracked', target), false
    WHERE NOT EXISTS (SELECT FROM bluegreen_track.tracked t WHERE t.relation = target)
    UNION ALL
    SELECT CASE
        WHEN a.attnum IS NULL THEN format('%s has no column %I any more, which its log needs', target, k.name)
        ELSE format('column %I of %s is %s now, its log needs %s', k.name, target, format_type(a.atttypid, -1),
            coalesce(format_type(l.atttypid, -1), 'bigint'))
    END, false
    FROM bluegreen_track.tracked t
    CROSS JOIN unnest(t.key || t.version) k (name)
    LEFT JOIN pg_attribute a ON a.attrelid = target AND a.attname = k.name AND NOT a.attisdropped
    LEFT JOIN pg_attribute l ON l.attrelid = t.log AND k.name = ANY (t.key)
        AND l.attname = bluegreen_track.log_column(k.name)
    WHERE t.relation = target
      AND (a.attnum IS NULL
           OR l.attnum IS NOT NULL AND bluegreen_track.widest(a.atttypid) <> bluegreen_track.widest(l.atttypid)
           OR l.attnum IS NULL AND a.atttypid <> 'bigint'::regtype)
$$;

-- The first flaw that nobody meant to be there; NULL if there is none.
CREATE FUNCTION bluegreen_track.damage(target regclass) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT f.flaw FROM bluegreen_track.flaws(target) f WHERE NOT f.paused ORDER BY f.flaw COLLATE "C" LIMIT 1
$$;

-- The whole partition tree, ordered by oid: an element for each table. TRUNCATE and a rewrite change its file, ATTACH and
-- DETACH the rows of pg_inherits, ALTER TABLE .. TRIGGER the rows of pg_trigger, even when it was turned back.
CREATE FUNCTION bluegreen_track.shape(target regclass) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT jsonb_agg(jsonb_build_object(
        'relation', c.oid::text,
        'name', c.oid::regclass::text,
        'file', c.relfilenode::text,
        'parents', (
            SELECT jsonb_object_agg(i.inhparent::text, i.xmin::text) FROM pg_inherits i
            WHERE i.inhrelid = c.oid AND c.oid <> target),
        'triggers', (
            SELECT jsonb_object_agg(g.tgname, jsonb_build_object('enabled', g.tgenabled, 'function', g.tgfoid::text,
                'changed', g.xmin::text))
            FROM pg_trigger g
            WHERE g.tgrelid = c.oid AND g.tgname IN (SELECT e.name FROM bluegreen_track.triggers('versioned') e)),
        'flaws', (
            SELECT jsonb_agg(f.flaw ORDER BY f.flaw) FROM bluegreen_track.trigger_flaws(target) f
            WHERE f.relation = c.oid)
        ) ORDER BY c.oid)
    FROM bluegreen_track.tree(target) m JOIN pg_class c ON c.oid = m.relation
$$;

-- What the jobs leave here with each position that they note: a copy of this database that was made earlier lacks it,
-- whatever was written to it since. One log may have several consumers.
--   needed_from transactions from this one on are still to be read from the log
--   running     the work that began at the position is under way
-- Whoever has left none for 7 days is not waited for any more.
CREATE TABLE bluegreen_track.token (
    token       uuid        NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
    place       bigint      GENERATED ALWAYS AS IDENTITY,
    relation    oid         NOT NULL,
    consumer    text        NOT NULL,
    needed_from xid8        NOT NULL,
    running     boolean     NOT NULL,
    left_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ON bluegreen_track.token (relation);

-- Leaves a token with a position and returns the position with it. To be called in the transaction that noted the
-- position, in a statement of its own. The commit is not asynchronous: once it is through, all that the position has seen
-- is on disk.
CREATE FUNCTION bluegreen_track.leave(target regclass, consumer text, noted jsonb, running boolean)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    left_here uuid;
BEGIN
    PERFORM set_config('synchronous_commit', 'local', true) WHERE current_setting('synchronous_commit') = 'off';
    INSERT INTO bluegreen_track.token (relation, consumer, needed_from, running)
    VALUES (target, leave.consumer, pg_snapshot_xmin((noted ->> 'snapshot')::pg_snapshot), leave.running)
    RETURNING token INTO left_here;
    RETURN noted || jsonb_build_object('token', left_here);
END
$$;

-- After the position that came with a token was stored: its work is over, and what this consumer left earlier goes, but
-- for work that is under way.
CREATE FUNCTION bluegreen_track.stored(target regclass, consumer text, stored_token uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM bluegreen_track.token t
    USING bluegreen_track.token own
    WHERE own.token = stored_token AND t.relation = target AND t.consumer = stored.consumer AND t.place < own.place
      AND (NOT t.running OR t.left_at < now() - interval '7 days');
    UPDATE bluegreen_track.token t SET running = false WHERE t.token = stored_token AND t.running
$$;

-- Where a table's log stands now, with its evidence. Any relation has one; without tracking it lacks sequence and log.
-- Refused on a standby, whose log may be behind and whose evidence is another's.
CREATE FUNCTION bluegreen_track.position(target regclass) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF pg_is_in_recovery() THEN
        RAISE EXCEPTION USING ERRCODE = 'BG009',
            MESSAGE = 'this server is a standby, and a position in a change log is the primary''s',
            HINT = 'Connect to the primary (targetServerType=primary in the JDBC url).';
    END IF;
    RETURN (
        SELECT jsonb_build_object(
            'snapshot', pg_current_snapshot()::text,
            'system', (SELECT system_identifier::text FROM pg_control_system()),
            'database', (SELECT d.oid::text FROM pg_database d WHERE d.datname = current_database()),
            -- Not from pg_control_checkpoint(), which names the old timeline long after a promotion.
            'timeline', left(pg_walfile_name(pg_current_wal_lsn()), 8),
            'lsn', pg_current_wal_insert_lsn()::text,
            'log', (SELECT jsonb_build_object('relation', c.oid::text, 'file', c.relfilenode::text)
                    FROM pg_class c WHERE c.oid = t.log),
            'sequence', (SELECT jsonb_build_object('relation', c.oid::text, 'file', c.relfilenode::text,
                             'last', coalesce(pg_sequence_last_value(c.oid), 0))
                         FROM pg_class c WHERE c.oid = t.sequence),
            'floor', t.floor::text,
            'tokens', (SELECT jsonb_agg(k.token) FROM bluegreen_track.token k WHERE k.relation = target),
            'flaws', (SELECT jsonb_agg(f.flaw) FROM bluegreen_track.flaws(target) f WHERE t.relation IS NOT NULL),
            'shape', bluegreen_track.shape(target))
        FROM (VALUES (target)) v (relation)
        LEFT JOIN bluegreen_track.tracked t ON t.relation = v.relation);
END
$$;

-- What of a mapping (see Definition) is in another row of the catalog now, or in none; NULL: nothing.
CREATE FUNCTION bluegreen_track.mapping_change(before jsonb, now jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT name
    FROM jsonb_each_text(before) b FULL JOIN jsonb_each_text(now) n (key, value) ON n.key = b.key,
    LATERAL coalesce(b.key, n.key) name
    WHERE b.value IS DISTINCT FROM n.value
    ORDER BY b.key IS NULL OR n.key IS NULL, name COLLATE "C"
    LIMIT 1
$$;

-- Why a position noted before does not stand any more: the first reason in a sentence, NULL if it stands.
CREATE FUNCTION bluegreen_track.broken(before jsonb, now jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH tables AS (
        SELECT b.value AS before, n.value AS now, coalesce(n.value, b.value) ->> 'name' AS name
        FROM jsonb_array_elements(before -> 'shape') b
        FULL JOIN jsonb_array_elements(now -> 'shape') n ON n.value ->> 'relation' = b.value ->> 'relation'
    )
    SELECT reason.sentence
    FROM (
        SELECT 1, 'the position belongs to another cluster'
        WHERE before -> 'system' IS DISTINCT FROM now -> 'system'
        UNION ALL
        SELECT 2, 'the position belongs to another database'
        WHERE before -> 'database' IS DISTINCT FROM now -> 'database'
        UNION ALL
        SELECT 3, format('the server went over to timeline %s from %s: a failover may have lost commits',
            now ->> 'timeline', before ->> 'timeline')
        WHERE before -> 'timeline' IS DISTINCT FROM now -> 'timeline'
        UNION ALL
        SELECT 4, format('the WAL went back from %s to %s', before ->> 'lsn', now ->> 'lsn')
        WHERE (now ->> 'lsn')::pg_lsn < (before ->> 'lsn')::pg_lsn
        UNION ALL
        SELECT 5, 'transaction numbers went back'
        WHERE pg_snapshot_xmax((now ->> 'snapshot')::pg_snapshot) < pg_snapshot_xmax((before ->> 'snapshot')::pg_snapshot)
           OR pg_snapshot_xmin((now ->> 'snapshot')::pg_snapshot) < pg_snapshot_xmin((before ->> 'snapshot')::pg_snapshot)
        UNION ALL
        SELECT 6, 'the change log was created anew or emptied'
        WHERE before -> 'log' IS DISTINCT FROM now -> 'log'
        UNION ALL
        SELECT 7, 'the change log was pruned past the position'
        WHERE pg_snapshot_xmin((before ->> 'snapshot')::pg_snapshot) < (now ->> 'floor')::xid8
        UNION ALL
        SELECT 8, 'the sequence of the versions was created anew, restarted or set back'
        WHERE before #>> '{sequence,relation}' IS DISTINCT FROM now #>> '{sequence,relation}'
           OR before #>> '{sequence,file}' IS DISTINCT FROM now #>> '{sequence,file}'
           OR (before #> '{sequence,last}')::bigint > (now #> '{sequence,last}')::bigint
        UNION ALL
        SELECT 9, 'the token that was left here with the position is gone: this database was restored from an earlier copy, or the position was'
        WHERE before ? 'token' AND NOT coalesce(now -> 'tokens' ? (before ->> 'token'), false)
        UNION ALL
        SELECT 10, CASE
            WHEN t.before IS NULL THEN format('%s was created or attached', t.name)
            WHEN t.now IS NULL THEN format('%s was dropped or detached', t.name)
            WHEN t.before -> 'parents' IS DISTINCT FROM t.now -> 'parents' THEN format('%s was detached and attached', t.name)
            ELSE format('%s was truncated or rewritten', t.name)
        END
        FROM tables t
        WHERE t.before IS NULL OR t.now IS NULL
           OR t.before -> 'parents' IS DISTINCT FROM t.now -> 'parents'
           OR t.before -> 'file' IS DISTINCT FROM t.now -> 'file'
        UNION ALL
        SELECT 11, flaw
        FROM jsonb_array_elements_text(coalesce(nullif(now -> 'flaws', 'null'), nullif(before -> 'flaws', 'null'))) flaw
        UNION ALL
        SELECT 12, format('the triggers of %s were changed or turned off for a time', t.name)
        FROM tables t
        WHERE t.before -> 'triggers' IS DISTINCT FROM t.now -> 'triggers'
        UNION ALL
        SELECT 13, format('the mapping was replaced, or replaced and put back: %s',
            bluegreen_track.mapping_change(before -> 'mapping', now -> 'mapping'))
        WHERE before -> 'mapping' IS DISTINCT FROM now -> 'mapping'
    ) reason (rank, sentence)
    ORDER BY reason.rank, reason.sentence COLLATE "C"
    LIMIT 1
$$;

-- Refuses where the log may lack rows that the snapshot could not see; else true. Asked
-- in the statement that reads the log: pruning may come between two.
CREATE FUNCTION bluegreen_track.reaches(target regclass, before pg_snapshot) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM bluegreen_track.tracked t
        WHERE t.relation = target AND t.floor <= pg_snapshot_xmin(before))
    THEN
        RETURN true;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'BG010',
        MESSAGE = format('the change log of %s was pruned past the position, or is gone', target),
        HINT = 'Start over with a new position; a full verify finds what was missed.';
END
$$;

-- Whether the WAL is on disk up to a position. Where it is not, this transaction writes a message that nobody reads, so
-- that its commit flushes: call it again in a new one. (Left to the WAL writer it takes wal_writer_delay, 200 ms and more
-- for every table; without a commit WAL may stay in memory for 15 s.)
CREATE FUNCTION bluegreen_track.flushed(lsn pg_lsn) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF pg_current_wal_flush_lsn() >= lsn THEN
        RETURN true;
    END IF;
    -- Where commits are asynchronous this one must not be.
    PERFORM set_config('synchronous_commit', 'local', true), pg_logical_emit_message(true, 'bluegreen', 'flush');
    RETURN false;
END
$$;
