package io.bluegreen.jobs.reconcile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.bluegreen.jobs.database.Databases;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.tracking.ChangeLog;
import io.bluegreen.tracking.TrackedTable;
import org.jspecify.annotations.Nullable;

/**
 * Takes the changes that the last pass could not see out of Blue's log into the queue of
 * keys, and moves the position, in one transaction a table.
 */
class Absorption {

	private final Databases databases;

	private final Side green;

	private final Positions positions;

	Absorption(Databases databases, Positions positions) {
		this.databases = databases;
		this.green = databases.green();
		this.positions = positions;
	}

	/**
	 * What was absorbed.
	 *
	 * @param changes keys that had changed
	 * @param broken why nothing could be absorbed
	 */
	record Absorbed(long changes, @Nullable String broken) {

		static final Absorbed NOTHING = new Absorbed(0, null);

	}

	/** Absorbs the logs of all tables up to one snapshot of Blue. */
	Map<Mapping, Absorbed> absorb(List<Mapping> mappings, Pass pass) {
		List<String> now = mappings.isEmpty() ? List.of() : this.positions.now(mappings);
		Map<Mapping, Absorbed> absorbed = new LinkedHashMap<>();
		for (int i = 0; i < now.size(); i++) {
			absorbed.put(mappings.get(i), absorb(mappings.get(i), now.get(i), pass));
		}
		return absorbed;
	}

	private Absorbed absorb(Mapping mapping, String now, Pass pass) {
		String table = mapping.table();
		String before = this.green.in(() -> this.positions.stored(table)).orElseThrow();
		Optional<String> broken = this.green.in(() -> this.positions.broken(table))
			.or(() -> Optional.ofNullable(this.positions.why(before, now)));
		if (broken.isPresent()) {
			return breakOff(table, broken.get());
		}
		Side blue = this.databases.blue();
		ChangeLog log = new ChangeLog(
				blue.in(() -> TrackedTable.find(blue.client(), mapping.source().orElseThrow().oid())).orElseThrow());
		return this.green.in(() -> {
			if (blue.in(() -> log.hasUnreadableKey(blue.client(), before, now))) {
				return breakOff(table, "the table was truncated, or its key could not be read when a row was written");
			}
			long changes = absorb(log, mapping, pass, before, now);
			this.positions.awaitFlush();
			this.positions.move(table, now, pass);
			return new Absorbed(changes, null);
		});
	}

	private long absorb(ChangeLog log, Mapping mapping, Pass pass, String before, String now) {
		if (this.databases.areOne()) {
			return log.absorb(this.green.client(), mapping.sourceKey(), mapping.table(), pass.number(), before, now);
		}
		Side blue = this.databases.blue();
		return blue.in(() -> log.absorb(blue.client(), this.green.client(), mapping.sourceKey(), mapping.table(),
				pass.number(), before, now));
	}

	/**
	 * Asks once the keys of a pass are set whether they were read under the mapping that
	 * the pass began with.
	 */
	Absorbed confirm(Mapping mapping, Absorbed absorbed) {
		if (absorbed.broken() != null) {
			return absorbed;
		}
		return this.green.in(() -> this.positions.mappingChange(mapping))
			.map((change) -> breakOff(mapping.table(), "the mapping was replaced during a pass: " + change))
			.orElse(absorbed);
	}

	private Absorbed breakOff(String table, String why) {
		this.green.run(() -> this.positions.breakOff(table, why));
		return new Absorbed(0,
				"%s: no pass can go on from the position that was noted: %s; start over with `bluegreen backfill %s --new`"
					.formatted(table, why, table));
	}

}
