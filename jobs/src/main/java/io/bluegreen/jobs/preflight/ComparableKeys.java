package io.bluegreen.jobs.preflight;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.dao.DataAccessException;

import io.bluegreen.catalog.Column;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.ServerError;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * Keys are compared under the pinned search_path, where the operators of a type that came
 * with an extension are not found: a comparison is tried.
 */
class ComparableKeys implements MappingCheck {

	/** No such operator, or several that fit equally well. */
	private static final Set<String> NOT_FOUND = Set.of("42883", "42725");

	private final Side blue;

	private final Side green;

	ComparableKeys(Side blue, Side green) {
		this.blue = blue;
		this.green = green;
	}

	@Override
	public String name() {
		return "keys are compared by operators that the jobs find";
	}

	@Override
	public void require(Mapping mapping) {
		require(mapping, this.blue, mapping.from().sql(), mapping.fromKey());
		mapping.source().ifPresent((source) -> require(mapping, this.blue, source.sql(), mapping.sourceKey()));
		require(mapping, this.green, mapping.to().sql(), mapping.key());
	}

	private static void require(Mapping mapping, Side side, String relation, List<Column> key) {
		// What is not in pg_catalog is written with its schema.
		for (Column column : key.stream().filter((column) -> column.type().contains(".")).toList()) {
			String value = column.fromText("NULL");
			try {
				side.run(() -> side.client()
					.sql(List.of("<", "<=", "=", ">")
						.stream()
						.map((operator) -> "ROW(%1$s) %2$s ROW(%1$s)".formatted(value, operator))
						.collect(Collectors.joining(", ", "SELECT ", "")))
					.query((row) -> {
					}));
			}
			catch (DataAccessException ex) {
				if (!NOT_FOUND.contains(ServerError.of(ex).sqlState())) {
					throw ex;
				}
				throw new RefusedException(
						"%s: the key column %s of %s has the type %s, whose operators < <= = > are not in pg_catalog, where alone the jobs look for them"
							.formatted(mapping.table(), column.sql(), relation, column.type()),
						"let both sides have a key of a built-in type: name another unique key of both with bluegreen.tables.%s.key and .source.key, or give the tables one, a bigint or the value as text"
							.formatted(mapping.table()));
			}
		}
	}

}
