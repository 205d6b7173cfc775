package io.bluegreen.jobs.verify;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import io.bluegreen.bisection.Bisection;
import io.bluegreen.bisection.KeyedRelation;
import io.bluegreen.bisection.KeyedRelation.Middle;
import io.bluegreen.bisection.RangeParts;
import io.bluegreen.failure.DeadlockRetry;
import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.ledger.Chunk;
import io.bluegreen.jobs.ledger.ChunkOutcome;
import io.bluegreen.jobs.verify.RangeResult.Group;
import io.bluegreen.jobs.work.ChunkWork;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.session.Side;

/**
 * Compares one range on both sides: by checksum, or row by row with {@code exact}. Only
 * where a range disagrees are its rows looked at. Where the view cannot evaluate a row
 * the range is bisected until that row is alone.
 */
class VerifyWork implements ChunkWork {

	/**
	 * Tries within one range, each behind a savepoint: enough to isolate some dozen rows.
	 * What is left after that is not compared.
	 */
	private static final int TRIES = 600;

	private static final ServerError TOO_MUCH = new ServerError("", "too many rows of a range failed", "", "", "",
			false);

	private final Side green;

	private final KeyedRelation blueKeys;

	private final Comparison comparison;

	private final SideReader reader;

	VerifyWork(Side green, Side blue, Comparison comparison, SideReader reader) {
		this.blueKeys = KeyedRelation.ofSource(blue, comparison.mapping());
		this.reader = reader;
		this.green = green;
		this.comparison = comparison;
	}

	/** Nothing is written that anybody else could have written. */
	@Override
	public void enter() {
	}

	@Override
	public ChunkOutcome run(Chunk chunk) {
		long begin = System.nanoTime();
		Function<KeyRange, RangeResult> compare = this.comparison.exact() ? this::exactly : this::byChecksum;
		Bisection.Outcome<KeyRange, RangeResult> outcome = new Bisection<>(new RangeParts(this.blueKeys), TRIES).run(
				chunk.range(), (part) -> DeadlockRetry.retried(() -> this.green.nested(() -> compare.apply(part))),
				this::unread);
		RangeResult seen = Stream
			.concat(outcome.results().stream(), outcome.left().stream().map((part) -> unread(part, TOO_MUCH)))
			.reduce(RangeResult.NOTHING, RangeResult::plus);
		return seen.outcome(chunk, (System.nanoTime() - begin) / 1e9);
	}

	/**
	 * The source's keys tell which row it is: it is Blue's view that cannot evaluate it.
	 */
	private RangeResult unread(KeyRange range, ServerError error) {
		List<String> key = this.blueKeys.middle(range).filter(Middle::isAlone).map(Middle::key).orElse(null);
		return RangeResult.unread(new RangeResult.Unread(key, error.sentence()));
	}

	private RangeResult byChecksum(KeyRange range) {
		List<Sums> sums = this.reader.checksums(range);
		long blue = Sums.rows(sums, "blue");
		long green = Sums.rows(sums, "green");
		boolean same = blue == green && hash(sums, "blue") == hash(sums, "green");
		long source = this.comparison.mapping().isOfTwoTables() ? blue : Sums.rows(sums, "source");
		return seen(range, same, source, blue, green,
				sums.stream().filter((group) -> !group.side().equals("source")).map(Sums::money).toList());
	}

	private static long hash(List<Sums> sums, String side) {
		return sums.stream()
			.filter((group) -> group.side().equals(side))
			.mapToLong(Sums::hash)
			.reduce(0, (one, other) -> one ^ other);
	}

	private RangeResult exactly(KeyRange range) {
		List<Paired> pairs = this.reader.pairs(range);
		long green = pairs.stream().mapToLong(Paired::there).sum();
		// A row of Green that is in two pairs has a key that the view shows twice.
		boolean same = pairs.stream().allMatch((group) -> group.differing() == 0)
				&& pairs.stream().mapToLong(Paired::green).sum() == green;
		return seen(range, same, pairs.stream().mapToLong(Paired::source).sum(),
				pairs.stream().mapToLong(Paired::blue).sum(), green, pairs.stream().flatMap(Paired::money).toList());
	}

	/**
	 * Totals are of rows as they were compared: where a range disagrees, of those that
	 * the look found the same. Later looks add the others.
	 */
	private RangeResult seen(KeyRange range, boolean same, long source, long blue, long green, List<Group> groups) {
		if (same) {
			return new RangeResult(source, blue, green, blue, 0, 0, 0, groups, List.of());
		}
		RowComparison.Looked looked = new RowComparison(this.green, this.comparison).look(this.reader.inGreen(range),
				this.reader.fetchRows(range));
		return new RangeResult(source, blue, green, blue + looked.extra(), looked.differing(), looked.kept(),
				looked.repeated(), looked.groups(), List.of());
	}

}
