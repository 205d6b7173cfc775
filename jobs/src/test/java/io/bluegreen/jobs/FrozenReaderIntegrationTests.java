package io.bluegreen.jobs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who stops reading in the middle of a COPY out of Blue does not keep the application
 * waiting: no timeout of the server ends that COPY.
 */
@Tag("slow")
class FrozenReaderIntegrationTests {

	private static final String COPIES = """
			SELECT pid FROM pg_stat_activity
			WHERE datname = current_database() AND application_name = 'bluegreen blue' AND query LIKE 'COPY %'
			  AND state = 'active' AND wait_event = 'ClientWrite'
			""";

	private static final String OPEN = """
			SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND application_name = 'bluegreen blue' AND pid IN (%s)
			""";

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "program", "Green" })
	void frozenReaderLosesBluesTransaction(String frozen) throws Exception {
		try (SlowTable table = SlowTable.create(this.directory, 200, 100_000, 200)) {
			table.writeSlowly(0.1, 1, 200);
			try (ProgramProcess program = ProgramProcess.start(table.program(), this.directory, "backfill",
					"--workers=1")) {
				String copy = awaitCopy(table);
				String frozenPids = frozen.equals("program") ? "SELECT %d".formatted(program.pid())
						: "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'bluegreen green'";
				List<@Nullable String> stopped = table.stores().inGreen().list(frozenPids);
				signal("STOP", stopped);
				try {
					awaitEnd(table, copy);
					table.stores()
						.inBlue()
						.run("SET lock_timeout = '10s'",
								"DO $$ BEGIN LOCK TABLE old.t IN ACCESS EXCLUSIVE MODE; END $$");
					table.stores().inGreen().run("DELETE FROM new.pauses");
				}
				finally {
					signal("CONT", stopped);
				}
				assertThat(program.exitCode()).as(program.err()).isZero();
			}
			table.isCovered();
			table.isEqualBut();
		}
	}

	@Test
	void slowGreenLosesBluesTransaction() throws Exception {
		try (SlowTable table = SlowTable.create(this.directory, 200, 100_000, 200)) {
			table.writeSlowly(0.05, 1, 200);
			try (ProgramProcess program = ProgramProcess.start(table.program(), this.directory, "backfill",
					"--workers=1")) {
				awaitEnd(table, awaitCopy(table));
				table.stores().inGreen().run("DELETE FROM new.pauses");
				assertThat(program.exitCode()).as(program.err()).isZero();
				assertThat(program.err()).contains("was halved");
			}
			table.isCovered();
			table.isEqualBut();
		}
	}

	private static String awaitCopy(SlowTable table) {
		return String.valueOf(Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> table.stores().inBlue().list(COPIES), (pids) -> !pids.isEmpty())
			.get(0));
	}

	private static void awaitEnd(SlowTable table, String pid) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(15))
			.until(() -> table.stores().inBlue().number(OPEN.formatted(pid)) == 0);
	}

	private static void signal(String name, List<@Nullable String> pids) throws Exception {
		for (String pid : pids) {
			new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
		}
	}

}
