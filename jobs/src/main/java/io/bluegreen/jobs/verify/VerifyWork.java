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

	private final boolean exact;

	private final SideComparison sides;

	VerifyWork(Side green, Side blue, Comparison comparison, SideReader reader) {
		this.blueKeys = KeyedRelation.ofSource(blue, comparison.mapping());
		this.green = green;
		this.exact = comparison.exact();
		this.sides = new SideComparison(green, comparison, reader);
	}

	/** Nothing is written that anybody else could have written. */
	@Override
	public void enter() {
	}

	@Override
	public ChunkOutcome run(Chunk chunk) {
		long begin = System.nanoTime();
		Function<KeyRange, RangeResult> compare = this.exact ? this.sides::byRow : this.sides::byChecksum;
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

}
