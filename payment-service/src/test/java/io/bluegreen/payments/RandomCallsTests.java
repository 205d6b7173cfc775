package io.bluegreen.payments;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.net.Link;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any calls, legal or not, retried and concurrent, while Green breaks in every way.
 */
@Tag("slow")
class RandomCallsTests {

	private static final int CALLERS = 3;

	private static final int STEPS = 80;

	@ParameterizedTest(name = "{0}, seed {1}")
	@CsvSource({ "ONE_DATABASE, 1", "TWO_SERVERS, 2" })
	void getTrueAnswersAndLeaveBothSidesEqualAfterReconcile(Where where, long seed) throws Exception {
		try (MigratedStores stores = MigratedStores.create(where);
				Link link = Link.to(stores.green().url());
				Instance one = start(stores, link, "bluegreen.dual-write.retry-for=100ms", "payments.await-green=20ms");
				Instance other = start(stores, link, "bluegreen.dual-write.retry-for=1s")) {
			LoggedChanges changes = LoggedChanges.of(stores);
			GreenFaults faults = new GreenFaults(stores, link, seed);
			List<RandomCaller> callers = call(List.of(one.api(), other.api()), faults, seed);
			assertThat(callers.stream().flatMap((caller) -> caller.done().keySet().stream()).distinct()).contains(
					"made", "made twice at once", "repeated", "stale", "illegal", "changed", "raced", "read",
					"read as a page");
			List<String> made = callers.stream().flatMap((caller) -> caller.ids().stream()).toList();
			assertThat(made).doesNotHaveDuplicates()
				.hasSameSizeAs(stores.inBlue("SELECT answer FROM blue.idempotency_keys"));
			assertThat(stores.inBlue("SELECT count(*) FROM blue.payment_events"))
				.containsExactly("" + (made.size() + sum(callers, "changed")));
			changes.apply();
			for (String table : List.of("payments", "payment_events")) {
				assertThat(
						stores.inGreen("SELECT (to_jsonb(g) - 'migrated_at')::text FROM green.%s g".formatted(table)))
					.isNotEmpty()
					.containsExactlyInAnyOrderElementsOf(
							stores.inBlue("SELECT to_jsonb(b)::text FROM blue.%s_as_green b".formatted(table)));
			}
		}
	}

	private static Instance start(MigratedStores stores, Link link, String... more) {
		return Instance.start(stores, "dual-read-green",
				Stream.concat(Settings.database("green", link.url(), stores.stores().role()), Stream.of(more))
					.toArray(String[]::new));
	}

	private static List<RandomCaller> call(List<Api> instances, GreenFaults faults, long seed) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(CALLERS + 1);
		try {
			Future<?> breaking = threads.submit(faults);
			List<RandomCaller> callers = new ArrayList<>();
			List<Future<?>> calling = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				RandomCaller caller = new RandomCaller("caller" + i, seed * CALLERS + i, instances);
				callers.add(caller);
				calling
					.add(threads.submit(() -> Stream.generate(() -> caller).limit(STEPS).forEach(RandomCaller::step)));
			}
			for (Future<?> call : calling) {
				call.get(1, TimeUnit.MINUTES);
			}
			faults.stop();
			breaking.get(1, TimeUnit.MINUTES);
			return callers;
		}
		finally {
			faults.stop();
			threads.shutdownNow();
		}
	}

	private static int sum(List<RandomCaller> callers, String what) {
		return callers.stream().mapToInt((caller) -> caller.done().getOrDefault(what, 0)).sum();
	}

}
