package io.bluegreen.jobs.work;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

import io.bluegreen.apply.Blocked;
import io.bluegreen.apply.UniqueConflictResolver;
import io.bluegreen.failure.DeadlockRetry;
import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.ServerError;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import org.springframework.dao.DataAccessException;

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
		try {
			return DeadlockRetry.retried(() -> this.green.nested(() -> write.applyAsLong(new KeySet(page))));
		}
		catch (DataAccessException ex) {
			ServerError error = inTheData(ex);
			if (page.size() == 1) {
				refusals.refuse(page.get(0), error);
				return 0;
			}
			return error.isRowConflict() ? writeUnblocked(page, write, refusals) : halves(page, write, refusals);
		}
	}

	private ServerError inTheData(DataAccessException ex) {
		ServerError error = ServerError.of(ex);
		if (error.isInAFunction()) {
			throw new RefusedException(
					"%s: a function that rows of %s pass through cannot run: %s".formatted(this.mapping.table(),
							this.mapping.to().sql(), error.sentence()),
					"write what it names with its schema, or give it the search_path it needs: ALTER FUNCTION .. SET search_path = .., pg_temp");
		}
		if (!error.isDataError()) {
			throw ex;
		}
		return error;
	}

	private long writeUnblocked(List<List<String>> page, ToLongFunction<KeySet> write, Refusals refusals) {
		Set<List<String>> others = new LinkedHashSet<>(page);
		List<List<String>> single = new ArrayList<>();
		for (Blocked row : this.resolver.blocked(new KeySet(page))) {
			// A key that the server writes another way is found by halving.
			if (others.remove(row.key())) {
				if (row.waits()) {
					refusals.refuse(row.key(),
							ServerError.of(row.sqlState(), row.constraint(), this.mapping.to().sql()));
				}
				else {
					single.add(row.key());
				}
			}
		}
		if (single.size() == page.size() || others.size() == page.size()) {
			return halves(page, write, refusals);
		}
		return write(List.copyOf(others), write, refusals) + write(single, write, refusals);
	}

	private long halves(List<List<String>> page, ToLongFunction<KeySet> write, Refusals refusals) {
		int half = page.size() / 2;
		return write(page.subList(0, half), write, refusals) + write(page.subList(half, page.size()), write, refusals);
	}

}
