-- What a new column, or the log beside the table, can break. What a function does stands in a text of its language: it is
-- searched, not understood, so what is found there is in doubt. What applications send is nowhere in the catalog.

-- The text of a function in lower case, without comments (apostrophes in them begin no literal) and without the star of
-- EXISTS (SELECT *), which fetches nothing.
CREATE FUNCTION bluegreen_track.code(source text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT regexp_replace(
        regexp_replace(lower(source), '(''[^'']*'')|--[^\n]*|/\*([^*]|\*+[^*/])*\*+/', '\1 ', 'g'),
        '\mexists\s*\(\s*select\s*\*', 'exists (select 1', 'g')
$$;

-- The first place in a text that takes all columns there are, by a star, TABLE, NATURAL JOIN, or COPY without columns.
CREATE FUNCTION bluegreen_track.whole_row(code text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT regexp_replace(substring(code FROM
        '[[:alnum:]_$")\]]*\s*\.\s*\*'
        '|\m(?:select|returning|all|distinct)\s*\*|,\s*\*|\)\s*\*\s*from\M'
        '|\mcopy\s+[^\s(]+\s+(?:from|to)\M'
        '|\mnatural\s+(?:inner\s+|left\s+|right\s+|full\s+)?(?:outer\s+)?join\M'
        '|(?<!\m(?:alter|lock|truncate|create|drop|foreign|temp|temporary|unlogged|exists)\s+)\mtable\s+(?!if\M)[\w."$%]+'),
        '\s+', ' ', 'g')
$$;

-- The first place in the text of a trigger function that compares, casts or hands on a whole row.
CREATE FUNCTION bluegreen_track.whole_new_or_old(code text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT substring(code FROM
        '\m(?:new|old)\s*(?:::|<>|!=|\*[<>=]|=(?!>)|is\s+(?:not\s+)?distinct)[^;]{0,20}'
        '|:?=\s*(?:new|old)\s*;|\m(?:values|row)\s*\(\s*(?:new|old)\s*[,)]')
$$;

-- Whether a text names a table.
CREATE FUNCTION bluegreen_track.names(code text, relation name) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT code ~ ('(?<![\w$])' || regexp_replace(lower(relation), '([^[:alnum:]_])', '\\\1', 'g') || '(?![\w$])')
$$;

-- The names of a relation's columns between commas, to be looked for in another's.
CREATE FUNCTION bluegreen_track.columns(relation oid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT string_agg(quote_ident(a.attname), ',' ORDER BY a.attnum) || ','
    FROM pg_attribute a WHERE a.attrelid = columns.relation AND a.attnum > 0 AND NOT a.attisdropped
$$;

-- What breaks, a sentence each.
--   together  tables that are to be tracked as well: they get the same column
CREATE FUNCTION bluegreen_track.breakage(
    target regclass, together regclass[] DEFAULT '{}', version_column text DEFAULT 'row_version')
RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH tables AS (
        SELECT c.oid, c.reltype, y.typarray, n.nspname, c.relname
        FROM bluegreen_track.tree(target) m
        JOIN pg_class c ON c.oid = m.relation
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_type y ON y.oid = c.reltype
    ), schemas AS (
        SELECT n.oid FROM pg_namespace n
        WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'bluegreen', 'bluegreen_track') AND n.nspname !~ '^pg_'
    ), functions AS MATERIALIZED (
        SELECT p.oid, l.lanname AS language, bluegreen_track.code(p.prosrc) AS code,
            EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
                AS of_extension
        FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
        -- Bodies of SQL itself are parsed: they name their columns.
        WHERE p.pronamespace IN (SELECT s.oid FROM schemas s) AND p.prosqlbody IS NULL
    ), fired AS (
        SELECT t.oid::regclass AS relation, g.tgname, f.oid, f.language,
            substring(pg_get_triggerdef(g.oid) FROM ' WHEN \((.*)\) EXECUTE ') AS condition,
            coalesce(bluegreen_track.whole_row(f.code), bluegreen_track.whole_new_or_old(f.code)) AS found
        FROM pg_trigger g
        JOIN tables t ON t.oid = g.tgrelid
        LEFT JOIN functions f ON f.oid = g.tgfoid
        WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND g.tgname NOT LIKE 'zz\_bluegreen\_%'
    )
    SELECT format('trigger %I of %s runs function %s, which takes whole rows (%s): it fails if it puts them into a fixed shape, and sees a change at every update if it compares them',
        f.tgname, f.relation, f.oid::regprocedure, f.found)
    FROM fired f WHERE f.found IS NOT NULL AND f.language NOT IN ('c', 'internal')
    UNION ALL
    SELECT format('trigger %I of %s runs function %s in language %s, whose text is not here to be searched: it fails if it expects the columns of today',
        f.tgname, f.relation, f.oid::regprocedure, f.language)
    FROM fired f WHERE f.language IN ('c', 'internal')
    UNION ALL
    SELECT format('trigger %I of %s compares whole rows (WHEN %s): it fires at every update, since each changes the version',
        f.tgname, f.relation, f.condition)
    FROM fired f WHERE f.condition ~* '\m(new|old)\.\*'
    UNION ALL
    SELECT format('function %s names %s and takes all columns there are (%s): in doubt, it fails if it puts them into a fixed shape',
        f.oid::regprocedure, t.oid::regclass, bluegreen_track.whole_row(f.code))
    FROM functions f JOIN tables t ON bluegreen_track.names(f.code, t.relname)
    WHERE bluegreen_track.whole_row(f.code) IS NOT NULL AND f.language NOT IN ('c', 'internal') AND NOT f.of_extension
      AND f.oid NOT IN (SELECT g.oid FROM fired g WHERE g.oid IS NOT NULL)
    UNION ALL
    SELECT format('view %s shows every column of %s: where it is created again as SELECT *, it gets the new one too',
        v.oid::regclass, t.oid::regclass)
    FROM tables t JOIN pg_class v ON v.relkind IN ('v', 'm') AND v.relnamespace IN (SELECT s.oid FROM schemas s)
    WHERE position(',' || bluegreen_track.columns(t.oid) IN ',' || bluegreen_track.columns(v.oid)) > 0
      AND EXISTS (
          SELECT FROM pg_rewrite r
          JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
          WHERE r.ev_class = v.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid)
    UNION ALL
    -- One with more columns than these is no archive of a table of one column or two.
    SELECT format('table %s has the columns of %s: INSERT INTO %1$s SELECT * FROM %2$s fails, also with RETURNING *',
        c.oid::regclass, target)
    FROM pg_class c
    WHERE c.relkind IN ('r', 'p', 'f') AND c.relnamespace IN (SELECT s.oid FROM schemas s)
      AND NOT c.relispartition AND c.oid NOT IN (SELECT t.oid FROM tables t)
      AND c.oid <> ALL (together) AND NOT EXISTS (SELECT FROM bluegreen_track.tracked d WHERE d.relation = c.oid)
      AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = version_column AND NOT a.attisdropped)
      AND (bluegreen_track.columns(c.oid) = bluegreen_track.columns(target)
           OR (SELECT count(*) > 2 FROM pg_attribute a WHERE a.attrelid = target AND a.attnum > 0 AND NOT a.attisdropped)
               AND position(',' || bluegreen_track.columns(target) IN ',' || bluegreen_track.columns(c.oid)) > 0)
    UNION ALL
    SELECT format('publication %I sends every table: a subscriber stops when rows arrive for the new column of %s or for its change log; add both there first, or replicate a list of tables',
        p.pubname, target)
    FROM pg_publication p WHERE p.puballtables
    UNION ALL
    SELECT format('publication %I sends %s: a subscriber stops when rows arrive with a column that it lacks; add it there first, or publish a list of columns',
        p.pubname, target)
    FROM pg_publication p
    WHERE NOT p.puballtables
      AND EXISTS (
          SELECT FROM pg_publication_tables s JOIN tables t ON t.nspname = s.schemaname AND t.relname = s.tablename
          WHERE s.pubname = p.pubname)
      -- A list of columns (from version 15 on) leaves the new one out.
      AND NOT EXISTS (
          SELECT FROM pg_publication_rel r JOIN tables t ON t.oid = r.prrelid
          WHERE r.prpubid = p.oid AND to_jsonb(r) ->> 'prattrs' IS NOT NULL)
    UNION ALL
    SELECT format('function %s returns rows of %s: it fails if it lists their columns', f.oid::regprocedure, t.oid::regclass)
    FROM pg_proc f JOIN tables t ON f.prorettype IN (t.reltype, t.typarray)
    UNION ALL
    SELECT format('function %s takes rows of %s: callers that build them with ROW(..) fail', f.oid::regprocedure, t.oid::regclass)
    FROM pg_proc f JOIN tables t
        ON ARRAY[t.reltype, t.typarray] && coalesce(f.proallargtypes, f.proargtypes::oid[])
        AND f.prorettype NOT IN (t.reltype, t.typarray)
    UNION ALL
    SELECT format('column %s.%I has the row type of %s: the server refuses to add the version', c.oid::regclass, a.attname,
        t.oid::regclass)
    FROM pg_attribute a JOIN tables t ON a.atttypid IN (t.reltype, t.typarray)
    JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'm', 'f')
    WHERE NOT a.attisdropped
    UNION ALL
    SELECT format('rule %I of %s turns writes into others: what it does instead is not in the change log', r.rulename,
        t.oid::regclass)
    FROM pg_rewrite r JOIN tables t ON t.oid = r.ev_class
    WHERE r.ev_type <> '1'
$$;
