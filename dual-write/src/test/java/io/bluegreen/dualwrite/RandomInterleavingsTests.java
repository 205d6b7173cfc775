package io.bluegreen.dualwrite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dual writes that come twice, late, out of order or not at all.
 */
@Tag("slow")
class RandomInterleavingsTests {

	private static final int WRITERS = 4;

	private static final String COLUMNS = "payment_id, status, description, row_version";

	@ParameterizedTest
	@CsvSource({ "ONE_DATABASE, 1", "TWO_SERVERS, 2" })
	void endEqualOnceAllKeysWereApplied(Where where, long seed) throws Exception {
		try (MigratedStores stores = MigratedStores.create(where)) {
			stores.service((dualWrite) -> {
				ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
				for (int writer = 0; writer < WRITERS; writer++) {
					Random random = new Random(seed * WRITERS + writer);
					writers.execute(() -> write(stores, dualWrite, random));
				}
				writers.shutdown();
				assertThat(awaitEnd(writers)).isTrue();
				stores.blue("SELECT payment_id FROM blue.payments").forEach((key) -> {
					dualWrite.changed("payments", key);
					dualWrite.await(RowKey.of("payments", key), Duration.ofMinutes(1));
				});
				assertThat(stores.green("SELECT ROW(" + COLUMNS + ")::text FROM green.payments ORDER BY payment_id"))
					.as("seed %d", seed)
					.hasSize(20)
					.isEqualTo(stores
						.blue("SELECT ROW(" + COLUMNS + ")::text FROM blue.payments_as_green ORDER BY payment_id"));
			}, "bluegreen.dual-write.workers=3", "bluegreen.dual-write.batch=4", "bluegreen.dual-write.retry-for=1m");
		}
	}

	private static void write(MigratedStores stores, DualWrite dualWrite, Random random) {
		List<String> late = new ArrayList<>();
		List<String> keys = stores.blue("SELECT payment_id FROM blue.payments ORDER BY payment_id");
		for (int i = 0; i < 60; i++) {
			String key = keys.get(random.nextInt(keys.size()));
			stores.inBlue("UPDATE blue.payments SET description = 'd%d', status = '%s' WHERE payment_id = %s"
				.formatted(random.nextInt(), random.nextBoolean() ? "CAPTURED" : "REFUNDED", key));
			for (int times = random.nextInt(3); times > 0; times--) {
				dualWrite.changed("payments", key);
			}
			late.add(key);
			if (random.nextInt(10) == 0) {
				Collections.shuffle(late, random);
				late.forEach((old) -> dualWrite.changed("payments", old));
				late.clear();
			}
		}
	}

	private static boolean awaitEnd(ExecutorService writers) {
		try {
			return writers.awaitTermination(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
