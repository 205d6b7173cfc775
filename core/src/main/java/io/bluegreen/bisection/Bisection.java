package io.bluegreen.bisection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

import org.springframework.dao.DataAccessException;

import io.bluegreen.failure.ServerError;

/**
 * Works on a whole, and where its data fail on its parts, until what is to blame is
 * alone. Keeps the count of failures: one bisection is for one whole.
 *
 * @param <P> a range or a set of keys
 */
public final class Bisection<P> {

	/** How a part that failed is cut. */
	@FunctionalInterface
	public interface Cut<P> {

		/**
		 * The parts of a part that are still to be worked on.
		 * @return empty if it is to blame itself, or cannot be cut
		 */
		Optional<List<P>> cut(P part, ServerError error);

	}

	private final Cut<P> cut;

	private final int limit;

	private int failures;

	/**
	 * A bisection that gives up.
	 * @param limit failures after which what fails is not cut any more
	 */
	public Bisection(Cut<P> cut, int limit) {
		this.cut = cut;
		this.limit = limit;
	}

	/**
	 * Cuts a list into halves, in its order, down to single elements.
	 */
	public static <T> Bisection<List<T>> ofList() {
		return new Bisection<>((part, error) -> halves(part), Integer.MAX_VALUE);
	}

	/** The halves of a list; empty of one element. */
	public static <T> Optional<List<List<T>>> halves(List<T> list) {
		int half = list.size() / 2;
		return (half == 0) ? Optional.empty()
				: Optional.of(List.of(list.subList(0, half), list.subList(half, list.size())));
	}

	/**
	 * Works on all that can be worked on.
	 * @param work on one part: all of it, or it fails, and the transaction stays usable
	 * @param refused what becomes of a part that is to blame
	 * @return what was made of each part, in their order
	 * @throws DataAccessException if the data are not to blame
	 */
	public <R> List<R> run(P whole, Function<P, R> work, BiFunction<P, ServerError, R> refused) {
		List<R> results = new ArrayList<>();
		run(whole, work, refused, results);
		return results;
	}

	private <R> void run(P part, Function<P, R> work, BiFunction<P, ServerError, R> refused, List<R> results) {
		ServerError error;
		try {
			results.add(work.apply(part));
			return;
		}
		catch (DataAccessException ex) {
			error = ServerError.of(ex);
			if (!error.isDataError()) {
				throw ex;
			}
		}
		this.failures++;
		boolean over = this.failures > this.limit;
		Optional<List<P>> parts = over ? Optional.empty() : this.cut.cut(part, error);
		if (parts.isEmpty()) {
			results.add(refused.apply(part, error));
		}
		parts.stream().flatMap(List::stream).forEach((smaller) -> run(smaller, work, refused, results));
	}

}
