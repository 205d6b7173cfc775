package io.bluegreen.jobs.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.session.PinnedTransactionManager;
import io.bluegreen.session.Side;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What passes leave behind, every minute, for a year.
 */
@Tag("slow")
class RetentionTests {

	/** More than those of the time that is kept; those of a year take two minutes. */
	private static final int PASSES = Integer.getInteger("bluegreen.passes", 60_000);

	private static final Duration KEEP = Duration.ofDays(30);

	/** Fewer than there are passes: each takes away more than one leaves. */
	private static final int RUNS = PASSES / 900;

	/** One a minute, over the year before now. */
	private static final String YEAR = """
			INSERT INTO bluegreen.plan (kind, table_name, mapping_hash, chunk_rows, state, created_at, finished_at)
			SELECT 'verify', 'payments', '', 1, 'complete', now() - make_interval(mins => n), now() - make_interval(mins => n)
			FROM generate_series(%1$d, 1, -1) n;
			INSERT INTO bluegreen.verdict (plan_id, table_name, run, answer, started_at, finished_at, expires_at, mapping_hash,
			                               blue, green, document)
			SELECT plan_id, table_name, plan_id, 'MATCH', created_at, created_at, created_at, '', '{}', '{}', '{}'
			FROM bluegreen.plan WHERE kind = 'verify' AND mapping_hash = '' ORDER BY plan_id;
			INSERT INTO bluegreen.batch_job_instance
			SELECT 1000 + n, 0, 'verify', n::text FROM generate_series(1, %1$d) n;
			INSERT INTO bluegreen.batch_job_execution (job_execution_id, job_instance_id, create_time)
			SELECT job_instance_id, job_instance_id, now() AT TIME ZONE 'UTC' - make_interval(mins => job_key::int)
			FROM bluegreen.batch_job_instance WHERE job_instance_id > 1000;
			ANALYZE bluegreen.plan, bluegreen.verdict, bluegreen.batch_job_instance, bluegreen.batch_job_execution;
			"""
		.formatted(PASSES);

	/** Of every table of ours, on either side. */
	private static final String ROWS = """
			SELECT format('%s: %s', c.oid::regclass, (xpath('/row/n/text()', query_to_xml('SELECT count(*) AS n FROM ' || c.oid::regclass,
			    false, true, '')))[1])
			FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
			WHERE s.nspname IN ('bluegreen', 'bluegreen_track') AND c.relkind = 'r' AND c.relname <> 'flyway_schema_history'
			ORDER BY 1
			""";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(200));

	@TempDir
	Path directory;

	private Sql migrated() throws Exception {
		Program program = new Program(this.fresh.database(), this.directory);
		assertThat(program.run("backfill").code()).isZero();
		return new Sql(this.fresh.database());
	}

	@Test
	void yearOfPassesLeavesNoMoreThanThoseOfTheTimeThatIsKept() throws Exception {
		Sql sql = migrated();
		sql.run(YEAR);
		DataSource jobs = this.fresh.database().as(LegacyDatabase.JOBS);
		Side control = new Side(jobs,
				new PinnedTransactionManager(jobs, Duration.ofSeconds(60), Duration.ofSeconds(10)),
				JdbcClient.create(jobs));
		Retention retention = new Retention(control, KEEP);
		for (int run = 0; run < RUNS; run++) {
			retention.apply();
		}
		for (String table : List.of("plan", "verdict", "batch_job_execution", "batch_job_instance")) {
			assertThat(sql.number("SELECT count(*) FROM bluegreen." + table)).as(table)
				.isBetween(KEEP.toMinutes() - 5, KEEP.toMinutes() + 10);
		}
	}

	@Test
	void passAfterPassLeavesNothingThatGrows() throws Exception {
		Sql sql = migrated();
		Program program = new Program(this.fresh.database(), this.directory).setting("keep: 1ms");
		assertThat(program.run("verify").code()).isZero();
		for (int pass = 0; pass < 3; pass++) {
			pass(sql, program, pass);
		}
		List<String> after = sql.list(ROWS).stream().map(String::valueOf).toList();
		for (int pass = 3; pass < 8; pass++) {
			pass(sql, program, pass);
		}
		assertThat(sql.list(ROWS)).as("rows of each table").containsExactlyElementsOf(after);
	}

	private static void pass(Sql sql, Program program, int number) throws Exception {
		sql.asApplication("UPDATE blue.payments SET description = 'pass %d' WHERE payment_id < 40".formatted(number),
				"DELETE FROM blue.payment_events WHERE ctid = (SELECT min(ctid) FROM blue.payment_events)");
		assertThat(program.run("gate", "--refresh").code()).isZero();
	}

}
