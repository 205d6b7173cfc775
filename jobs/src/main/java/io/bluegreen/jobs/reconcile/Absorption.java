package io.bluegreen.jobs.reconcile;

import java.util.Optional;

import io.bluegreen.jobs.RefusedException;
import io.bluegreen.jobs.database.Side;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.tracking.ChangeLog;
import io.bluegreen.tracking.TrackedTable;
import org.jspecify.annotations.Nullable;

/**
 * Takes the changes that the last pass could not see out of Blue's log into the queue of
 * keys, and moves the position, in one transaction.
 */
class Absorption {

	private final Side blue;

	private final Side green;

	private final Positions positions;

	Absorption(Side blue, Side green, Positions positions) {
		this.blue = blue;
		this.green = green;
		this.positions = positions;
	}

	/**
	 * What was absorbed.
	 *
	 * @param changes keys that had changed
	 * @param ageSeconds since the pass before
	 * @param broken why nothing could be absorbed
	 */
	record Absorbed(long changes, double ageSeconds, @Nullable String broken) {
	}

	Absorbed absorb(Mapping mapping, long pass) {
		String table = mapping.table();
		String before = this.green.in(() -> this.positions.stored(table))
			.orElseThrow(() -> new RefusedException("%s: no position in its change log was noted yet".formatted(table),
					"run `bluegreen backfill %s` first".formatted(table)));
		String now = this.positions.now(mapping).orElseThrow();
		Optional<String> broken = this.green.in(() -> this.positions.broken(table))
			.or(() -> Optional.ofNullable(this.positions.why(before, now)));
		if (broken.isPresent()) {
			return breakOff(table, broken.get());
		}
		ChangeLog log = new ChangeLog(
				this.blue.in(() -> TrackedTable.find(this.blue.client(), mapping.source().orElseThrow().oid()))
					.orElseThrow());
		return this.green.in(() -> {
			if (log.hasUnreadableKey(this.green.client(), before, now)) {
				return breakOff(table, "the table was truncated, or its key could not be read when a row was written");
			}
			long changes = log.absorb(this.green.client(), mapping.sourceKey(), table, pass, before, now);
			this.positions.awaitFlush();
			return new Absorbed(changes, this.positions.move(table, now, pass), null);
		});
	}

	private Absorbed breakOff(String table, String why) {
		this.green.run(() -> this.positions.breakOff(table, why));
		return new Absorbed(0, 0,
				"%s: no pass can go on from the position that was noted: %s; start over with `bluegreen backfill %s --new`"
					.formatted(table, why, table));
	}

}
