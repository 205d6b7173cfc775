package io.bluegreen.mapping;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.Relation;

/**
 * Mappings as the reader makes them.
 */
public final class Mappings {

	private static final Definition DEFINITION = new Definition("hash", "{}");

	private Mappings() {
	}

	/** Between two tables alike: one key column, no version. */
	public static Mapping account() {
		List<Column> columns = List.of(Columns.bigint("id"), Columns.text("owner"), Columns.generated("total"));
		Relation blue = relation(16400, "blue.account", "r", columns);
		List<Column> key = columns.subList(0, 1);
		return new Mapping("account", blue, Optional.of(blue), key, relation(16500, "green.account", "r", columns), key,
				Optional.empty(), columns.subList(1, 3), List.of(), DEFINITION);
	}

	/**
	 * Through a view that renames the columns of a composite key, with a version, and a
	 * column that only Green has.
	 */
	public static Mapping entry() {
		List<Column> shared = List.of(Columns.text("region"), Columns.bigint("number"), Columns.bigint("row_version"),
				Columns.quotedNumeric("Amount"), Columns.citext("email"));
		Column ignored = Columns.text("loaded_by");
		List<Column> sourceKey = List.of(Columns.text("area"), Columns.bigint("no"));
		return new Mapping("entry", relation(16401, "blue.entry_as_green", "v", shared),
				Optional.of(relation(16400, "blue.entry", "r", sourceKey)), sourceKey,
				relation(16501, "green.entry", "r", Stream.concat(shared.stream(), Stream.of(ignored)).toList()),
				shared.subList(0, 2), Optional.of(shared.get(2)), shared.subList(3, 5), List.of(ignored), DEFINITION);
	}

	/** Of a table whose only key is text without regard to case. */
	public static Mapping member() {
		List<Column> columns = List.of(Columns.citext("email"));
		Relation blue = relation(16400, "blue.member", "r", columns);
		return new Mapping("member", blue, Optional.of(blue), columns, relation(16502, "green.member", "r", columns),
				columns, Optional.empty(), List.of(), List.of(), DEFINITION);
	}

	/** The same without the table below the view. */
	public static Mapping withoutSource(Mapping mapping) {
		return new Mapping(mapping.table(), mapping.from(), Optional.empty(), mapping.key(), mapping.to(),
				mapping.key(), mapping.version(), mapping.content(), mapping.ignored(), mapping.definition());
	}

	private static Relation relation(long oid, String sql, String kind, List<Column> columns) {
		return new Relation(oid, sql, kind, false, columns);
	}

}
