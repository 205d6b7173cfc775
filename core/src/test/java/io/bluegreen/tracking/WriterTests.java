package io.bluegreen.tracking;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.bluegreen.testing.legacy.LegacyDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the application sees of tracking: nothing.
 */
@Tag("each-version")
class WriterTests {

	private static final String TRACK = "SELECT bluegreen_track.track('blue.account')";

	@RegisterExtension
	final Sessions sessions = new Sessions();

	private Session owner;

	private Session writer;

	@BeforeEach
	void connect() throws SQLException {
		this.owner = this.sessions.as(LegacyDatabase.OWNER);
		this.writer = this.sessions.as(LegacyDatabase.APPLICATION);
	}

	@Test
	void theFirstWriteDrawsAVersionAboveTheOneThatAllRowsHave() {
		this.writer.run("INSERT INTO blue.account VALUES (1), (2)");
		this.owner.run(TRACK);
		this.writer.run("UPDATE blue.account SET amount = 1 WHERE id = 1");
		assertThat(this.owner.text("SELECT count(DISTINCT row_version) FROM blue.account")).isEqualTo("2");
		assertThat(this.owner.text("SELECT id FROM blue.account ORDER BY row_version DESC LIMIT 1")).isEqualTo("1");
	}

	@Test
	void theApplicationWritesWithoutRightsOnSequenceAndLog() {
		this.owner.run(TRACK);
		this.writer.run("INSERT INTO blue.account VALUES (1)")
			.run("UPDATE blue.account SET id = 2")
			.run("DELETE FROM blue.account");
		assertThat(logged()).isEqualTo("1 f,1 t,2 f,2 t");
		assertThat(this.writer.refusal("SELECT * FROM bluegreen_track.log_blue_account")).isEqualTo("42501");
	}

	@Test
	void aWriterThatReplicatesIsLoggedAsWell() throws SQLException {
		this.owner.run(TRACK);
		try (Session replica = this.sessions.superuser()) {
			replica.run("SET session_replication_role = replica").run("INSERT INTO blue.account VALUES (1)");
			replica.run("TRUNCATE blue.account");
		}
		assertThat(logged()).isEqualTo("1 f,null t");
	}

	@Test
	void aVersionThatTheClientSendsCountsForNothing() {
		this.owner.run(TRACK);
		assertThat(
				this.writer.text("INSERT INTO blue.account (id, row_version) VALUES (1, 7) RETURNING row_version > 7"))
			.isEqualTo("t");
		assertThat(this.writer.text(
				"UPDATE blue.account SET row_version = 9000000000000000000 RETURNING row_version < 9000000000000000000"))
			.isEqualTo("t");
	}

	@Test
	void aTriggerOfTheApplicationCannotTakeTheVersionBack() {
		this.owner.run("""
				CREATE FUNCTION blue.keep() RETURNS trigger LANGUAGE plpgsql
				AS 'BEGIN new := jsonb_populate_record(new, to_jsonb(old) - ''amount''); RETURN new; END'
				""")
			.run("CREATE TRIGGER keep BEFORE UPDATE ON blue.account FOR EACH ROW EXECUTE FUNCTION blue.keep()")
			.run(TRACK);
		String before = this.writer.text("INSERT INTO blue.account VALUES (1) RETURNING row_version");
		assertThat(this.writer.text("UPDATE blue.account SET amount = 2 RETURNING row_version > " + before))
			.isEqualTo("t");
	}

	@Test
	void anUpdateThatWaitedDrawsItsVersionAfterTheWait() throws Exception {
		this.owner.run(TRACK);
		this.owner.run("INSERT INTO blue.account VALUES (1)");
		this.owner.run("BEGIN").run("UPDATE blue.account SET amount = 1");
		CompletableFuture<String> waiting = CompletableFuture
			.supplyAsync(() -> this.writer.text("UPDATE blue.account SET amount = 2 RETURNING row_version"));
		try (Session observer = this.sessions.superuser()) {
			await().until(() -> observer
				.text("""
						SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
						""")
				.equals("1"));
		}
		String last = this.owner.text("UPDATE blue.account SET amount = 3 RETURNING row_version");
		this.owner.run("COMMIT");
		assertThat(Long.parseLong(waiting.get(10, TimeUnit.SECONDS))).isGreaterThan(Long.parseLong(last));
	}

	@Test
	void updatesStayHot() {
		this.owner.run("ALTER TABLE blue.account SET (fillfactor = 30)");
		this.writer.run("INSERT INTO blue.account SELECT g FROM generate_series(1, 500) g");
		this.owner.run(TRACK);
		this.writer.run("BEGIN").run("UPDATE blue.account SET amount = 1");
		assertThat(this.writer
			.text("SELECT n_tup_hot_upd FROM pg_stat_xact_user_tables WHERE relid = 'blue.account'::regclass"))
			.isEqualTo("500");
		this.writer.run("COMMIT");
	}

	@Test
	void aWriteGetsNoTransactionIdBesideItsOwn() {
		this.owner.run(TRACK);
		this.writer.run("INSERT INTO blue.account VALUES (1)").run("UPDATE blue.account SET id = 2");
		assertThat(this.owner.texts(
				"SELECT DISTINCT xmin::text = (xid::text::bigint & 4294967295)::text FROM bluegreen_track.log_blue_account"))
			.containsExactly("t");
	}

	private String logged() {
		return this.owner.text(
				"SELECT string_agg(coalesce(id::text, 'null') || ' ' || left(gone::text, 1), ',' ORDER BY id, gone) FROM bluegreen_track.log_blue_account");
	}

}
