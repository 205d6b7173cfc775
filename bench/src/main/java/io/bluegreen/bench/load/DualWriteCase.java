package io.bluegreen.bench.load;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.HdrHistogram.Histogram;

import io.bluegreen.bench.measured.PeakMemory;
import io.bluegreen.testbed.service.Http;
import io.bluegreen.testbed.service.ServiceProcess;

/**
 * What a dual write costs the callers of the packaged payment service, in turns: off, on,
 * and on while Green's server is frozen.
 */
final class DualWriteCase {

	private static final int PER_SECOND = 60;

	private static final Duration WARM_UP = Duration.ofSeconds(8);

	private static final Duration STEADY = Duration.ofSeconds(20);

	private static final Duration SATURATED = Duration.ofSeconds(6);

	private static final int CLIENTS = 4;

	private static final String PAYMENT = """
			{"merchant": "M-BENCH", "amount": "12.34", "currency": "EUR", "description": "an order"}""";

	private enum Mode {

		OFF, ON, FROZEN

	}

	private final Map<Mode, List<Double>> p99 = new EnumMap<>(Mode.class);

	private final Map<Mode, List<Double>> p50 = new EnumMap<>(Mode.class);

	private final Map<Mode, List<Double>> throughput = new EnumMap<>(Mode.class);

	private final OpenLoop load = new OpenLoop(PER_SECOND);

	List<Figure> run(Path home, int rounds) throws Exception {
		Path logs = Files.createTempDirectory("bluegreen-bench");
		double mib;
		try (TwoServers servers = TwoServers.filled(home, 20_000).migrated();
				ServiceProcess off = ServiceProcess.start(home, servers.location(), Map.of("BLUEGREEN_STAGE", "blue"),
						logs.resolve("off.log"));
				ServiceProcess on = ServiceProcess.start(home, servers.location(), Map.of("BLUEGREEN_STAGE", "dual"),
						logs.resolve("on.log"))) {
			for (ServiceProcess service : List.of(off, on)) {
				service.awaitReady();
				OpenLoop.saturated(CLIENTS, () -> create(service), WARM_UP);
				idle(service);
			}
			for (int round = 0; round < rounds; round++) {
				for (Mode mode : turn(round)) {
					measure(mode, (mode == Mode.OFF) ? off : on, servers);
				}
			}
			PeakMemory memory = new PeakMemory(on.pid());
			memory.look();
			mib = memory.mib();
		}
		return figures(mib);
	}

	/** Each round begins with another one. */
	private static List<Mode> turn(int round) {
		List<Mode> modes = new ArrayList<>(List.of(Mode.values()));
		Collections.rotate(modes, round);
		return modes;
	}

	private void measure(Mode mode, ServiceProcess service, TwoServers servers) throws Exception {
		if (mode == Mode.FROZEN) {
			servers.whileGreenIsFrozen(() -> steady(mode, service));
		}
		else {
			steady(mode, service);
			add(this.throughput, mode, OpenLoop.saturated(CLIENTS, () -> create(service), SATURATED));
		}
		idle(service);
	}

	private void steady(Mode mode, ServiceProcess service) throws InterruptedException {
		Histogram micros = this.load.run(() -> create(service), STEADY);
		add(this.p99, mode, micros.getValueAtPercentile(99) / 1000.0);
		add(this.p50, mode, micros.getValueAtPercentile(50) / 1000.0);
	}

	private static void add(Map<Mode, List<Double>> to, Mode mode, double value) {
		to.computeIfAbsent(mode, (key) -> new ArrayList<>()).add(value);
	}

	private static void create(ServiceProcess service) {
		Http.Answer answer = Http.post(service.address().resolve(URI.create("/payments")), PAYMENT, "Idempotency-Key",
				UUID.randomUUID().toString());
		if (answer.status() != 201) {
			throw new IllegalStateException("a payment was answered %d %s".formatted(answer.status(), answer.text()));
		}
	}

	/** Nothing is left to be written that would fall on whoever comes next. */
	private static void idle(ServiceProcess service) throws InterruptedException {
		while (service.sum("dual_write_queue_depth") > 0) {
			TimeUnit.MILLISECONDS.sleep(100);
		}
	}

	private List<Figure> figures(double mib) {
		Stream<Figure> times = Stream.of(Mode.values())
			.flatMap((mode) -> Stream.of(Figure.of("dual-write/p50/" + name(mode), "ms", of(this.p50, mode)),
					(mode == Mode.OFF) ? Figure.of("dual-write/p99/off", "ms", of(this.p99, mode))
							: Figure.of("dual-write/p99/" + name(mode), "ms", of(this.p99, mode),
									of(this.p99, Mode.OFF), Figure.Bound.atMost(1.1))));
		return Stream.concat(times,
				Stream.of(Figure.of("dual-write/saturation/off", "per second", of(this.throughput, Mode.OFF)),
						Figure.of("dual-write/saturation/on", "per second", of(this.throughput, Mode.ON),
								of(this.throughput, Mode.OFF), Figure.Bound.atLeast(0.8)),
						new Figure("dual-write/peak-memory", "MiB", mib, null, Figure.Bound.atMost(300))))
			.toList();
	}

	private static List<Double> of(Map<Mode, List<Double>> from, Mode mode) {
		return from.getOrDefault(mode, List.of());
	}

	private static String name(Mode mode) {
		return mode.name().toLowerCase(Locale.ROOT);
	}

}
