package io.bluegreen.jobs;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Work that waits as long as a replication slot lags.
 */
@Tag("slow")
class ThrottleIntegrationTests {

	private static final String DROP_SLOT = """
			SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '%s'
			""";

	private static final String WORKED = """
			SELECT count(*) FROM bluegreen.chunk WHERE state = 'done' AND plan_id = (SELECT max(plan_id) FROM bluegreen.plan)
			""";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(1000));

	@TempDir
	Path directory;

	private Sql sql() {
		return new Sql(this.fresh.database());
	}

	private String slot() {
		return "laggard_" + this.fresh.database().name();
	}

	private Program withALaggingSlot() throws Exception {
		Program program = new Program(this.fresh.database(), this.directory).setting("chunk-rows: 100");
		assertThat(program.run("backfill").code()).isZero();
		sql().run("SELECT pg_create_physical_replication_slot('%s', true)".formatted(slot()),
				"SELECT pg_logical_emit_message(true, 'test', repeat('x', 3000000))");
		return program.setting("throttle: {max-slot-lag: 2MB}");
	}

	@AfterEach
	void dropSlot() throws Exception {
		sql().run(DROP_SLOT.formatted(slot()));
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(30));
	}

	@ParameterizedTest
	@ValueSource(strings = { "backfill", "verify" })
	void workWaitsAndSaysWhyAndGoesOnOnceTheSlotIsGone(String command) throws Exception {
		Program program = withALaggingSlot();
		Planned.again(sql());
		if (command.equals("verify")) {
			assertThat(new Program(this.fresh.database(), this.directory).run("backfill").code()).isZero();
		}
		try (ProgramProcess work = ProgramProcess.start(program, this.directory, command)) {
			await().until(() -> work.err().contains("slot " + slot() + " of the server holds"));
			await().during(Duration.ofSeconds(1)).until(() -> sql().number(WORKED) == 0);
			dropSlot();
			assertThat(work.exitCode()).as(work.err()).isZero();
		}
		assertThat(sql().unequal()).isZero();
		assertThat(sql().number("SELECT count(*) FROM bluegreen.throttle")).isZero();
	}

	@Test
	void statusOfAnotherProcessShowsTheReasonAsLongAsTheProcessLives() throws Exception {
		Program program = withALaggingSlot();
		Planned.again(sql());
		String reason = "payments: held back: slot " + slot() + " of the server holds";
		try (ProgramProcess backfill = ProgramProcess.start(program, this.directory, "backfill")) {
			await().until(() -> backfill.err().contains("holds"));
			assertThat(program.run("status").out()).contains(reason);
			assertThat(program.run("status", "--output=json").json().get("tables").get(0).get("throttle").asString())
				.contains(slot());
			backfill.signal("KILL");
			backfill.exitCode();
		}
		await().until(() -> !program.run("status").out().contains("held back"));
		assertThat(sql().number("SELECT count(*) FROM bluegreen.throttle")).as("left behind").isEqualTo(1);
	}

}
