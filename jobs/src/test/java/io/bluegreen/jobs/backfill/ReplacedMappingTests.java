package io.bluegreen.jobs.backfill;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.Locks;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Running;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A mapping is replaced between applies, and nobody who applies waits for that.
 */
class ReplacedMappingTests {

	private static final String APPLY = "SELECT pg_advisory_xact_lock_shared(1650946661, 1)";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	@Test
	void openApplyIsNamedAndOthersPassMeanwhile() throws Exception {
		Sql sql = new Sql(this.fresh.database()).fill(300);
		Program program = new Program(this.fresh.database(), this.directory);
		assertThat(program.runAsOwner("migrate").code()).isZero();
		assertThat(program.run("backfill").code()).isZero();
		sql.run("ALTER FUNCTION blue.attributes_as_jsonb(text) STABLE");
		try (Locks slow = new Locks(this.fresh.database(), APPLY)) {
			Running backfill = Running.start(program, "backfill", "payments", "--new", "--wait=3s");
			while (!backfill.outcome().isDone()) {
				sql.run("SET lock_timeout = '2s'", APPLY);
			}
			Program.Outcome outcome = backfill.end();
			assertThat(outcome.code()).as(outcome.err()).isEqualTo(75);
			assertThat(outcome.err()).contains("its mapping is replaced and applies are open", "pid ");
			slow.rollback();
		}
		Program.Outcome outcome = program.run("backfill", "--new");
		assertThat(outcome.code()).as(outcome.err()).isZero();
		assertThat(sql.unequal()).isZero();
	}

}
