package io.bluegreen.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A table or view.
 *
 * @param oid of the relation in its database
 * @param sql its qualified name, quoted where SQL needs it
 * @param kind as {@code pg_class.relkind} has it: r table, p partitioned table, v view, m
 * materialized view, f foreign table
 * @param heirs whether tables inherit from it that are no partitions, so that a key may
 * repeat whatever its indexes say
 * @param columns in their order
 */
public record Relation(long oid, String sql, String kind, boolean heirs, List<Column> columns) {

	public Optional<Column> column(String name) {
		return this.columns.stream().filter((column) -> column.name().equals(name)).findFirst();
	}

	public boolean isTable() {
		return this.kind.equals("r") || this.kind.equals("p");
	}

}
