package io.bluegreen.jobs.gate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.bluegreen.failure.Condition;
import io.bluegreen.jobs.preflight.Preflight;
import io.bluegreen.jobs.reconcile.HeldPosition;
import io.bluegreen.jobs.reconcile.Positions;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.Side;
import io.bluegreen.topology.Databases;
import io.bluegreen.tracking.TrackedTable;

/**
 * That Green follows Blue: both are tracked, the chain of reconcile passes is unbroken
 * and young, and no transaction of Blue holds it back.
 *
 * @param maxLag how far Green may be behind
 */
record Followed(Databases databases, Positions positions, Duration maxLag) {

	List<Condition> conditions(MappingSettings settings, Preflight.Look look) {
		String table = settings.table();
		String reconciled = table + ": reconciled";
		if (settings.version() == null) {
			return List
				.of(new Condition(reconciled, true, "it has no version: only a full verify says what it is worth", ""));
		}
		String tracked = table + ": Green is tracked";
		return List.of(look.ask(tracked, (mapping) -> tracked(tracked, mapping)),
				look.ask(reconciled, (mapping) -> reconciled(reconciled, mapping)), lag(table), held(table));
	}

	private Condition tracked(String name, Mapping mapping) {
		Side green = this.databases.target();
		String table = mapping.to().sql();
		Optional<String> damage = green.in(() -> {
			Optional<TrackedTable> log = TrackedTable.find(green.client(), mapping.to().oid());
			return log.isEmpty() ? Optional.of("it has no change log") : log.get().damage(green.client());
		});
		return Condition.unless(name, damage.map((why) -> table + ": " + why), table + " has its change log",
				"`bluegreen migrate`, then `bluegreen verify %s`".formatted(mapping.table()));
	}

	private Condition reconciled(String name, Mapping mapping) {
		String table = mapping.table();
		boolean begun = this.databases.control().in(() -> this.positions.stored(table)).isPresent();
		return Condition.unless(name,
				this.positions.gap(mapping).map((why) -> "no pass can go on from the last one: " + why),
				"an unbroken chain of passes leads from the plan to now",
				begun ? Positions.wayOut(table) : "`bluegreen backfill %s`".formatted(table));
	}

	private Condition lag(String table) {
		Optional<Double> lag = this.databases.control().in(() -> this.positions.lagOf(table));
		String evidence = lag.map("Green has all that was committed in Blue %.1f s ago"::formatted)
			.orElse("it was never reconciled");
		boolean holds = lag.filter((seconds) -> seconds <= this.maxLag.toMillis() / 1000.0).isPresent();
		return Condition.unless("%s: lag below %d s".formatted(table, this.maxLag.toSeconds()),
				holds ? Optional.empty() : Optional.of(evidence), evidence,
				"`bluegreen reconcile %s`, every minute".formatted(table));
	}

	private Condition held(String table) {
		return Condition.unless(table + ": no transaction holds positions back",
				new HeldPosition(this.databases.source(), this.databases.control()).of(table, this.maxLag),
				"the oldest one of Blue is young",
				"end that transaction in Blue, or wait for its end; then `bluegreen reconcile`");
	}

}
