package io.bluegreen.jobs.rights;

import java.util.List;

import io.bluegreen.catalog.Relation;
import io.bluegreen.session.Side;

/**
 * Tells what a role lacks in one database. Whatever it holds already, by PUBLIC or by a
 * role of its, is not granted again: a GRANT writes the rows of the catalog anew whose
 * versions are evidence.
 */
public record Rights(Side side, String role) {

	/**
	 * A view is read with its owner's rights, but its functions and operators are called
	 * by whoever reads it; so are those of defaults, CHECKs and indexes by whoever
	 * writes. A body that is a string is searched for names.
	 */
	private static final String OF_RELATION = """
			WITH RECURSIVE role AS (
			    SELECT oid, quote_ident(rolname) AS name FROM pg_roles WHERE rolname = :role
			), used (classid, objid, asked, needed) AS (
			    SELECT 'pg_class'::regclass::oid, :relation::oid, true, true
			    UNION
			    SELECT n.classid, n.objid, n.asked, u.needed AND n.needed
			    FROM used u
			    LEFT JOIN pg_class c ON u.classid = 'pg_class'::regclass AND c.oid = u.objid
			    LEFT JOIN pg_proc p ON u.classid = 'pg_proc'::regclass AND p.oid = u.objid,
			    LATERAL (
			        SELECT d.refclassid AS classid, d.refobjid AS objid,
			               u.asked AND d.refclassid = 'pg_class'::regclass
			               AND coalesce(c.reloptions && ARRAY['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false) AS asked,
			               true AS needed
			        FROM (SELECT u.classid, u.objid WHERE c.oid IS NULL AND NOT coalesce(p.prosecdef, false)
			              UNION ALL
			              SELECT 'pg_rewrite'::regclass, r.oid FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type = '1'
			              UNION ALL
			              SELECT 'pg_attrdef'::regclass, a.oid FROM pg_attrdef a WHERE a.adrelid = c.oid
			              UNION ALL
			              SELECT 'pg_constraint'::regclass, k.oid FROM pg_constraint k
			              WHERE k.conrelid = :relation AND k.conrelid = c.oid AND k.contype = 'c' AND :written
			                 OR u.classid = 'pg_type'::regclass AND k.contypid = u.objid
			              UNION ALL
			              SELECT 'pg_class'::regclass, i.indexrelid FROM pg_index i
			              WHERE i.indrelid = :relation AND i.indrelid = c.oid AND :written) o (classid, objid)
			        JOIN pg_depend d ON d.classid = o.classid AND d.objid = o.objid AND d.deptype IN ('n', 'a')
			        WHERE d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass)
			           OR d.refclassid = 'pg_class'::regclass AND o.classid <> 'pg_class'::regclass
			        UNION ALL
			        SELECT 'pg_proc'::regclass, o.oprcode, false, true FROM pg_operator o
			        WHERE u.classid = 'pg_operator'::regclass AND o.oid = u.objid
			        UNION ALL
			        SELECT 'pg_type'::regclass, a.atttypid, false, true FROM pg_attribute a
			        WHERE a.attrelid = :relation AND a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			        UNION ALL
			        SELECT 'pg_type'::regclass, b.oid, false, true FROM pg_type t, unnest(ARRAY[t.typbasetype, t.typelem]) b (oid)
			        WHERE u.classid = 'pg_type'::regclass AND t.oid = u.objid AND b.oid <> 0
			        UNION ALL
			        -- What triggers call, they call as the role that writes.
			        SELECT 'pg_proc'::regclass, g.tgfoid, false, false
			        FROM pg_trigger g JOIN pg_proc f ON f.oid = g.tgfoid
			        WHERE g.tgrelid = :relation AND g.tgrelid = c.oid AND NOT g.tgisinternal AND :written
			          AND f.pronamespace::regnamespace::text <> 'bluegreen_track'
			        UNION ALL
			        -- How the values of a type are compared and sent.
			        SELECT 'pg_proc'::regclass, f.oid, false, true
			        FROM pg_type t, LATERAL (
			            SELECT t.typsend::oid
			            UNION
			            SELECT o.oprcode FROM pg_opclass k
			            JOIN pg_am m ON m.oid = k.opcmethod AND m.amname = 'btree'
			            JOIN pg_amop x ON x.amopfamily = k.opcfamily JOIN pg_operator o ON o.oid = x.amopopr
			            WHERE k.opcintype = t.oid AND k.opcdefault) f (oid)
			        WHERE u.classid = 'pg_type'::regclass AND t.oid = u.objid AND t.typnamespace <> 'pg_catalog'::regnamespace
			        UNION ALL
			        SELECT 'pg_proc'::regclass, q.oid, false, false
			        FROM pg_language l, regexp_matches(regexp_replace(p.prosrc, '--[^\\n]*', '', 'g'), '(\\w+)"?\\s*\\(', 'g') m
			        JOIN pg_proc q ON q.proname = lower(m[1]) AND q.pronamespace <> 'pg_catalog'::regnamespace
			        WHERE l.oid = p.prolang AND l.lanname NOT IN ('c', 'internal') AND p.prosqlbody IS NULL AND NOT p.prosecdef
			    ) n
			    WHERE n.objid <> 0
			), functions AS (
			    SELECT p.oid, p.pronamespace, bool_or(u.needed) AS needed
			    FROM used u JOIN pg_proc p ON u.classid = 'pg_proc'::regclass AND p.oid = u.objid
			    GROUP BY p.oid, p.pronamespace
			), types AS (
			    -- A multirange has the privileges of its range.
			    SELECT DISTINCT coalesce(r.rngtypid, t.oid) AS oid, t.typnamespace
			    FROM used u JOIN pg_type t ON u.classid = 'pg_type'::regclass AND t.oid = u.objid
			    LEFT JOIN pg_range r ON r.rngmultitypid = t.oid
			    WHERE t.typnamespace <> 'pg_catalog'::regnamespace AND NOT (t.typtype = 'b' AND t.typcategory = 'A')
			), relations AS (
			    SELECT DISTINCT c.oid, c.relnamespace FROM used u JOIN pg_class c ON u.classid = 'pg_class'::regclass AND c.oid = u.objid
			    WHERE u.asked
			)
			SELECT DISTINCT ON (l.place, l.object) l.act, l.grant || ' TO ' || role.name AS grant, l.needed
			FROM role CROSS JOIN LATERAL (
			    SELECT 1 AS place, n.oid AS object, 'use the schema of ' || s.object AS act,
			           'GRANT USAGE ON SCHEMA ' || n.oid::regnamespace AS grant, s.needed
			    FROM (SELECT 1, relnamespace, oid::regclass::text, true FROM relations
			          UNION ALL
			          SELECT 2, typnamespace, 'type ' || oid::regtype, true FROM types
			          UNION ALL
			          SELECT 3, pronamespace, 'function ' || oid::regprocedure, false FROM functions) s (place, schema, object, needed)
			    JOIN pg_namespace n ON n.oid = s.schema
			    WHERE NOT has_schema_privilege(role.oid, n.oid, 'USAGE')
			    UNION ALL
			    SELECT 1 + w.place, :relation::oid, w.privilege || ' ' || :relation::regclass,
			           format('GRANT %s ON %s', w.privilege, :relation::regclass), true
			    FROM unnest(:wanted::text[]) WITH ORDINALITY w (privilege, place)
			    WHERE NOT has_table_privilege(role.oid, :relation::oid, w.privilege)
			    UNION ALL
			    SELECT 10, r.oid, 'SELECT ' || r.oid::regclass, 'GRANT SELECT ON ' || r.oid::regclass, true
			    FROM relations r WHERE r.oid <> :relation::oid AND NOT has_table_privilege(role.oid, r.oid, 'SELECT')
			    UNION ALL
			    SELECT 11, t.oid, 'use type ' || t.oid::regtype, 'GRANT USAGE ON TYPE ' || t.oid::regtype, true
			    FROM types t WHERE NOT has_type_privilege(role.oid, t.oid, 'USAGE')
			    UNION ALL
			    SELECT 12, f.oid, 'call function ' || f.oid::regprocedure, 'GRANT EXECUTE ON ROUTINE ' || f.oid::regprocedure, f.needed
			    FROM functions f WHERE NOT has_function_privilege(role.oid, f.oid, 'EXECUTE')
			    UNION ALL
			    SELECT 13, s.seqrelid, 'draw from sequence ' || s.seqrelid::regclass,
			           'GRANT USAGE ON SEQUENCE ' || s.seqrelid::regclass, true
			    FROM used u JOIN pg_sequence s ON u.classid = 'pg_class'::regclass AND s.seqrelid = u.objid
			    WHERE :written AND NOT has_sequence_privilege(role.oid, s.seqrelid, 'USAGE, UPDATE')
			) l
			ORDER BY l.place, l.object, l.needed DESC
			""";

