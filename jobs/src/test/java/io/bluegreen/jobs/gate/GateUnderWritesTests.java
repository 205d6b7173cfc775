package io.bluegreen.jobs.gate;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.EitherTopology;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Stores;
import io.bluegreen.testbed.traffic.Counter;
import io.bluegreen.testbed.traffic.Faults;
import io.bluegreen.testbed.traffic.LibraryDualWrite;
import io.bluegreen.testbed.traffic.Load;
import io.bluegreen.testbed.traffic.Traffic;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the rollout asks while the service goes on writing, and now and then a dual write
 * is lost: {@code gate --refresh} opens each time, and after one damaged row never.
 * {@code -D}{@value #TIMES} says how often each.
 */
@Tag("slow")
class GateUnderWritesTests {

	private static final String TIMES = "bluegreen.gates";

	private static final Faults ONE_IN_A_HUNDRED_IS_LOST = new Faults(0.01, 0.1, Duration.ofMillis(200), 0.01, 0.05, 0);

	/** A second; each writes about two rows. */
	private static final double TRANSACTIONS = 150;

	@TempDir
	Path directory;

	@EitherTopology
	void opensEachTimeAndNeverOnceARowIsDamaged(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 2000)) {
			Program program = new Program(stores.blue(), stores.green(), this.directory);
			assertThat(program.run("backfill").code()).isZero();
			assertThat(program.run("verify").code()).isZero();
			try (LibraryDualWrite service = LibraryDualWrite.start(stores.blue().url(), stores.green().url());
					Traffic traffic = new Traffic(stores.blue().as(LegacyDatabase.APPLICATION),
							new Load(4, TRANSACTIONS, 1), service, ONE_IN_A_HUNDRED_IS_LOST)
						.start()) {
				answers(program, 0);
				// A key that no writer draws: none of them mends it.
				stores.inGreen()
					.run("INSERT INTO green.payments (payment_id, amount_minor, currency, status, created_at, updated_at, metadata_json, row_version)"
							+ " VALUES (-9, 1, 'EUR', 'pending', now(), now(), '{}', 1)");
				answers(program, 3);
				traffic.stop();
				assertThat(traffic.count(Counter.DUAL_LOST)).isPositive();
			}
		}
	}

	private static void answers(Program program, int code) throws Exception {
		int times = Integer.getInteger(TIMES, 2);
		for (int i = 0; i < times; i++) {
			Program.Outcome gate = program.run("gate", "--refresh", "--wait=30s");
			assertThat(gate.code()).as("%d of %d: %s%s", i + 1, times, gate.out(), gate.err()).isEqualTo(code);
		}
	}

}
