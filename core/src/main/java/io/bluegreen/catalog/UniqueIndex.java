package io.bluegreen.catalog;

import java.util.List;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An index that two rows of a table cannot share a value in, as the server asks it: a
 * unique one, or that of an EXCLUDE constraint.
 *
 * @param name without its schema, that of its constraint where it has one
 * @param columns of the table that it uses
 * @param values the expressions that it holds, over the table's columns
 * @param operators that find two of these values equal, or whatever else an EXCLUDE
 * forbids
 * @param predicate that a row must meet to be in it
 * @param nullsAreEqual whether two rows may not both have NULL
 * @param sqlState of the server's refusal
 */
public record UniqueIndex(String name, Set<String> columns, List<String> values, List<String> operators,
		String predicate, boolean nullsAreEqual, String sqlState) {

	/**
	 * An index that is still being built, or whose build failed, is obeyed as well. Left
	 * out are those that use a row as a whole, which a mapping does not have, and those
	 * with an operator that would be taken for a bind variable.
	 */
	private static final String INDEXES = """
			SELECT i.relname AS name,
			       ARRAY(SELECT a.attname FROM pg_attribute a
			             WHERE a.attrelid = x.indrelid AND a.attnum > 0
			               AND (a.attnum = ANY (x.indkey)
			                    OR EXISTS (SELECT FROM pg_depend d
			                               WHERE d.classid = 'pg_class'::regclass AND d.objid = x.indexrelid
			                                 AND d.refclassid = 'pg_class'::regclass AND d.refobjid = x.indrelid
			                                 AND d.refobjsubid = a.attnum))) AS columns,
			       ARRAY(SELECT '(' || pg_get_indexdef(x.indexrelid, k, true) || ')'
			                    || coalesce((SELECT format(' COLLATE %I.%I', n.nspname, c.collname)
			                                 FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
			                                 WHERE c.oid = x.indcollation[k - 1]), '')
			             FROM generate_series(1, x.indnkeyatts) k ORDER BY k) AS values,
			       ARRAY(SELECT format('OPERATOR(%I.%s)', n.nspname, o.oprname)
			             FROM generate_series(1, x.indnkeyatts) k
			             JOIN pg_opclass c ON c.oid = x.indclass[k - 1]
			             LEFT JOIN pg_amop s ON s.amopfamily = c.opcfamily AND s.amopstrategy = 3 AND e.conexclop IS NULL
			                                AND s.amoplefttype = c.opcintype AND s.amoprighttype = c.opcintype
			             JOIN pg_operator o ON o.oid = coalesce(e.conexclop[k], s.amopopr)
			             JOIN pg_namespace n ON n.oid = o.oprnamespace
			             ORDER BY k) AS operators,
			       coalesce(pg_get_expr(x.indpred, x.indrelid, true), 'true') AS predicate,
			       coalesce((to_jsonb(x) ->> 'indnullsnotdistinct')::boolean, false) AS nulls_are_equal,
			       CASE WHEN e.conexclop IS NULL THEN '23505' ELSE '23P01' END AS sqlstate
			FROM pg_index x
			JOIN pg_class i ON i.oid = x.indexrelid
			LEFT JOIN pg_constraint e ON e.conindid = x.indexrelid AND e.conrelid = x.indrelid AND e.conexclop IS NOT NULL
			WHERE x.indrelid = ? AND (x.indisunique OR x.indisexclusion) AND x.indisready
			  AND NOT EXISTS (SELECT FROM pg_operator o WHERE o.oid = ANY (e.conexclop) AND o.oprname LIKE '%?%')
			  AND concat(x.indexprs, x.indpred) NOT LIKE '%:varattno 0 %'
			  AND pg_get_indexdef(x.indexrelid) !~ '[?]|[^:]:[^:]'
			ORDER BY x.indexrelid
			""";

	/**
	 * These indexes of a table, not those of one of its partitions alone.
	 */
	public static List<UniqueIndex> of(JdbcClient database, Relation table) {
		return database.sql(INDEXES)
			.param(table.oid())
			.query((row, i) -> new UniqueIndex(row.getString("name"), Set.copyOf(TextArray.of(row, "columns")),
					TextArray.of(row, "values"), TextArray.of(row, "operators"), row.getString("predicate"),
					row.getBoolean("nulls_are_equal"), row.getString("sqlstate")))
			.list();
	}

}
