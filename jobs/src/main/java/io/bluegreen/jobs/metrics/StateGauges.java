package io.bluegreen.jobs.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;

import io.bluegreen.jobs.metrics.TableState.Figure;

/**
 * Shows the state of the tables as gauges; each look takes the place of the last one.
 */
class StateGauges {

	private static final Map<String, String> DESCRIPTIONS = Map.of("chunks", "Of the newest backfill, by state",
			"rows.per.second", "That it read over the last half minute", "queued.keys",
			"Changed keys that are not known to be the same in Green yet", "rejects", "Rows that Green refuses",
			"reconcile.lag", "All that was committed in Blue longer ago than this is in Green", "reconcile.broken",
			"1 where no pass can go on from the last one", "change.log.rows", "Rows of a change log, estimated",
			"verdict", "1 for the answer of the last verdict, 0 for the others", "verdict.timestamp",
			"When the last verify began", "state.timestamp", "When all of this was read");

	private static final List<String> SECONDS = List.of("reconcile.lag", "verdict.timestamp", "state.timestamp");

	private final Map<String, MultiGauge> gauges = new TreeMap<>();

	StateGauges(MeterRegistry registry) {
		DESCRIPTIONS.forEach((name, description) -> this.gauges.put(name,
				MultiGauge.builder("bluegreen." + name)
					.description(description)
					.baseUnit(SECONDS.contains(name) ? "seconds" : null)
					.register(registry)));
	}

	void show(Map<String, List<Figure>> figures) {
		this.gauges.forEach((name,
				gauge) -> gauge.register(figures.getOrDefault(name, List.of())
					.stream()
					.map((figure) -> MultiGauge.Row.of(figure.tags(), figure.value()))
					.toList(), true));
	}

}
