package io.bluegreen.jobs.metrics;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.bluegreen.jobs.knobs.Knobs;
import io.bluegreen.jobs.ledger.Plan;
import io.bluegreen.jobs.throttle.Hold;
import io.bluegreen.jobs.throttle.SignalKind;
import io.bluegreen.jobs.work.WorkEvent;
import io.bluegreen.mapping.Definition;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class MetersTests {

	private static final Plan PLAN = new Plan(1, Plan.Kind.BACKFILL, "payments", new Definition("", "{}"), 100, null,
			"open");

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final Meters meters = new Meters(this.registry, "backfill");

	private List<String> heldBack(Knobs knobs, Hold... holds) {
		this.meters.on(new WorkEvent.Throttled(PLAN, knobs, List.of(holds)));
		return this.registry.find("bluegreen.throttled")
			.gauges()
			.stream()
			.filter((gauge) -> gauge.value() == 1)
			.map((gauge) -> String.valueOf(gauge.getId().getTag("signal")))
			.toList();
	}

	@Test
	void whateverHoldsWorkBackHasASignalAsLongAsItDoes() {
		assertThat(heldBack(new Knobs("12:00", 100, 2, null), new Hold(SignalKind.WAL_RATE, "too much")))
			.containsExactlyInAnyOrder("paused", "rate", "workers", "wal_rate");
		assertThat(heldBack(new Knobs(null, 100, null, null))).containsExactly("rate");
		assertThat(heldBack(Knobs.NONE)).isEmpty();
	}

}
