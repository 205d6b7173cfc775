package io.bluegreen.catalog;

import java.util.List;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A unique index, as the server asks whether two rows of a table are the same under it.
 *
 * @param columns of the table that it uses
 * @param values the expressions that it holds, over the table's columns
 * @param operators that find two of these values equal
 * @param predicate that a row must meet to be in it
 * @param nullsAreEqual whether two rows may not both have NULL
 */
public record UniqueIndex(Set<String> columns, List<String> values, List<String> operators, String predicate,
		boolean nullsAreEqual) {

	/**
	 * An index that is still being built, or whose build failed, is obeyed as well. Left
	 * out are those that use a row as a whole, which a mapping does not have, and those
	 * with an operator that would be taken for a bind variable.
	 */
	private static final String INDEXES = """
			SELECT ARRAY(SELECT a.attname FROM pg_attribute a
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
			             JOIN pg_amop s ON s.amopfamily = c.opcfamily AND s.amopstrategy = 3
			                           AND s.amoplefttype = c.opcintype AND s.amoprighttype = c.opcintype
			             JOIN pg_operator o ON o.oid = s.amopopr
			             JOIN pg_namespace n ON n.oid = o.oprnamespace
			             ORDER BY k) AS operators,
			       coalesce(pg_get_expr(x.indpred, x.indrelid, true), 'true') AS predicate,
			       coalesce((to_jsonb(x) ->> 'indnullsnotdistinct')::boolean, false) AS nulls_are_equal
			FROM pg_index x
			WHERE x.indrelid = ? AND x.indisunique AND x.indisready
			  AND concat(x.indexprs, x.indpred) NOT LIKE '%:varattno 0 %'
			  AND pg_get_indexdef(x.indexrelid) !~ '[?]|[^:]:[^:]'
			ORDER BY x.indexrelid
			""";

	/**
	 * The unique indexes of a table, not those of one of its partitions alone.
	 */
	public static List<UniqueIndex> of(JdbcClient database, Relation table) {
		return database.sql(INDEXES)
			.param(table.oid())
			.query((row, i) -> new UniqueIndex(Set.copyOf(TextArray.of(row, "columns")), TextArray.of(row, "values"),
					TextArray.of(row, "operators"), row.getString("predicate"), row.getBoolean("nulls_are_equal")))
			.list();
	}

}
