package io.bluegreen.jobs.backfill;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.Locks;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Planned;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long a plan is held to a rate that a command asked for.
 */
class AskedRateTests {

	private static final String ASKED = "UPDATE bluegreen.plan SET max_rows_per_second = 200, asked_rows_per_second = 200";

	private static final String FAILED = """
			UPDATE bluegreen.chunk SET state = 'failed' WHERE chunk_id = (SELECT min(chunk_id) FROM bluegreen.chunk)
			""";

	/** What a process at the first plan holds, in its first slot. */
	private static final String[] PROCESS = { "SELECT pg_advisory_lock(1650946052, 64)", """
			INSERT INTO bluegreen.throttle (plan_id, pid, classid, objid, reason)
			VALUES (1, pg_backend_pid(), 1650946052, 64, '')
			""" };

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(1000));

	@TempDir
	Path directory;

	private Sql sql() {
		return new Sql(this.fresh.database());
	}

	/** A plan that a command with a rate has left open, of which no chunk is done. */
	private Program planned() throws Exception {
		Program program = new Program(this.fresh.database(), this.directory).setting("chunk-rows: 100");
		succeeds(program, "backfill", "payments");
		Planned.again(sql());
		sql().run(ASKED);
		return program;
	}

	private static void succeeds(Program program, String... command) throws Exception {
		Program.Outcome outcome = program.run(command);
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
	}

	private List<@Nullable String> rate() throws Exception {
		return sql().list("SELECT max_rows_per_second FROM bluegreen.plan");
	}

	@Test
	void endsWithTheCommandsThatWorkOnThePlan() throws Exception {
		Program program = planned();
		Program.Outcome dryRun = program.run("backfill", "payments", "--dry-run", "--output=json");
		assertThat(dryRun.json().get("tables").get(0).get("seconds").asDouble()).as("5 at that rate").isNotEqualTo(5);
		assertThat(rate()).as("after a dry run").containsExactly("200");
		succeeds(program, "backfill", "payments");
		assertThat(rate()).as("after a backfill that asks for none").containsOnlyNulls();
		sql().run(ASKED, FAILED);
		succeeds(program, "rerun", "payments");
		assertThat(rate()).as("after a rerun").containsOnlyNulls();
	}

	@Test
	void staysWhileAnotherProcessWorksUnderIt() throws Exception {
		Program program = planned();
		sql().run("UPDATE bluegreen.plan SET max_rows_per_second = 9000, asked_rows_per_second = 9000");
		try (Locks process = new Locks(this.fresh.database(), PROCESS)) {
			process.commit();
			succeeds(program, "backfill", "payments");
		}
		assertThat(rate()).containsExactly("9000");
	}

	@Test
	void givesWayToTheConfigurationAndToWhatWasSetWhileThePlanIsOpen() throws Exception {
		Program program = planned();
		succeeds(program, "set", "max-rows-per-second=8000", "payments");
		succeeds(program, "backfill", "payments");
		assertThat(rate()).as("set").containsExactly("8000");
		program.setting("max-rows-per-second: 9000");
		sql().run(FAILED);
		succeeds(program, "rerun", "payments");
		assertThat(rate()).as("configured, since the plan had ended").containsExactly("9000");
		Planned.again(sql());
		sql().run(ASKED);
		succeeds(program, "backfill", "payments");
		assertThat(rate()).as("configured").containsExactly("9000");
	}

}
