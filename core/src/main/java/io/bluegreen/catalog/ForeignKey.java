package io.bluegreen.catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A foreign key of a table, as the server asks whether a row has its parent.
 *
 * @param constraint its name
 * @param parent the table that it points at, quoted
 * @param withinTable whether that is the table itself
 * @param columns of the child, by name
 * @param parentColumns what they point at, quoted
 * @param operators that compare a parent's column with a child's
 */
public record ForeignKey(String constraint, String parent, boolean withinTable, List<String> columns,
		List<String> parentColumns, List<String> operators) {

	/**
	 * Left out are those whose parents the role may not see, and those that do not ask
	 * for equality (PERIOD): of these only the write itself tells.
	 */
	private static final String FOREIGN_KEYS = """
			SELECT c.conname, format('%I.%I', n.nspname, p.relname) AS parent, c.confrelid = c.conrelid AS within_table,
			       ARRAY(SELECT a.attname FROM unnest(c.conkey) WITH ORDINALITY k (attnum, i)
			             JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.attnum ORDER BY k.i) AS columns,
			       ARRAY(SELECT quote_ident(a.attname) FROM unnest(c.confkey) WITH ORDINALITY k (attnum, i)
			             JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.attnum
			             ORDER BY k.i) AS parent_columns,
			       ARRAY(SELECT format('OPERATOR(%I.%s)', s.nspname, o.oprname)
			             FROM unnest(c.conpfeqop) WITH ORDINALITY k (operator, i)
			             JOIN pg_operator o ON o.oid = k.operator JOIN pg_namespace s ON s.oid = o.oprnamespace
			             ORDER BY k.i) AS operators
			FROM pg_constraint c
			JOIN pg_class p ON p.oid = c.confrelid
			JOIN pg_namespace n ON n.oid = p.relnamespace
			WHERE c.contype = 'f' AND c.conrelid = ? AND c.conparentid = 0
			  AND coalesce((to_jsonb(c) ->> 'conenforced')::boolean, true)
			  AND NOT coalesce((to_jsonb(c) ->> 'conperiod')::boolean, false)
			  AND has_table_privilege(p.oid, 'SELECT') AND NOT row_security_active(p.oid)
			ORDER BY c.oid
			""";

	/**
	 * The foreign keys of a table.
	 */
	public static List<ForeignKey> of(JdbcClient database, Relation table) {
		return database.sql(FOREIGN_KEYS)
			.param(table.oid())
			.query((row, i) -> new ForeignKey(row.getString("conname"), row.getString("parent"),
					row.getBoolean("within_table"), TextArray.of(row, "columns"), TextArray.of(row, "parent_columns"),
					TextArray.of(row, "operators")))
			.list();
	}

	/**
	 * The tables that foreign keys of these point at, by child; all by their oids.
	 */
	public static Map<Long, Set<Long>> parents(JdbcClient database, List<Relation> children) {
		Map<Long, Set<Long>> parents = new HashMap<>();
		database.sql(
				"SELECT conrelid::bigint, confrelid::bigint FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY (?::oid[])")
			.param(children.stream().map(Relation::oid).toArray(Long[]::new))
			.query((row) -> {
				parents.computeIfAbsent(row.getLong("conrelid"), (child) -> new HashSet<>())
					.add(row.getLong("confrelid"));
			});
		return parents;
	}

}
