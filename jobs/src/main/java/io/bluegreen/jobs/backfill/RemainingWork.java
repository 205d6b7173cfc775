package io.bluegreen.jobs.backfill;

import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.bluegreen.bisection.KeyedRelation;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;

/**
 * What is left to be done for a table.
 *
 * @param plan the one that stands; empty: there would be a new one
 * @param ranges of its chunks
 * @param failedChunks of the plan, which nobody does again
 * @param rate rows per second that the plan allows; null: as fast as it goes
 */
record RemainingWork(Optional<Plan> plan, List<KeyRange> ranges, long failedChunks, @Nullable Integer rate) {

	@Nullable Long planId() {
		return this.plan.map(Plan::id).orElse(null);
	}

	String state() {
		return this.plan.map(Plan::state).orElse("new");
	}

	int chunks() {
		return this.ranges.size();
	}

	/** Not the last one, which may be empty, unless there is no other. */
	KeyRange middle() {
		return this.ranges.get((chunks() - 1) / 2);
	}

	/**
	 * Rows of Blue in all of them. A range whose rows cannot be mapped has them all the
	 * same, so the source is asked.
	 */
	long rows(Side blue, Mapping mapping) {
		return (chunks() - 1) * count(KeyedRelation.ofSource(blue, mapping), middle())
				+ count(KeyedRelation.ofSource(blue, mapping), this.ranges.get(chunks() - 1));
	}

	private static long count(KeyedRelation source, KeyRange range) {
		return source.side()
			.in(() -> source.side()
				.client()
				.sql("SELECT count(*) FROM %s b WHERE %s".formatted(source.relation(),
						range.predicate("b", source.key())))
				.params(range.parameters())
				.query(Long.class)
				.single());
	}

}
