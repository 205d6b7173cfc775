package io.bluegreen.jobs.preflight;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * A function that runs when a row of Green is written, for a trigger or a CHECK, finds
 * what it names along the search_path, and that of the jobs is pg_catalog alone: what it
 * names without a schema is there for the application and not for them.
 */
class UnqualifiedNames implements MappingCheck {

	/**
	 * By the text of bodies, without comments and strings, so a good guess and no more:
	 * relations stand after a word of SQL that wants one, functions before a parenthesis,
	 * types after a cast. What the body itself declares is not meant. What a function
	 * with a search_path of its own calls has that one, too.
	 */
	private static final String UNQUALIFIED = """
			WITH RECURSIVE tree (relation) AS (
			    SELECT :table::oid
			    UNION
			    SELECT i.inhrelid FROM tree JOIN pg_inherits i ON i.inhparent = tree.relation
			), body AS (
			    SELECT p.oid, p.prosrc AS written,
			           regexp_replace(regexp_replace(regexp_replace(p.prosrc, '/\\*.*?\\*/', ' ', 'g'), '--[^\\n]*', ' ', 'g'),
			                          '''[^'']*''', '''''', 'g') AS text
			    FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
			    WHERE l.lanname IN ('sql', 'plpgsql') AND p.prosqlbody IS NULL AND p.oid >= 16384
			      AND NOT EXISTS (SELECT FROM unnest(p.proconfig) setting WHERE setting LIKE 'search_path=%')
			), runs (what, function) AS (
			    SELECT format('trigger %I of %s', t.tgname, t.tgrelid::regclass), t.tgfoid
			    FROM pg_trigger t JOIN tree ON t.tgrelid = tree.relation
			    WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgtype & (4 + 8 + 16) <> 0
			    UNION
			    SELECT CASE WHEN c.oid IS NULL THEN format('column %I of %s', a.attname, a.attrelid::regclass)
			                ELSE format('constraint %I of %s', c.conname, c.conrelid::regclass) END, d.refobjid
			    FROM tree JOIN pg_depend d ON d.refclassid = 'pg_proc'::regclass
			    LEFT JOIN pg_constraint c ON d.classid = 'pg_constraint'::regclass AND c.oid = d.objid AND c.contype = 'c'
			    LEFT JOIN pg_attrdef f ON d.classid = 'pg_attrdef'::regclass AND f.oid = d.objid
			    LEFT JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
			    WHERE tree.relation IN (c.conrelid, f.adrelid)
			    UNION
			    SELECT r.what, p.oid
			    FROM runs r JOIN body b ON b.oid = r.function
			    CROSS JOIN regexp_matches(b.text, '(\\w+)"?\\."?(\\w+)"?\\s*\\(', 'g') called
			    JOIN pg_proc p ON p.proname IN (called[2], lower(called[2]))
			    JOIN pg_namespace n ON n.oid = p.pronamespace AND n.nspname IN (called[1], lower(called[1]))
			), named (what, function, kinds, name) AS (
			    SELECT r.what, r.function, m.kinds, CASE WHEN m.quote = '' THEN lower(m.name) ELSE m.name END
			    FROM runs r JOIN body b ON b.oid = r.function CROSS JOIN LATERAL (
			        SELECT ARRAY['r', 'p', 'v', 'm', 'f'], x[1], x[2]
			        FROM regexp_matches(b.text, '\\m(?:from|join|update|only)\\s+("?)(\\w+)\\1(?![\\w"]|\\s*[.(])', 'gi') x
			        UNION ALL
			        SELECT ARRAY['r', 'p', 'v', 'm', 'f'], x[1], x[2] FROM regexp_matches(b.text, '\\minto\\s+("?)(\\w+)\\1(?![\\w"]|\\s*\\.)', 'gi') x
			        WHERE b.text !~* concat('\\mdeclare\\M.*\\m', x[2], '\\M.*\\mbegin\\M')
			        UNION ALL
			        SELECT ARRAY['r', 'p', 'v', 'm', 'f'], x[1], x[2]
			        FROM regexp_matches(b.text, '(?<![\\w."])("?)(\\w+)\\1(?:\\."?\\w+"?)?%(?:row)?type\\M', 'gi') x
			        UNION ALL
			        SELECT ARRAY['S'], x[1], x[2]
			        FROM regexp_matches(b.written, '\\m(?:nextval|currval|setval)\\s*\\(\\s*''("?)(\\w+)\\1''', 'gi') x
			        UNION ALL
			        SELECT ARRAY['function'], x[1], x[2] FROM regexp_matches(b.text, '(?<![\\w."])("?)(\\w+)\\1\\s*\\(', 'g') x
			        UNION ALL
			        SELECT ARRAY['type'], x[1], x[2] FROM regexp_matches(b.text, '::\\s*("?)(\\w+)\\1(?![\\w"]|\\s*\\.)', 'g') x
			    ) m (kinds, quote, name)
			    WHERE b.text !~* concat('\\m', m.name, '"?\\s+as\\s+(?:not\\s+)?(?:materialized\\s*)?\\(')
			      AND b.text !~* concat('\\mtemp(?:orary)?\\s+table\\s+(?:if\\s+not\\s+exists\\s+)?', m.name, '\\M')
			      AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgfoid = r.function AND m.name IN (t.tgoldtable, t.tgnewtable))
			), found AS (
			    SELECT c.relname AS name, c.relnamespace AS schema, c.relkind::text AS kind FROM pg_class c
			    UNION ALL
			    SELECT p.proname, p.pronamespace, 'function' FROM pg_proc p
			    UNION ALL
			    SELECT t.typname, t.typnamespace, 'type' FROM pg_type t
			)
			SELECT n.what || chr(10) || n.function::regprocedure || chr(10) || n.name || chr(10)
			       || string_agg(DISTINCT quote_ident(s.nspname), ', ')
			FROM named n JOIN found f ON f.name = n.name AND f.kind = ANY (n.kinds)
			JOIN pg_namespace s ON s.oid = f.schema
			GROUP BY n.what, n.function, n.name, n.kinds
			HAVING NOT bool_or(s.nspname IN ('pg_catalog', 'pg_toast', 'information_schema') OR s.nspname LIKE 'pg\\_temp%')
			ORDER BY n.what, n.name LIMIT 1
			""";

	private final Side green;

	UnqualifiedNames(Side green) {
		this.green = green;
	}

	@Override
	public String name() {
		return "Green's functions name their tables with a schema";
	}

	@Override
	public void require(Mapping mapping) {
		this.green
			.in(() -> this.green.client()
				.sql(UNQUALIFIED)
				.param("table", mapping.to().oid())
				.query((row, i) -> row.getString(1).split("\n"))
				.optional())
			.ifPresent((found) -> {
				throw new RefusedException(
						"%s: %s runs %s, which names %s without a schema, and the jobs look in pg_catalog alone"
							.formatted(mapping.table(), found[0], found[1], found[2]),
						"ALTER FUNCTION %s SET search_path = %s, pg_temp; or write the schema in its body"
							.formatted(found[1], found[3]));
			});
	}

}
