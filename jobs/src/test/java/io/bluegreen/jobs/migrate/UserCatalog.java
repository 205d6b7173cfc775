package io.bluegreen.jobs.migrate;

import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

import io.bluegreen.jobs.Sql;

/**
 * All that a database has in its users' schemas, one line for each object: what a dump of
 * the schema would say. Rights are spelled out, since the default is written as NULL.
 */
final class UserCatalog {

	private static final String LINES = """
			WITH schemas AS (SELECT * FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)'),
			rights (kind, acl, oid) AS (
			    SELECT 'n', coalesce(nspacl, acldefault('n', nspowner)), oid FROM schemas
			    UNION ALL
			    SELECT 'c', coalesce(relacl, acldefault(CASE WHEN relkind = 'S' THEN 's' ELSE 'r' END::"char", relowner)), oid FROM pg_class
			    UNION ALL
			    SELECT 'p', coalesce(proacl, acldefault('f', proowner)), oid FROM pg_proc
			), granted AS (
			    SELECT r.kind, r.oid, string_agg(a::text, ' ' ORDER BY a::text) AS acl
			    FROM rights r, aclexplode(r.acl) a GROUP BY r.kind, r.oid
			)
			SELECT concat_ws(' ', 'schema', nspname, nspowner::regrole, acl)
			FROM schemas n LEFT JOIN granted g ON g.kind = 'n' AND g.oid = n.oid
			UNION ALL
			SELECT concat_ws(' ', 'database', (SELECT string_agg(a::text, ' ' ORDER BY a::text)
			                                   FROM aclexplode(coalesce(datacl, acldefault('d', datdba))) a))
			FROM pg_database WHERE datname = current_database()
			UNION ALL
			SELECT concat_ws(' ', 'relation', c.oid::regclass, relkind, relreplident, relowner::regrole, reloptions, acl)
			FROM pg_class c JOIN schemas n ON n.oid = c.relnamespace LEFT JOIN granted g ON g.kind = 'c' AND g.oid = c.oid
			UNION ALL
			SELECT concat_ws(' ', 'column', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
			                 attgenerated, pg_get_expr(adbin, adrelid), col_description(attrelid, attnum))
			FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN schemas n ON n.oid = c.relnamespace
			LEFT JOIN pg_attrdef d ON (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
			WHERE attnum > 0 AND NOT attisdropped
			UNION ALL
			SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgenabled, pg_get_triggerdef(t.oid))
			FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN schemas n ON n.oid = c.relnamespace WHERE NOT tgisinternal
			UNION ALL
			SELECT concat_ws(' ', 'function', p.oid::regprocedure, md5(pg_get_functiondef(p.oid)), acl)
			FROM pg_proc p JOIN schemas n ON n.oid = p.pronamespace LEFT JOIN granted g ON g.kind = 'p' AND g.oid = p.oid
			UNION ALL
			SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(k.oid))
			FROM pg_constraint k JOIN schemas n ON n.oid = k.connamespace
			UNION ALL
			SELECT concat_ws(' ', 'type', t.oid::regtype, typtype) FROM pg_type t JOIN schemas n ON n.oid = t.typnamespace
			UNION ALL
			SELECT concat_ws(' ', 'default rights', defaclnamespace::regnamespace, defaclobjtype, defaclacl) FROM pg_default_acl
			""";

	private UserCatalog() {
	}

	static Set<String> of(Sql sql) throws SQLException {
		return new TreeSet<>(sql.list(LINES));
	}

	/** What only the first has. */
	static Set<String> less(Set<String> some, Set<String> others) {
		Set<String> rest = new TreeSet<>(some);
		rest.removeAll(others);
		return rest;
	}

}
