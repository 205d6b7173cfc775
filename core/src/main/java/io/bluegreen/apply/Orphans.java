package io.bluegreen.apply;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.ForeignKey;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.transport.RowSource;
import io.bluegreen.transport.Transport;

/**
 * Rows of the source that cannot be written because the target lacks their parent, and
 * those that have one of these for a parent themselves.
 *
 * @param foreignKeys those of the target over columns that the source has as well
 */
record Orphans(JdbcClient target, Mapping mapping, Transport transport, List<ForeignKey> foreignKeys) {

	/** A parent may arrive in the same statement, if it has its own. */
	private static final SqlTemplate ORPHANS = SqlTemplate.of("""
			WITH RECURSIVE page AS MATERIALIZED (
			    SELECT r.*, {keyText} AS "key of row", {lacking}
			    FROM (SELECT {columns} FROM {rows} b WHERE {condition}) r
			), orphan ("key of row") AS (
			    SELECT c."key of row" FROM page c WHERE {withoutHope}
			    UNION
			    SELECT c."key of row" FROM orphan o JOIN page p USING ("key of row") JOIN page c ON {childOfOrphan}
			)
			SELECT c."key of row" AS key, CASE {names} END AS constraint_name
			FROM page c JOIN orphan o USING ("key of row")
			""");

	static Orphans of(JdbcClient target, Mapping mapping, Transport transport) {
		Set<String> shared = mapping.shared().stream().map(Column::name).collect(Collectors.toSet());
		return new Orphans(target, mapping, transport,
				ForeignKey.of(target, mapping.to())
					.stream()
					.filter((foreignKey) -> shared.containsAll(foreignKey.columns()))
					.toList());
	}

	List<Blocked> find(KeySet keys) {
		if (this.foreignKeys.isEmpty()) {
			return List.of();
		}
		RowSource rows = this.transport.fetchRows(keys);
		return this.target
			.sql(ORPHANS.with("keyText", this.mapping.keyText("r"))
				.with("lacking", each(this::lacks, ", "))
				.with("columns", this.mapping.inTargetCollations())
				.with("rows", rows.relation())
				.with("condition", rows.condition())
				.with("withoutHope", each(this::withoutHope, " OR "))
				.with("childOfOrphan", each(this::childOfOrphan, " OR "))
				.with("names", each(this::name, " "))
				.sql())
			.params(keys.parameters())
			.params(rows.parameters())
			.query((row, i) -> new Blocked(TextArray.of(row, "key"), "23503", row.getString("constraint_name"), true))
			.list();
	}

	private String each(Function<Integer, String> sql, String separator) {
		return IntStream.range(0, this.foreignKeys.size()).boxed().map(sql).collect(Collectors.joining(separator));
	}

	/** Whether the target lacks the parent now. A child without one needs none. */
	private String lacks(int i) {
		ForeignKey foreignKey = this.foreignKeys.get(i);
		String hasParent = columns(foreignKey).stream()
			.map((column) -> "r." + column.sql() + " IS NOT NULL")
			.collect(Collectors.joining(" AND "));
		return "%s AND NOT EXISTS (SELECT FROM %s p WHERE %s) AS %s".formatted(hasParent, foreignKey.parent(),
				isParent(foreignKey, "r"), lacking(i));
	}

	private String withoutHope(int i) {
		ForeignKey foreignKey = this.foreignKeys.get(i);
		return foreignKey.withinTable()
				? "c.%s AND NOT EXISTS (SELECT FROM page p WHERE %s)".formatted(lacking(i), isParent(foreignKey, "c"))
				: "c." + lacking(i);
	}

	private String childOfOrphan(int i) {
		ForeignKey foreignKey = this.foreignKeys.get(i);
		return foreignKey.withinTable() ? "c.%s AND %s".formatted(lacking(i), isParent(foreignKey, "c")) : "false";
	}

	private String name(int i) {
		return "WHEN c.%s THEN '%s'".formatted(lacking(i), this.foreignKeys.get(i).constraint().replace("'", "''"));
	}

	private String isParent(ForeignKey foreignKey, String child) {
		List<Column> columns = columns(foreignKey);
		return IntStream.range(0, columns.size())
			.mapToObj((i) -> "p.%s %s %s.%s".formatted(foreignKey.parentColumns().get(i), foreignKey.operators().get(i),
					child, columns.get(i).sql()))
			.collect(Collectors.joining(" AND "));
	}

	private List<Column> columns(ForeignKey foreignKey) {
		return foreignKey.columns().stream().map((name) -> this.mapping.to().column(name).orElseThrow()).toList();
	}

	/** A name that no column has. */
	private static String lacking(int i) {
		return "\"lacks %d\"".formatted(i);
	}

}