	private static final String OF_DATABASE = """
			SELECT CASE w.privilege WHEN 'CONNECT' THEN 'connect to ' ELSE 'create temporary tables in ' END || d.name AS act,
			       format('GRANT %s ON DATABASE %s TO %I', w.privilege, d.name, :role::text) AS grant, true AS needed
			FROM unnest(:wanted::text[]) w (privilege), (SELECT quote_ident(current_database()) AS name) d
			WHERE NOT has_database_privilege(:role, current_database(), w.privilege)
			""";

	/** What it needs to read a relation. */
	public List<LackingRight> toRead(Relation relation) {
		return ofRelation(relation, false, "SELECT");
	}

	/** What it needs to read a table, and to write it. */
	public List<LackingRight> toWrite(Relation table) {
		return ofRelation(table, true, "SELECT", "INSERT", "UPDATE", "DELETE");
	}

	/** What it needs in the database itself. */
	public List<LackingRight> inDatabase(String... privileges) {
		return this.side.in(() -> this.side.client()
			.sql(OF_DATABASE)
			.param("role", this.role)
			.param("wanted", privileges)
			.query(LackingRight.class)
			.list());
	}

	private List<LackingRight> ofRelation(Relation relation, boolean written, String... privileges) {
		return this.side.in(() -> this.side.client()
			.sql(OF_RELATION)
			.param("role", this.role)
			.param("relation", relation.oid())
			.param("written", written)
			.param("wanted", privileges)
			.query(LackingRight.class)
			.list());
	}

}
