package io.bluegreen.jobs.work;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import org.springframework.dao.DataAccessException;

import io.bluegreen.apply.Blocked;
import io.bluegreen.apply.UniqueConflictResolver;
import io.bluegreen.bisection.Bisection;
import io.bluegreen.bisection.ListParts;
import io.bluegreen.failure.DeadlockRetry;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.ServerError;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * Writes a page of rows: each that Green takes arrives, each that it refuses is named.
 * Rows that wait for other rows are told apart in one look; beyond that a page that fails
 * is halved down to the row that is to blame.
 */
public record IsolatedRows(Side green, Mapping mapping, UniqueConflictResolver resolver) {

	/** Takes a row that was refused. */
	@FunctionalInterface
	public interface Refusals {

		/**
		 * Notes it.
		 * @throws DataAccessException if these are too many, to give the whole work up
		 */
		void refuse(List<String> key, ServerError error);

	}

	/**
	 * Writes what can be written, behind savepoints of the current transaction.
	 * @param write writes all of some keys, or fails
	 * @return the sum of what it returned
	 * @throws DataAccessException if it fails and the rows are not to blame
	 * @throws RefusedException if a function of Green or Blue cannot run
	 */
	public long write(List<List<String>> page, ToLongFunction<KeySet> write, Refusals refusals) {
		if (page.isEmpty()) {
			return 0;
		}
		return new Bisection<>(new Parts(refusals), Integer.MAX_VALUE)
			.run(page, (part) -> attempt(() -> write.applyAsLong(new KeySet(part))), (row, error) -> {
				row.forEach((key) -> refusals.refuse(key, error));
				return 0L;
			})
			.results()
			.stream()
			.mapToLong(Long::longValue)
			.sum();
	}

	/**
	 * Writes all of some rows behind a savepoint, or nothing.
	 * @throws DataAccessException if it fails
	 * @throws RefusedException if a function of Green or Blue cannot run
	 */
	public <T> T attempt(Supplier<T> write) {
		try {
			return DeadlockRetry.retried(() -> this.green.nested(write));
		}
		catch (DataAccessException ex) {
			requireRunnable(ServerError.of(ex));
			throw ex;
		}
	}

	/**
	 * Tells the fault of a function from that of a row.
	 * @throws RefusedException if a function of Green or Blue cannot run
	 */
	public void requireRunnable(ServerError error) {
		if (error.isInAFunction()) {
			throw new RefusedException(
					"%s: a function that rows of %s pass through cannot run: %s".formatted(this.mapping.table(),
							this.mapping.to().sql(), error.sentence()),
					"write what it names with its schema, or give it the search_path it needs: ALTER FUNCTION .. SET search_path = .., pg_temp");
		}
	}

	/** Where other rows stand in the way, those that wait are told apart in one look. */
	private final class Parts extends ListParts<List<String>> {

		private final Refusals refusals;

		Parts(Refusals refusals) {
			this.refusals = refusals;
		}

		@Override
		public Optional<List<List<List<String>>>> cut(List<List<String>> part, ServerError error) {
			if (part.size() == 1 || !error.isRowConflict()) {
				return super.cut(part, error);
			}
			Set<List<String>> others = new LinkedHashSet<>(part);
			List<List<String>> single = new ArrayList<>();
			for (Blocked row : IsolatedRows.this.resolver.blocked(new KeySet(part))) {
				// A key that the server writes another way is found by halving.
				if (others.remove(row.key())) {
					if (row.waits()) {
						this.refusals.refuse(row.key(),
								ServerError.of(row.sqlState(), row.constraint(), IsolatedRows.this.mapping.to().sql()));
					}
					else {
						single.add(row.key());
					}
				}
			}
			if (single.size() == part.size() || others.size() == part.size()) {
				return super.cut(part, error);
			}
			return Optional.of(Stream.of(List.copyOf(others), single).filter((rows) -> !rows.isEmpty()).toList());
		}

	}

}
