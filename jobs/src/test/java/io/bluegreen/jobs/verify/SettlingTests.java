package io.bluegreen.jobs.verify;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SettlingTests {

	/** A verify that waited to the end of it would not be over in time. */
	private static final String FOR_LONG = "--settle=60m";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(0));

	@TempDir
	Path directory;

	private Pairs pairs() throws Exception {
		return new Pairs(this.fresh.database(), this.directory)
			.table("t", "id int PRIMARY KEY, n int", "SELECT i, i FROM generate_series(1, 2000) i")
			.create();
	}

	@Test
	void rowsWrittenDuringTheCheckAreNoDifferences() throws Exception {
		Pairs pairs = pairs().with("t", "      totals: {sum: [n]}\n");
		AtomicBoolean stop = new AtomicBoolean();
		CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(stop));
		try {
			for (String how : new String[] { "--checksum", "--exact" }) {
				JsonNode verdict = pairs.verify(how, "--settle=10s");
				assertThat(verdict.get("answer").asString()).as(verdict.toString()).isEqualTo("MATCH");
				JsonNode total = verdict.get("totals").get(0);
				assertThat(total.get("blue")).as("summed as compared: " + verdict).isEqualTo(total.get("green"));
			}
		}
		finally {
			stop.set(true);
			writer.get(30, TimeUnit.SECONDS);
		}
	}

	/** Writes Blue first and Green after it, each in a transaction of its own. */
	private void write(AtomicBoolean stop) {
		try (Connection connection = this.fresh.connect(); Statement statement = connection.createStatement()) {
			for (int i = 0; !stop.get(); i++) {
				int id = 1 + i * 7919 % 2000;
				statement.execute("UPDATE old.t SET n = n + 1 WHERE id = " + id);
				statement.execute(
						"UPDATE new.t g SET n = b.n, row_version = b.row_version FROM old.t b WHERE b.id = g.id AND b.id = "
								+ id);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void greenThatCatchesUpMatchesAndGreenThatStaysBehindDiffers() throws Exception {
		Pairs pairs = pairs();
		pairs.sql()
			.run("UPDATE old.t SET n = -1 WHERE id IN (1, 2, 3)", "DELETE FROM old.t WHERE id = 4",
					"INSERT INTO old.t VALUES (3000, 1)");
		JsonNode behind = pairs.verify("--settle=300ms");
		assertThat(behind.get("answer").asString()).isEqualTo("DIFFER");
		assertThat(behind.get("mismatched").asInt()).isEqualTo(3);
		assertThat(behind.get("missing").asInt()).isEqualTo(1);
		assertThat(behind.get("extra").asInt()).isEqualTo(1);
		try (Meanwhile meanwhile = Meanwhile.once(
				() -> pairs.sql().number("SELECT count(*) FROM bluegreen.difference WHERE state = 'candidate'") > 0,
				() -> pairs.copy("t"))) {
			JsonNode caughtUp = pairs.verify(FOR_LONG);
			assertThat(caughtUp.get("answer").asString()).as(caughtUp.toString()).isEqualTo("MATCH");
		}
	}

	@Test
	void rowThatChangesAllTheTimeIsUnsettled() throws Exception {
		Pairs pairs = pairs();
		// Green reaches what Blue had at the first look, and Blue has moved on.
		pairs.sql().run("UPDATE old.t SET n = -1 WHERE id = 1");
		try (Meanwhile meanwhile = Meanwhile.once(() -> pairs.sql()
			.number("SELECT count(*) FROM bluegreen.difference WHERE state = 'candidate'") > 0, () -> pairs.sql()
				.run("BEGIN",
						"UPDATE new.t g SET n = b.n, row_version = b.row_version FROM old.t b WHERE b.id = g.id AND b.id = 1",
						"UPDATE old.t SET n = -2 WHERE id = 1", "COMMIT"))) {
			JsonNode verdict = pairs.verify("--settle=2s");
			assertThat(verdict.get("answer").asString()).as(verdict.toString()).isEqualTo("INCOMPLETE");
			assertThat(verdict.get("unsettled").asInt()).isEqualTo(1);
			assertThat(verdict.get("reasons").toString()).contains("1 rows were neither equal nor surely different");
			assertThat(pairs.sql().list("SELECT reasons -> 0 ->> 'keys' FROM bluegreen.verdict"))
				.containsExactly("[[\"1\"]]");
		}
	}

	@Test
	void keyThatIsDeletedAndInsertedAgainIsNoDifferenceForBeingFollowedLater() throws Exception {
		Pairs pairs = pairs();
		pairs.sql().run("DELETE FROM new.t WHERE id = 1");
		try (Meanwhile meanwhile = Meanwhile.once(
				() -> pairs.sql().number("SELECT count(*) FROM bluegreen.difference WHERE state = 'candidate'") > 0,
				() -> pairs.sql()
					.run("BEGIN", "INSERT INTO new.t SELECT * FROM old.t WHERE id = 1",
							"DELETE FROM old.t WHERE id = 1", "DELETE FROM new.t WHERE id = 1",
							"INSERT INTO old.t VALUES (1, 1)", "COMMIT"))) {
			JsonNode verdict = pairs.verify("--settle=2s");
			assertThat(verdict.get("missing").asInt()).as(verdict.toString()).isZero();
			assertThat(verdict.get("unsettled").asInt()).as(verdict.toString()).isEqualTo(1);
		}
	}

	@Test
	void keyWhoseChangeIsOpenInTheLogIsNoDifference() throws Exception {
		Pairs pairs = pairs();
		assertThat(pairs.program().run("backfill").code()).isZero();
		pairs.sql()
			.run("UPDATE old.t SET n = -1 WHERE id IN (1, 2)", "DELETE FROM old.t WHERE id = 4",
					"INSERT INTO old.t VALUES (3000, 1)", "UPDATE new.t SET n = -1 WHERE id = 7");
		JsonNode open = pairs.verify("--settle=0s");
		assertThat(open.get("mismatched").asInt()).as(open.toString()).isEqualTo(1);
		assertThat(open.get("missing").asInt() + open.get("extra").asInt()).isZero();
		assertThat(open.get("unsettled").asInt()).isEqualTo(4);
		assertThat(open.get("reasons").toString()).contains("4 of them changed in Blue and wait for reconcile");
		assertThat(pairs.program().run("reconcile").code()).isZero();
		JsonNode followed = pairs.verify("--settle=0s");
		assertThat(followed.get("unsettled").asInt()).as(followed.toString()).isZero();
		assertThat(followed.get("mismatched").asInt()).isEqualTo(1);
	}

	@Test
	void equalVersionsWithOtherContentAreConfirmedAtOnce() throws Exception {
		Pairs pairs = pairs();
		pairs.sql().run("UPDATE new.t SET n = -1 WHERE id = 1");
		JsonNode verdict = pairs.verify(FOR_LONG);
		assertThat(verdict.get("mismatched").asInt()).isEqualTo(1);
	}

	@Test
	void greenAboveBlueDiffersAtOnceUnlessReconcileHasYetToSetTheKey() throws Exception {
		Pairs pairs = pairs();
		assertThat(pairs.program().run("backfill").code()).isZero();
		// The next life of a key may draw its version before the last one ends.
		String[] newLife = { "ALTER TABLE old.t DISABLE TRIGGER zz_bluegreen_version", "DELETE FROM old.t WHERE id = 1",
				"INSERT INTO old.t (id, n, row_version) VALUES (1, -1, 5)",
				"ALTER TABLE old.t ENABLE ALWAYS TRIGGER zz_bluegreen_version" };
		pairs.sql().run("UPDATE new.t SET row_version = row_version + 1 WHERE id = 7");
		JsonNode above = pairs.verify(FOR_LONG);
		assertThat(above.get("mismatched").asInt()).as(above.toString()).isEqualTo(1);
		pairs.copy("t");
		// Off and on again is evidence of damage: what is tested here is the log.
		pairs.sql().run("SET session_replication_role = replica", "UPDATE bluegreen.log_position SET broken = NULL");
		pairs.sql().run(newLife);
		pairs.sql()
			.run("UPDATE bluegreen.log_position SET position = jsonb_set(bluegreen_track.position('old.t'), '{snapshot}', position -> 'snapshot')");
		JsonNode logged = pairs.verify("--settle=300ms");
		assertThat(logged.get("mismatched").asInt()).as(logged.toString()).isZero();
		assertThat(logged.get("unsettled").asInt()).as(logged.toString()).isEqualTo(1);
		pairs.sql()
			.run("UPDATE bluegreen.log_position SET position = bluegreen_track.position('old.t')",
					"INSERT INTO bluegreen.changed_key (table_name, key, gone, pass) VALUES ('t', '{1}', true, 1)");
		JsonNode queued = pairs.verify("--settle=300ms");
		assertThat(queued.get("unsettled").asInt()).as(queued.toString()).isEqualTo(1);
		pairs.sql().run("DELETE FROM bluegreen.changed_key");
		JsonNode reconciled = pairs.verify("--settle=300ms");
		assertThat(reconciled.get("mismatched").asInt()).as(reconciled.toString()).isEqualTo(1);
	}

	@Test
	void withoutVersionsARowDiffersIfBlueStayedTheSame() throws Exception {
		Pairs pairs = pairs().with("t", "");
		pairs.program().tables("""
				    t:
				      from: old.t
				      to: new.t
				      overwrite: blue-wins
				""");
		pairs.sql().run("UPDATE new.t SET n = -1 WHERE id = 1");
		JsonNode verdict = pairs.verify("--settle=300ms");
		assertThat(verdict.get("mismatched").asInt()).as(verdict.toString()).isEqualTo(1);
		assertThat(verdict.get("warnings").toString()).contains("there is no version");
	}

}
