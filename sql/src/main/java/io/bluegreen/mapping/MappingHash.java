package io.bluegreen.mapping;

import io.bluegreen.catalog.Relation;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A hash over what a relation says: its definition, and that of every view, function,
 * table and type that it uses. It is the same whatever the session's search_path, which
 * decides how the server writes names.
 */
final class MappingHash {

	private static final String HASH = """
			WITH RECURSIVE pinned AS MATERIALIZED (
			    SELECT set_config('search_path', 'pg_catalog', true)
			), uses (classid, objid) AS (
			    SELECT 'pg_class'::regclass::oid, :relation::oid FROM pinned
			    UNION
			    SELECT d.refclassid, d.refobjid
			    FROM uses u
			    LEFT JOIN pg_rewrite r ON u.classid = 'pg_class'::regclass AND r.ev_class = u.objid
			    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
			                     OR d.classid = u.classid AND d.objid = u.objid AND u.classid = 'pg_proc'::regclass
			    WHERE d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass)
			), said (kind, name, text) AS (
			    SELECT 'relation', c.oid::regclass::text,
			           coalesce(pg_get_viewdef(CASE WHEN c.relkind IN ('v', 'm') THEN c.oid END),
			                    (SELECT string_agg(format('%s %s %s', a.attname, format_type(a.atttypid, a.atttypmod),
			                                              a.attcollation::regcollation), ',' ORDER BY a.attname)
			                     FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			                       AND c.oid = :relation))
			    FROM uses u JOIN pg_class c ON u.classid = 'pg_class'::regclass AND c.oid = u.objid
			    UNION ALL
			    SELECT 'function', p.oid::regprocedure::text,
			           concat_ws(' ', p.provolatile, p.proconfig::text, p.prolang, p.prosrc, pg_get_function_sqlbody(p.oid))
			    FROM uses u JOIN pg_proc p ON u.classid = 'pg_proc'::regclass AND p.oid = u.objid
			    UNION ALL
			    SELECT 'type', t.oid::regtype::text, (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
			                                          FROM pg_enum e WHERE e.enumtypid = t.oid)
			    FROM uses u JOIN pg_type t ON u.classid = 'pg_type'::regclass AND t.oid = u.objid
			)
			SELECT coalesce(encode(sha256(convert_to(string_agg(
			           to_jsonb(said)::text, chr(10) ORDER BY kind, name, text), 'UTF8')), 'hex'), 'dropped')
			FROM said
			""";

	private MappingHash() {
	}

	static String of(JdbcClient blue, Relation from) {
		return blue.sql(HASH).param("relation", from.oid()).query(String.class).single();
	}

}
