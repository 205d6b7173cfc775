package io.bluegreen.jobs.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.bluegreen.catalog.Column;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.ChangeLog;
import io.bluegreen.tracking.TrackedTable;

/**
 * Takes the changes that the last pass could not see out of Blue's log into the queue of
 * keys, part by part. The position moves once all parts are there; killed before, the
 * next pass takes them once more.
 */
class ChangeIntake {

	private final Databases databases;

	private final Side green;

	private final Positions positions;

	private final StopSignal stopSignal;

	ChangeIntake(Databases databases, Positions positions, StopSignal stopSignal) {
		this.databases = databases;
		this.green = databases.target();
		this.positions = positions;
		this.stopSignal = stopSignal;
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
		List<String> now = mappings.isEmpty() ? List.of() : this.positions.note(mappings);
		Map<Mapping, Absorbed> absorbed = new LinkedHashMap<>();
		for (int i = 0; i < now.size(); i++) {
			absorbed.put(mappings.get(i), absorb(mappings.get(i), now.get(i), pass));
		}
		return absorbed;
	}

	private Absorbed absorb(Mapping mapping, String now, Pass pass) {
		String table = mapping.table();
		String stored = this.green.in(() -> this.positions.stored(table)).orElseThrow();
		Optional<String> broken = this.green.in(() -> this.positions.broken(table))
			.or(() -> this.positions.why(stored, now));
		Optional<String> verified = broken.isEmpty() ? Optional.empty()
				: this.green.in(() -> this.positions.restart(mapping, now));
		if (broken.isPresent() && verified.isEmpty()) {
			return breakOff(table, broken.get(), this.positions.isOfOneLog(stored, now));
		}
		String before = verified.orElse(stored);
		Side blue = this.databases.source();
		ChangeLog log = new ChangeLog(
				blue.in(() -> TrackedTable.find(blue.client(), mapping.source().orElseThrow().oid())).orElseThrow());
		List<Integer> parts = new ArrayList<>();
		boolean named = log.read(blue, mapping.sourceKey().stream().map(Column::name).toList(), before, now,
				(changes) -> {
					this.stopSignal.check();
					this.green.run(() -> ChangeLog.queue(this.green.client(), table, pass.number(), changes));
					parts.add(changes.size());
				});
		if (!named) {
			return breakOff(table, "the table was truncated, or its key could not be read when a row was written",
					false);
		}
		this.green.run(() -> this.positions.move(table, now, pass));
		this.positions.clearUp(mapping);
		return new Absorbed((parts.size() == 1) ? parts.get(0) : queued(table, pass), null);
	}

	/** A key may have been in several parts. */
	private long queued(String table, Pass pass) {
		return this.green.in(() -> this.green.client()
			.sql("SELECT count(*) FROM bluegreen.changed_key WHERE table_name = ? AND pass = ?")
			.params(table, pass.number())
			.query(Long.class)
			.single());
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
			.map((change) -> breakOff(mapping.table(), "the mapping was replaced during a pass: " + change, true))
			.orElse(absorbed);
	}

	private Absorbed breakOff(String table, String why, boolean onlyMapping) {
		this.green.run(() -> this.positions.breakOff(table, why, onlyMapping));
		return new Absorbed(0, "%s: no pass can go on from the position that was noted: %s; %s".formatted(table, why,
				Positions.wayOut(table)));
	}

}
