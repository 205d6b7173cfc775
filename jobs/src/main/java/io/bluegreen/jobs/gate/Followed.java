package io.bluegreen.jobs.gate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.bluegreen.failure.Condition;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.TrackedTable;

/**
 * That Green follows Blue: both are tracked, the chain of reconcile passes is unbroken
 * and young, and no transaction of Blue holds it back.
 *
 * @param maxLag how far Green may be behind
 */
record Followed(Databases databases, Positions positions, Duration maxLag) {

	List<Condition> conditions(Mapping mapping) {
		String table = mapping.table();
		if (mapping.version().isEmpty()) {
			return List.of(new Condition(table + ": reconciled", true,
					"it has no version: only a full verify says what it is worth", ""));
		}
		return List.of(tracked(mapping), reconciled(mapping), lag(table), held(table));
	}

	private Condition tracked(Mapping mapping) {
		Optional<String> damage = this.databases.target()
			.in(() -> TrackedTable.find(this.databases.target().client(), mapping.to().oid())
				.map((log) -> log.damage(this.databases.target().client()).orElse(""))
				.or(() -> Optional.of("it has no change log"))
				.filter((why) -> !why.isEmpty()));
		return new Condition(mapping.table() + ": Green is tracked", damage.isEmpty(),
				damage.map((why) -> "%s: %s".formatted(mapping.to().sql(), why))
					.orElse(mapping.to().sql() + " has its change log"),
				damage.isEmpty() ? "" : "`bluegreen migrate`, then `bluegreen verify %s`".formatted(mapping.table()));
	}

	private Condition reconciled(Mapping mapping) {
		String table = mapping.table();
		Optional<String> gap = this.positions.gap(mapping);
		return new Condition(table + ": reconciled", gap.isEmpty(),
				gap.map((why) -> "no pass can go on from the last one: " + why)
					.orElse("an unbroken chain of passes leads from the plan to now"),
				gap.isEmpty() ? "" : "`bluegreen backfill %s --new`".formatted(table));
	}

	private Condition lag(String table) {
		Optional<Double> lag = this.databases.control().in(() -> this.positions.lagOf(table));
		boolean holds = lag.filter((seconds) -> seconds <= this.maxLag.toMillis() / 1000.0).isPresent();
		return new Condition("%s: lag below %d s".formatted(table, this.maxLag.toSeconds()), holds,
				lag.map("Green has all that was committed in Blue %.1f s ago"::formatted)
					.orElse("it was never reconciled"),
				holds ? "" : "`bluegreen reconcile %s`, every minute".formatted(table));
	}

	private Condition held(String table) {
		Optional<String> held = this.positions.held(table, this.maxLag);
		return new Condition(table + ": no transaction holds positions back", held.isEmpty(),
				held.orElse("the oldest one of Blue is young"),
				held.isEmpty() ? "" : "end that transaction in Blue, or wait for its end; then `bluegreen reconcile`");
	}

}
