package io.bluegreen.jobs.findings;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.dao.DataAccessException;

import io.bluegreen.catalog.Column;
import io.bluegreen.failure.ServerError;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.session.TransactionLimitException;

/**
 * Rows that a view shows without a key. They lie in no range, so no chunk brings them and
 * no comparison misses them. A view whose source is named passes that table's key
 * through, and cannot show any.
 *
 * @param blue where the view is
 */
public record KeylessRows(Side blue) {

	/**
	 * Looks for them by each column of the key, which an index answers at once where the
	 * column leads it.
	 * @return why the table cannot be called complete; empty if each row has a key
	 */
	public Optional<Reason> find(Mapping mapping) {
		List<Column> key = mapping.fromKey();
		if (key.stream().allMatch(Column::notNull)) {
			return Optional.empty();
		}
		try {
			long rows = this.blue.in(() -> this.blue.client().sql(count(mapping, key)).query(Long.class).single());
			return (rows == 0) ? Optional.empty() : Optional.of(reason(rows,
					"the view %s shows %d rows without a key (%s)".formatted(mapping.from().sql(), rows, names(key))));
		}
		catch (DataAccessException ex) {
			ServerError error = ServerError.of(ex);
			if (!(ex instanceof TransactionLimitException) && !error.isDataError() && !error.isInAFunction()) {
				throw ex;
			}
			return Optional.of(reason(0,
					"whether the view %s shows rows without a key (%s) could not be told: %s; name the table that it reads under bluegreen.tables.%s.source, or index the key"
						.formatted(mapping.from().sql(), names(key), error.sentence(), mapping.table())));
		}
	}

	/** Each row is counted by the first column that is NULL. */
	private static String count(Mapping mapping, List<Column> key) {
		return IntStream.range(0, key.size())
			.mapToObj((i) -> "(SELECT count(*) FROM %s b WHERE %s)".formatted(mapping.from().sql(),
					IntStream.rangeClosed(0, i)
						.mapToObj((j) -> "b.%s IS %sNULL".formatted(key.get(j).sql(), (j < i) ? "NOT " : ""))
						.collect(Collectors.joining(" AND "))))
			.collect(Collectors.joining(" + ", "SELECT ", ""));
	}

	private static Reason reason(long rows, String sentence) {
		return Reason.of(Reason.Code.KEYS_MISSING, rows, sentence);
	}

	private static String names(List<Column> key) {
		return key.stream().map(Column::name).collect(Collectors.joining(", "));
	}

}
