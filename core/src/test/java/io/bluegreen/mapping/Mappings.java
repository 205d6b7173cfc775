package io.bluegreen.mapping;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Relation;
import io.bluegreen.catalog.SampleColumns;

/**
 * Mappings as the reader makes them.
 */
public final class Mappings {

	private static final Definition DEFINITION = new Definition("hash", "{}");

	private Mappings() {
	}

	/** Between two tables alike: one key column, no version. */
	public static Mapping account() {
		List<Column> columns = List.of(SampleColumns.bigint("id"), SampleColumns.text("owner"),
				SampleColumns.generated("total"));
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
		List<Column> shared = List.of(SampleColumns.text("region"), SampleColumns.bigint("number"),
				SampleColumns.bigint("row_version"), SampleColumns.quotedNumeric("Amount"),
				SampleColumns.citext("email"));
		Column ignored = SampleColumns.text("loaded_by");
		List<Column> sourceKey = List.of(SampleColumns.text("area"), SampleColumns.bigint("no"));
		return new Mapping("entry", relation(16401, "blue.entry_as_green", "v", shared),
				Optional.of(relation(16400, "blue.entry", "r", sourceKey)), sourceKey,
				relation(16501, "green.entry", "r", Stream.concat(shared.stream(), Stream.of(ignored)).toList()),
				shared.subList(0, 2), Optional.of(shared.get(2)), shared.subList(3, 5), List.of(ignored), DEFINITION);
	}

	/** Of a table whose only key is text without regard to case. */
	public static Mapping member() {
		List<Column> columns = List.of(SampleColumns.citext("email"));
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
