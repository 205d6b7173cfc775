package io.bluegreen.apply;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.catalog.UniqueIndex;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.transport.RowSource;
import io.bluegreen.transport.Transport;

/**
 * Rows of the source that cannot be written because another row of the target still has
 * their value under a unique index, or one that an EXCLUDE constraint forbids beside it.
 *
 * @param indexes those of the target over columns that the source has as well
 */
record UniqueConflicts(JdbcClient target, Mapping mapping, Transport transport, List<UniqueIndex> indexes) {

	/** Pairs of an index that are found at a time: as many as a reconcile takes keys. */
	private static final int LIMIT = 1000;

	private static final SqlTemplate PAIRS = SqlTemplate.of("""
			SELECT b.key_text AS wants, g.key_text AS has
			FROM (SELECT {keysAndValues} FROM (SELECT {columns} FROM {rows} b WHERE {condition}) r WHERE {predicate}) b
			JOIN (SELECT {keysAndValues} FROM {to} r WHERE {predicate}) g ON {equal}
			WHERE ({keyOfSource}) <> ({keyOfTarget})
			LIMIT {limit}
			""");

	static UniqueConflicts of(JdbcClient target, Mapping mapping, Transport transport) {
		Set<String> shared = mapping.shared().stream().map(Column::name).collect(Collectors.toSet());
		return new UniqueConflicts(target, mapping, transport,
				UniqueIndex.of(target, mapping.to())
					.stream()
					.filter((index) -> shared.containsAll(index.columns()))
					.toList());
	}

	/**
	 * Two rows that want the same place.
	 *
	 * @param wants key of the row of the source
	 * @param has key of the row of the target
	 */
	record Pair(List<String> wants, List<String> has, UniqueIndex index) {
	}

	/**
	 * Such pairs.
	 * @param keys of the rows of the source that are asked for
	 */
	List<Pair> find(Keys keys) {
		List<Pair> found = new ArrayList<>();
		if (!this.indexes.isEmpty()) {
			RowSource rows = this.transport.fetchRows(keys);
			this.indexes.forEach((index) -> found.addAll(this.target.sql(pairs(index, rows))
				.params(keys.parameters())
				.params(rows.parameters())
				.query((row, i) -> new Pair(TextArray.of(row, "wants"), TextArray.of(row, "has"), index))
				.list()));
		}
		return found;
	}

	/** The keys of both sides of such pairs. */
	Set<List<String>> keys(Keys keys) {
		return find(keys).stream()
			.flatMap((pair) -> Stream.of(pair.wants(), pair.has()))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private String pairs(UniqueIndex index, RowSource rows) {
		List<Column> key = this.mapping.key();
		String values = IntStream.range(0, index.values().size())
			.mapToObj((i) -> ", " + index.values().get(i) + " AS " + value(i))
			.collect(Collectors.joining());
		return PAIRS
			.with("keysAndValues", this.mapping.keyText("r") + " AS key_text, " + this.mapping.key("r") + values)
			.with("columns", this.mapping.inTargetCollations())
			.with("rows", rows.relation())
			.with("condition", rows.condition())
			.with("predicate", index.predicate())
			.with("to", this.mapping.to().sql())
			.with("equal", equal(index))
			.with("keyOfSource", Columns.of(key).list("b"))
			.with("keyOfTarget", Columns.of(key).list("g"))
			.with("limit", String.valueOf(LIMIT))
			.sql();
	}

	private static String equal(UniqueIndex index) {
		return IntStream.range(0, index.values().size()).mapToObj((i) -> {
			String equal = "b.%1$s %2$s g.%1$s".formatted(value(i), index.operators().get(i));
			return index.nullsAreEqual() ? "(%1$s OR b.%2$s IS NULL AND g.%2$s IS NULL)".formatted(equal, value(i))
					: equal;
		}).collect(Collectors.joining(" AND "));
	}

	/** A name that no column has. */
	private static String value(int i) {
		return "\"value %d\"".formatted(i);
	}

}
