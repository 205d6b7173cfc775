package io.bluegreen.mapping;

import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Relation;

/**
 * Everything that decides what a relation shows: its own definition, and that of every
 * view, column, function, operator, cast, type and collation that it uses, however deep.
 *
 * @param hash over what all these say; the same for whoever asks, whatever the settings
 * of the session
 * @param evidence a JSON object of the catalog's rows that say it: under each name the
 * oid and the transaction that wrote the row. What is replaced and put back says the same
 * in another row.
 */
public record Definition(String hash, String evidence) {

	/**
	 * The settings are pinned since the server writes names, constants and intervals by
	 * them. A body that is a string is no dependency for the server: whatever of a name
	 * that occurs in it counts as used, and every cast and operator that somebody made.
	 * Of a table count the columns that are used; all of them where a row is used as a
	 * whole.
	 */
	private static final String DEFINITIONS = """
			WITH RECURSIVE pinned AS MATERIALIZED (
			    SELECT set_config('search_path', 'pg_catalog', true), set_config('TimeZone', 'UTC', true),
			           set_config('DateStyle', 'ISO, YMD', true), set_config('IntervalStyle', 'iso_8601', true),
			           set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true),
			           set_config('lc_monetary', 'C', true), set_config('quote_all_identifiers', 'off', true),
			           set_config('standard_conforming_strings', 'on', true)
			), uses (root, classid, objid, objsubid) AS (
			    SELECT r, 'pg_class'::regclass::oid, r, 0 FROM unnest(:relations::oid[]) r, pinned
			    UNION
			    SELECT u.root, n.classid, n.objid, n.objsubid
			    FROM uses u CROSS JOIN LATERAL (
			        SELECT 'pg_rewrite'::regclass::oid AS classid, r.oid AS objid, 0 AS objsubid
			        FROM pg_rewrite r
			        WHERE u.classid = 'pg_class'::regclass AND r.ev_class = u.objid AND r.ev_type = '1'
			        UNION ALL
			        SELECT 'pg_class'::regclass, a.attrelid, a.attnum
			        FROM (SELECT u.root WHERE u.classid = 'pg_class'::regclass AND u.objid = u.root AND u.objsubid = 0
			              UNION ALL
			              SELECT t.typrelid FROM pg_type t WHERE u.classid = 'pg_type'::regclass AND t.oid = u.objid
			              UNION ALL
			              SELECT DISTINCT d.refobjid
			              FROM pg_depend d
			              WHERE d.classid = u.classid AND d.objid = u.objid AND d.refclassid = 'pg_class'::regclass
			                AND (SELECT bool_or(tree::text LIKE '%:varattno 0 %')
			                     FROM (SELECT r.ev_action FROM pg_rewrite r
			                           WHERE u.classid = 'pg_rewrite'::regclass AND r.oid = u.objid
			                           UNION ALL
			                           SELECT p.prosqlbody FROM pg_proc p WHERE u.classid = 'pg_proc'::regclass AND p.oid = u.objid
			                          ) body (tree))) whole (relation)
			        JOIN pg_attribute a ON a.attrelid = whole.relation AND a.attnum > 0 AND NOT a.attisdropped
			        UNION ALL
			        SELECT 'pg_class'::regclass, i.inhrelid, coalesce(there.attnum, 0)
			        FROM pg_inherits i
			        LEFT JOIN pg_attribute here ON here.attrelid = u.objid AND here.attnum = u.objsubid
			        LEFT JOIN pg_attribute there ON there.attrelid = i.inhrelid AND there.attname = here.attname
			        WHERE u.classid = 'pg_class'::regclass AND i.inhparent = u.objid
			        UNION ALL
			        SELECT o.classid, o.objid, 0
			        FROM pg_attribute a
			        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated <> '',
			        LATERAL (VALUES ('pg_type'::regclass, a.atttypid), ('pg_collation', a.attcollation), ('pg_attrdef', d.oid)
			                ) o (classid, objid)
			        WHERE u.classid = 'pg_class'::regclass AND a.attrelid = u.objid AND a.attnum = u.objsubid AND o.objid > 0
			        UNION ALL
			        SELECT 'pg_constraint'::regclass, c.oid, 0 FROM pg_constraint c
			        WHERE u.classid = 'pg_type'::regclass AND c.contypid = u.objid
			        UNION ALL
			        SELECT d.refclassid, d.refobjid, d.refobjsubid
			        FROM pg_depend d
			        WHERE d.classid = u.classid AND d.objid = u.objid AND u.classid <> 'pg_class'::regclass
			          AND d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass,
			                               'pg_operator'::regclass, 'pg_collation'::regclass, 'pg_ts_config'::regclass,
			                               'pg_ts_dict'::regclass)
			        UNION ALL
			        SELECT o.classid, o.oid, o.objsubid
			        FROM (SELECT p.prosrc, regexp_split_to_array(p.prosrc || ' ' || lower(p.prosrc), '[^[:alnum:]_]+') AS words
			              FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
			              WHERE u.classid = 'pg_proc'::regclass AND p.oid = u.objid AND p.prosqlbody IS NULL
			                AND l.lanname NOT IN ('internal', 'c')) body,
			        LATERAL (
			            SELECT 'pg_proc'::regclass AS classid, p.oid, 0 AS objsubid, p.proname AS name, p.pronamespace AS schema
			            FROM pg_proc p
			            UNION ALL
			            SELECT 'pg_class', c.oid, coalesce(a.attnum, 0), c.relname, c.relnamespace
			            FROM pg_class c
			            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind <> 'v'
			            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
			            UNION ALL
			            SELECT 'pg_type', t.oid, 0, t.typname, t.typnamespace FROM pg_type t WHERE t.typrelid = 0 AND t.typelem = 0
			            UNION ALL
			            SELECT 'pg_operator', o.oid, 0, NULL, o.oprnamespace FROM pg_operator o
			            UNION ALL
			            SELECT 'pg_cast', c.oid, 0, NULL, 0 FROM pg_cast c
			        ) o
			        WHERE o.oid >= 16384
			          AND o.schema NOT IN (SELECT n.oid FROM pg_namespace n WHERE n.nspname IN ('bluegreen', 'bluegreen_track'))
			          AND CASE WHEN o.name IS NULL
			                   THEN NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.classid AND d.objid = o.oid
			                                    AND d.deptype = 'e')
			                   ELSE o.name = ANY (body.words) OR o.name ~ '[^[:alnum:]_]' AND strpos(body.prosrc, o.name) > 0 END
			    ) n
			), said (root, kind, name, text, version) AS (
			    SELECT u.root, 'view', r.ev_class::regclass::text, pg_get_viewdef(r.ev_class), concat(r.oid, ':', r.xmin)
			    FROM uses u JOIN pg_rewrite r ON u.classid = 'pg_rewrite'::regclass AND r.oid = u.objid
			    UNION ALL
			    SELECT u.root, 'table', a.attrelid::regclass::text,
			           string_agg(format('%I %s %s', a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation),
			                      ',' ORDER BY a.attname),
			           concat(a.attrelid, ':', string_agg(concat(a.attnum, ' ', a.atttypid, ' ', a.atttypmod, ' ', a.attcollation),
			                                              ',' ORDER BY a.attnum))
			    FROM uses u
			    JOIN pg_attribute a ON u.classid = 'pg_class'::regclass AND a.attrelid = u.objid AND a.attnum = u.objsubid
			    WHERE (SELECT c.relkind FROM pg_class c WHERE c.oid = u.objid) <> 'v'
			    GROUP BY u.root, a.attrelid
			    UNION ALL
			    SELECT u.root, 'generated column', format('%s.%I', d.adrelid::regclass, a.attname),
			           concat(a.attgenerated, ' ', pg_get_expr(d.adbin, d.adrelid)), concat(d.oid, ':', d.xmin)
			    FROM uses u JOIN pg_attrdef d ON u.classid = 'pg_attrdef'::regclass AND d.oid = u.objid
			    JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
			    UNION ALL
			    SELECT u.root, 'function', p.oid::regprocedure::text,
			           concat_ws(' ', p.prokind, p.provolatile, p.proisstrict, p.prosecdef, p.proconfig::text, p.prolang, p.prosrc, p.probin,
			                     p.prorettype::regtype, pg_get_function_sqlbody(p.oid)),
			           concat(p.oid, ':', p.xmin)
			    FROM uses u JOIN pg_proc p ON u.classid = 'pg_proc'::regclass AND p.oid = u.objid
			    UNION ALL
			    SELECT u.root, 'type', t.oid::regtype::text,
			           concat_ws(' ', CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END, t.typnotnull, l.labels),
			           concat(t.oid, ':', t.xmin, l.rows)
			    FROM uses u JOIN pg_type t ON u.classid = 'pg_type'::regclass AND t.oid = u.objid,
			    LATERAL (SELECT string_agg(quote_literal(e.enumlabel), ',' ORDER BY e.enumsortorder) AS labels,
			                    string_agg(concat(' ', e.oid, ':', e.xmin), '' ORDER BY e.oid) AS rows
			             FROM pg_enum e WHERE e.enumtypid = t.oid) l
			    WHERE t.oid >= 16384 AND t.typrelid = 0
			    UNION ALL
			    SELECT u.root, 'constraint', format('%I of %s', c.conname, c.contypid::regtype), pg_get_constraintdef(c.oid),
			           concat(c.oid, ':', c.xmin)
			    FROM uses u JOIN pg_constraint c ON u.classid = 'pg_constraint'::regclass AND c.oid = u.objid
			    UNION ALL
			    SELECT u.root, 'operator', o.oid::regoperator::text, o.oprcode::regprocedure::text, concat(o.oid, ':', o.xmin)
			    FROM uses u JOIN pg_operator o ON u.classid = 'pg_operator'::regclass AND o.oid = u.objid
			    UNION ALL
			    SELECT u.root, 'cast', format('%s AS %s', c.castsource::regtype, c.casttarget::regtype),
			           concat_ws(' ', c.castfunc::regprocedure, c.castcontext, c.castmethod), concat(c.oid, ':', c.xmin)
			    FROM uses u JOIN pg_cast c ON u.classid = 'pg_cast'::regclass AND c.oid = u.objid
			    UNION ALL
			    SELECT u.root, 'collation', c.oid::regcollation::text, (to_jsonb(c) - 'oid' - 'collnamespace' - 'collowner')::text,
			           concat(c.oid, ':', c.xmin)
			    FROM uses u JOIN pg_collation c ON u.classid = 'pg_collation'::regclass AND c.oid = u.objid
			    UNION ALL
			    SELECT u.root, 'default collation of', 'the database', to_jsonb(d) ->> 'datcollversion', to_jsonb(d) ->> 'datcollversion'
			    FROM uses u JOIN pg_database d ON u.classid = 'pg_collation'::regclass AND u.objid = 'pg_catalog."default"'::regcollation
			         AND d.datname = current_database() AND to_jsonb(d) ->> 'datcollversion' IS NOT NULL
			    UNION ALL
			    SELECT u.root, 'text search configuration', u.objid::regconfig::text,
			           string_agg(concat(m.maptokentype, ' ', m.mapdict::regdictionary), ',' ORDER BY m.maptokentype, m.mapseqno),
			           concat(u.objid, ':', string_agg(m.xmin::text, ',' ORDER BY m.maptokentype, m.mapseqno))
			    FROM uses u JOIN pg_ts_config_map m ON u.classid = 'pg_ts_config'::regclass AND m.mapcfg = u.objid
			    GROUP BY u.root, u.objid
			    UNION ALL
			    SELECT u.root, 'text search dictionary', d.oid::regdictionary::text, d.dictinitoption, concat(d.oid, ':', d.xmin)
			    FROM uses u JOIN pg_ts_dict d ON u.classid = 'pg_ts_dict'::regclass AND d.oid = u.objid
			)
			SELECT coalesce(encode(sha256(convert_to(string_agg(
			           jsonb_build_array(s.kind, s.name, s.text)::text, chr(10) ORDER BY s.kind COLLATE "C", s.name COLLATE "C"),
			           'UTF8')), 'hex'), 'dropped') AS hash,
			       coalesce(jsonb_object_agg(s.kind || ' ' || s.name, s.version) FILTER (WHERE s.kind IS NOT NULL), '{}')::text AS evidence
			FROM unnest(:relations::oid[]) WITH ORDINALITY r (root, place) LEFT JOIN said s ON s.root = r.root
			GROUP BY r.place ORDER BY r.place
			""";

	/**
	 * What is not as it was, be it that it was replaced and put back.
	 * @param database any with the tracking in it
	 * @param now the same mapping's definition, read later
	 * @return the first thing that changed; empty if nothing did
	 */
	public Optional<String> change(JdbcClient database, Definition now) {
		return database.sql("SELECT bluegreen_track.mapping_change(:before::jsonb, :now::jsonb)")
			.param("before", this.evidence)
			.param("now", now.evidence)
			.query((row, i) -> Optional.ofNullable(row.getString(1)))
			.single()
			.or(() -> this.hash.equals(now.hash) ? Optional.empty() : Optional.of("the name of a thing that it uses"));
	}

	/**
	 * What decides what a mapping's view shows now.
	 */
	public static Definition of(JdbcClient source, Mapping mapping) {
		return of(source, List.of(mapping.from())).get(0);
	}

	/**
	 * What decides what relations of one database show, in their order.
	 */
	public static List<Definition> of(JdbcClient database, List<Relation> relations) {
		return database.sql(DEFINITIONS)
			.param("relations", relations.stream().map(Relation::oid).toArray(Long[]::new))
			.query((row, i) -> new Definition(row.getString("hash"), row.getString("evidence")))
			.list();
	}

}
