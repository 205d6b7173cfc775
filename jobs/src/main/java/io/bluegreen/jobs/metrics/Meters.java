package io.bluegreen.jobs.metrics;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

import io.bluegreen.failure.Condition;
import io.bluegreen.jobs.gate.GateAnswer;
import io.bluegreen.jobs.knobs.Knobs;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.reconcile.ReconcileAnswer;
import io.bluegreen.jobs.repair.RepairAnswer;
import io.bluegreen.jobs.throttle.SignalKind;
import io.bluegreen.jobs.verify.VerifyAnswer;
import io.bluegreen.jobs.work.WorkEvent;
import io.bluegreen.jobs.work.WorkListener;

/**
 * Counts what one command does. No label has a key or a value of a row.
 */
public class Meters implements WorkListener {

	private final MeterRegistry registry;

	private final String command;

	/** Of the table at work. */
	private final Set<String> holds = ConcurrentHashMap.newKeySet();

	private final MultiGauge conditions;

	/**
	 * Meters of a command.
	 * @param command its name
	 */
	Meters(MeterRegistry registry, String command) {
		this.registry = registry;
		this.command = command;
		this.conditions = MultiGauge.builder("bluegreen.gate.condition")
			.description("1 where a condition of the gate holds, 0 where it does not")
			.register(registry);
		signals()
			.forEach((signal) -> Gauge.builder("bluegreen.throttled", () -> this.holds.contains(signal) ? 1.0 : 0.0)
				.description("1 while this holds work back")
				.tag("signal", signal)
				.register(registry));
		retries(0);
	}

	private static Stream<String> signals() {
		return Stream.concat(Stream.of("paused", "rate", "workers"),
				Stream.of(SignalKind.values()).map(SignalKind::label));
	}

	/** What people have set, and what servers say. */
	private static Set<String> signals(WorkEvent.Throttled throttled) {
		Knobs knobs = throttled.knobs();
		return Stream.concat(
				Stream.of(knobs.isPaused() ? "paused" : "", (knobs.maxRowsPerSecond() != null) ? "rate" : "",
						(knobs.workers() != null) ? "workers" : ""),
				throttled.holds().stream().map((hold) -> hold.kind().label()))
			.collect(Collectors.toSet());
	}

	@Override
	public void on(WorkEvent event) {
		String table = event.plan().table();
		if (event instanceof WorkEvent.Finished finished) {
			// What a verify applies are rows that match, which it says at its end.
			rows(table, (finished.plan().kind() == Plan.Kind.VERIFY) ? Map.of("scanned", finished.scanned())
					: Map.of("scanned", finished.scanned(), "applied", finished.applied()));
		}
		else if (event instanceof WorkEvent.Retrying) {
			retries(1);
		}
		else if (event instanceof WorkEvent.Throttled throttled) {
			Set<String> now = signals(throttled);
			this.holds.addAll(now);
			this.holds.retainAll(now);
		}
	}

	/** What a verify found, beside what it scanned. */
	public void verified(VerifyAnswer answer) {
		answer.tables()
			.forEach((table) -> rows(table.table(),
					Map.of("matching", table.matching(), "mismatched", table.mismatched(), "missing", table.missing(),
							"extra", table.extra(), "unsettled", table.unsettled())));
	}

	/** What a reconcile did. */
	public void reconciled(ReconcileAnswer answer) {
		answer.tables()
			.forEach((table) -> rows(table.table(), Map.of("changed", table.changes(), "applied", table.applied(),
					"deleted", table.deleted(), "rejected", table.rejected())));
	}

	/** What a repair did. */
	public void repaired(RepairAnswer answer) {
		answer.tables()
			.forEach((table) -> rows(table.table(), Map.of("replaced", table.replaced(), "inserted", table.inserted(),
					"deleted", table.deleted(), "left", (long) table.left().size())));
	}

	/** What the gate said: one series a condition, whatever table it is of. */
	public void asked(GateAnswer answer) {
		set("bluegreen.gate.open", "1: traffic may move to this stage", answer.open() ? 1 : 0,
				Tags.of("for", answer.stage()));
		this.conditions.register(answer.conditions()
			.stream()
			.map((condition) -> MultiGauge.Row.of(labels(answer.stage(), condition), condition.holds() ? 1 : 0))
			.toList(), true);
	}

	/** A name is "table: condition", or of no table. */
	private static Tags labels(String stage, Condition condition) {
		String[] parts = condition.name().split(": ", 2);
		return Tags.of("for", stage, "table", (parts.length == 2) ? parts[0] : "", "condition",
				parts[parts.length - 1]);
	}

	/** How the command ended, and when. */
	void ended(int code) {
		Tags command = Tags.of("command", this.command);
		set("bluegreen.last.exit.code", "Of the last run of a command that has ended", code, command);
		set("bluegreen.last.run.timestamp.seconds", "When it ended", (double) Instant.now().getEpochSecond(), command);
	}

	private void rows(String table, Map<String, Long> outcomes) {
		outcomes.forEach((outcome, count) -> this.registry
			.counter("bluegreen.rows", "table", table, "work", this.command, "outcome", outcome)
			.increment((double) count));
	}

	private void retries(int more) {
		this.registry.counter("bluegreen.retries", "work", this.command).increment(more);
	}

	private void set(String name, String description, double value, Tags tags) {
		Gauge.builder(name, () -> value).description(description).tags(tags).register(this.registry);
	}

}
