package io.bluegreen.jobs.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.bluegreen.bisection.KeyedRelation;
import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.session.TransactionLimitException;

/**
 * Cuts the key space into ranges: without gap, without overlap, open at both ends, so
 * that also a row below the first key or above the last one lies in exactly one of them.
 */
public class Planner {

	/**
	 * How long one transaction looks for boundaries: each is an index scan over one
	 * range's keys.
	 */
	private static final Duration WALK = Duration.ofMillis(500);

	/**
	 * How long a new plan is made before its first chunk is taken: to plan beside the
	 * workers would only take from their time.
	 */
	private static final Duration FIRST = Duration.ofSeconds(2);

	private final StopSignal stopSignal;

	private final Duration walk;

	/**
	 * Plans until a stop is requested.
	 */
	public Planner(StopSignal stopSignal) {
		this(stopSignal, WALK);
	}

	Planner(StopSignal stopSignal, Duration walk) {
		this.stopSignal = stopSignal;
		this.walk = walk;
	}

	/**
	 * Ranges of which none holds more than {@code rows} rows of any of the relations, as
	 * they are now.
	 * @param above where they begin; null: with the first key
	 * @throws io.bluegreen.failure.TryAgainException if a stop was requested
	 */
	public List<KeyRange> ranges(List<KeyedRelation> relations, int rows, @Nullable List<String> above) {
		Page all = pages(relations, rows, above, () -> true);
		return Stream.concat(all.ranges().stream(), Stream.of(all.rest())).toList();
	}

	/**
	 * Some of those ranges.
	 *
	 * @param ranges the next ones
	 * @param rest what lies above them
	 * @param last whether the rest is the last range, and not to be cut
	 */
	public record Page(List<KeyRange> ranges, KeyRange rest, boolean last) {

		/** The state in which a worker finds the rest. */
		String restState() {
			return this.last ? "pending" : "unplanned";
		}

	}

	/**
	 * The first of those ranges: of all but a large table, all.
	 * @throws io.bluegreen.failure.TryAgainException if a stop was requested
	 */
	public Page first(List<KeyedRelation> relations, int rows) {
		long begin = System.nanoTime();
		return pages(relations, rows, null, () -> System.nanoTime() - begin < FIRST.toNanos());
	}

	private Page pages(List<KeyedRelation> relations, int rows, @Nullable List<String> above, BooleanSupplier goOn) {
		List<KeyRange> ranges = new ArrayList<>();
		Page page;
		@Nullable List<String> from = above;
		do {
			this.stopSignal.check();
			page = page(relations, rows, from);
			ranges.addAll(page.ranges());
			from = page.rest().from();
		}
		while (!page.last() && goOn.getAsBoolean());
		return new Page(ranges, page.rest(), page.last());
	}

	/**
	 * The next of those ranges, as many as are found in half a second.
	 * @param from where the last one ended; null at the beginning
	 */
	public Page page(List<KeyedRelation> relations, int rows, @Nullable List<String> from) {
		List<KeyRange> ranges = new ArrayList<>();
		int step = rows;
		while (true) {
			int distance = step;
			try {
				boolean more = inAll(relations, () -> walk(relations, distance, from, ranges));
				return new Page(ranges, new KeyRange(last(ranges, from), null), !more);
			}
			catch (TransactionLimitException ex) {
				if (!ranges.isEmpty()) {
					return new Page(ranges, new KeyRange(last(ranges, from), null), false);
				}
				// The next boundary is looked for nearer, where so many keys cannot be
				// read in time.
				if (step == 1) {
					throw ex;
				}
				step = Math.max(1, step / 4);
			}
		}
	}

	/** In one transaction of each side. */
	private static boolean inAll(List<KeyedRelation> relations, Supplier<Boolean> work) {
		Supplier<Boolean> all = work;
		for (KeyedRelation relation : relations) {
			Supplier<Boolean> inner = all;
			all = () -> relation.side().in(inner);
		}
		return all.get();
	}

	private boolean walk(List<KeyedRelation> relations, int rows, @Nullable List<String> from, List<KeyRange> ranges) {
		long begin = System.nanoTime();
		do {
			List<String> last = last(ranges, from);
			List<List<String>> next = relations.stream()
				.flatMap((relation) -> boundary(relation, rows, last).stream())
				.toList();
			if (next.isEmpty()) {
				return false;
			}
			ranges.add(new KeyRange(last, (next.size() == 1) ? next.get(0) : lowest(relations.get(0), next)));
		}
		while (System.nanoTime() - begin < this.walk.toNanos());
		return true;
	}

	private static @Nullable List<String> last(List<KeyRange> ranges, @Nullable List<String> from) {
		return ranges.isEmpty() ? from : ranges.get(ranges.size() - 1).to();
	}

	/** The key that so many rows lie below, itself included; empty beyond the last. */
	private static Optional<List<String>> boundary(KeyedRelation relation, int rows, @Nullable List<String> from) {
		KeyRange rest = new KeyRange(from, null);
		return relation.side()
			.client()
			.sql("SELECT %s AS key FROM %s b WHERE %s ORDER BY %s OFFSET :rows LIMIT 1".formatted(
					Columns.of(relation.key()).texts("b"), relation.relation(), rest.predicate("b", relation.key()),
					Columns.of(relation.key()).list("b")))
			.params(rest.parameters())
			.param("rows", rows - 1)
			.query(Planner::key)
			.optional();
	}

	/** The first in the order of a relation's key. */
	private static List<String> lowest(KeyedRelation relation, List<List<String>> keys) {
		KeySet candidates = new KeySet(keys);
		List<Column> key = relation.key();
		return relation.side()
			.client()
			.sql("SELECT %s AS key FROM (%s) c ORDER BY %s LIMIT 1".formatted(Columns.of(key).texts("c"),
					candidates.rows(key), Columns.of(key).list("c")))
			.params(candidates.parameters())
			.query(Planner::key)
			.single();
	}

	private static List<String> key(ResultSet row, int i) throws SQLException {
		return TextArray.of(row, "key");
	}

}
