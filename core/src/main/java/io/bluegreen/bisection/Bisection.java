package io.bluegreen.bisection;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

import org.springframework.dao.DataAccessException;

import io.bluegreen.failure.ServerError;

/**
 * Works on a whole, and where its data fail on its parts, until what is to blame is
 * alone. It searches for the first part that fails and takes what lies behind it in one
 * go: one bad row among n costs log n tries, and one more for all that follow it.
 *
 * @param <P> a range or a set of keys
 */
public final class Bisection<P> {

	/** How parts are made, and put together. */
	public interface Parts<P> {

		/**
		 * The parts of a part that are still to be worked on, in their order.
		 * @return empty if it is to blame itself, or cannot be cut
		 */
		Optional<List<P>> cut(P part, ServerError error);

		/** Parts that follow one another, as one. */
		P join(List<P> parts);

	}

	/**
	 * What became of a whole.
	 *
	 * @param results what was made of each part, in their order
	 * @param left the parts behind them, two at most, since the tries were used up
	 */
	public record Outcome<P, R>(List<R> results, List<P> left) {
	}

	private final Parts<P> parts;

	private final int limit;

	/**
	 * A bisection that ends.
	 * @param limit tries after which the rest is left
	 */
	public Bisection(Parts<P> parts, int limit) {
		this.parts = parts;
		this.limit = limit;
	}

	/**
	 * Cuts a list into halves, in its order, down to single elements.
	 */
	public static <T> Bisection<List<T>> ofList() {
		return new Bisection<>(new ListParts<>(), Integer.MAX_VALUE);
	}

	/**
	 * Works on all that can be worked on.
	 * @param work on one part: all of it, or it fails, and the transaction stays usable
	 * @param refused what becomes of a part that is to blame
	 * @throws DataAccessException if the data are not to blame
	 */
	public <R> Outcome<P, R> run(P whole, Function<P, R> work, BiFunction<P, ServerError, R> refused) {
		return new Run<>(work, refused).run(List.of(whole), 0);
	}

	/**
	 * Goes on where the whole was tried and failed.
	 */
	public <R> Outcome<P, R> runFailed(P whole, ServerError error, Function<P, R> work,
			BiFunction<P, ServerError, R> refused) {
		return new Run<>(work, refused).fail(error).run(List.of(whole), 1);
	}

	private final class Run<R> {

		private final Function<P, R> work;

		private final BiFunction<P, ServerError, R> refused;

		private final List<R> results = new ArrayList<>();

		private ServerError error = ServerError.NONE;

		private int tries;

		/** Whether the last try was one of the first part alone, and failed. */
		private boolean alone;

		/**
		 * Parts that are tried together, where nothing is known of them: few where one
		 * bad row follows the other.
		 */
		private int reach = Integer.MAX_VALUE;

		private boolean doneSinceRefused = true;

		Run(Function<P, R> work, BiFunction<P, ServerError, R> refused) {
			this.work = work;
			this.refused = refused;
		}

		Run<R> fail(ServerError ofTheWhole) {
			this.error = ofTheWhole;
			this.alone = true;
			return this;
		}

		/**
		 * Works on parts in their order.
		 * @param failing how many of the first are known to fail together; 0: not known
		 */
		Outcome<P, R> run(List<P> parts, int failing) {
			List<P> rest = parts;
			int first = failing;
			while (!rest.isEmpty()) {
				if (this.tries >= Bisection.this.limit) {
					return new Outcome<>(this.results, halves(rest));
				}
				if (first == 0) {
					int count = Math.min(this.reach, rest.size());
					first = tries(rest, count) ? 0 : count;
					rest = (first == 0) ? rest.subList(count, rest.size()) : rest;
				}
				else if (first > 1) {
					int half = first / 2;
					boolean done = tries(rest, half);
					rest = done ? rest.subList(half, rest.size()) : rest;
					first = done ? first - half : half;
				}
				else {
					Optional<List<P>> smaller = Bisection.this.parts.cut(rest.get(0), this.error);
					first = smaller.map(List::size).orElse(0);
					if (smaller.isEmpty() && (this.alone || !tries(rest, 1))) {
						refuse(rest.get(0));
					}
					this.alone = false;
					rest = Stream.concat(smaller.stream().flatMap(List::stream), rest.stream().skip(1)).toList();
				}
			}
			return new Outcome<>(this.results, List.of());
		}

		private boolean tries(List<P> parts, int count) {
			this.tries++;
			try {
				this.results.add(this.work.apply(Bisection.this.parts.join(parts.subList(0, count))));
				this.alone = false;
				this.doneSinceRefused = true;
				this.reach = (this.reach < Integer.MAX_VALUE / 2) ? this.reach * 2 : Integer.MAX_VALUE;
				return true;
			}
			catch (DataAccessException ex) {
				this.error = ServerError.of(ex);
				this.alone = count == 1;
				if (!this.error.isDataError()) {
					throw ex;
				}
				return false;
			}
		}

		private void refuse(P part) {
			this.results.add(this.refused.apply(part, this.error));
			this.reach = this.doneSinceRefused ? this.reach : 1;
			this.doneSinceRefused = false;
		}

		private List<P> halves(List<P> rest) {
			int half = rest.size() / 2;
			return Stream.of(rest.subList(0, half), rest.subList(half, rest.size()))
				.filter((parts) -> !parts.isEmpty())
				.map(Bisection.this.parts::join)
				.toList();
		}

	}

}
