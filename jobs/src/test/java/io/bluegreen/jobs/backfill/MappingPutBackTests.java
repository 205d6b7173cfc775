package io.bluegreen.jobs.backfill;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.jobs.Locks;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Running;
import io.bluegreen.jobs.Sql;
import io.bluegreen.jobs.verify.Pairs;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A view that is replaced and put back while rows are read through it does not pass for
 * the one that it was.
 */
class MappingPutBackTests {

	private static final String OTHER = "CREATE OR REPLACE VIEW old.t_as_green AS SELECT id, n + 1 AS n, row_version FROM old.t";

	private static final String BACK = "CREATE OR REPLACE VIEW old.t_as_green AS SELECT id, n, row_version FROM old.t";

	private static final String WITHOUT_VERSION = """
			    t:
			      from: old.t_as_green
			      source: {table: old.t}
			      to: new.t
			      overwrite: blue-wins
			""";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	private Pairs pairs() throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory)
			.table("t", "id int PRIMARY KEY, n int", "SELECT i, i FROM generate_series(1, 1000) i")
			.create();
		pairs.sql().run("DELETE FROM new.t", BACK);
		return pairs;
	}

	private Locks holding(String lock) throws Exception {
		return new Locks(this.fresh.database(), lock);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void backfillThatReadBothIsNotComplete(boolean versioned) throws Exception {
		Pairs pairs = pairs();
		if (!versioned) {
			pairs.program().tables(WITHOUT_VERSION);
		}
		Sql sql = pairs.sql();
		Running backfill;
		try (Locks writer = holding("LOCK TABLE new.t IN SHARE MODE")) {
			backfill = Running.start(pairs.program(), "backfill", "--workers=1", "--output=json");
			writer.awaitWaiter();
			sql.run(OTHER);
			writer.rollback();
		}
		sql.run(BACK);
		Program.Outcome outcome = backfill.end();
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
		assertThat(outcome.json().get("answer").asString()).isEqualTo("INCOMPLETE");
		assertThat(outcome.err()).contains("view old.t_as_green", "next: bluegreen backfill t --new");
		Program.Outcome again = pairs.program().run("backfill");
		assertThat(again.code()).isEqualTo(2);
		assertThat(again.err()).contains("changed since plan", "view old.t_as_green", "backfill t --new");
		sql.run("TRUNCATE new.t");
		assertThat(pairs.program().run("backfill", "--new").code()).isZero();
		assertThat(pairs.verify().get("answer").asString()).isEqualTo("MATCH");
	}

	@Test
	void reconcileIsRefusedAfterwardsAndSaysSo() throws Exception {
		Pairs pairs = pairs();
		assertThat(pairs.program().run("backfill").code()).isZero();
		assertThat(pairs.program().run("reconcile").code()).isZero();
		pairs.sql().run(OTHER, BACK);
		Program.Outcome outcome = pairs.program().run("reconcile");
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
		assertThat(outcome.out()).contains("replaced and put back: view old.t_as_green", "backfill t --new");
		assertThat(pairs.program().run("backfill", "--new").code()).isZero();
		assertThat(pairs.program().run("reconcile").code()).isZero();
	}

	@Test
	void reconcileThatReadBothSaysSoItself() throws Exception {
		Pairs pairs = pairs();
		assertThat(pairs.program().run("backfill").code()).isZero();
		pairs.sql().run("UPDATE old.t SET n = 0 WHERE id <= 10");
		Running reconcile;
		try (Locks writer = holding("LOCK TABLE new.t IN SHARE MODE")) {
			reconcile = Running.start(pairs.program(), "reconcile");
			writer.awaitWaiter();
			pairs.sql().run(OTHER);
			writer.rollback();
		}
		Program.Outcome outcome = reconcile.end();
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(4);
		assertThat(outcome.out()).contains("the mapping was replaced during a pass: view old.t_as_green", "--new");
	}

}
