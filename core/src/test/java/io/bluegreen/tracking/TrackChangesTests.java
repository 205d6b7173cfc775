package io.bluegreen.tracking;

import java.sql.SQLException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.testing.legacy.LegacyDatabase;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("each-version")
class TrackChangesTests {

	private static final String WATCH = "SELECT bluegreen_track.track_changes('green.account', '{id}', 'row_version')";

	private static final String PAUSE = "SELECT bluegreen_track.pause_insert_log('green.account')";

	private static final String RESUME = "SELECT bluegreen_track.resume_insert_log('green.account')";

	@RegisterExtension
	final Sessions sessions = new Sessions();

	private Session owner;

	private Session jobs;

	@BeforeEach
	void watch() throws SQLException {
		this.owner = this.sessions.as(LegacyDatabase.OWNER);
		this.owner.run("CREATE SCHEMA green")
			.run("""
					CREATE TABLE green.account (id int PRIMARY KEY, amount int, row_version bigint NOT NULL) PARTITION BY LIST (id);
					CREATE TABLE green.account_1 PARTITION OF green.account FOR VALUES IN (1, 2);
					CREATE TABLE green.account_2 PARTITION OF green.account DEFAULT
					""");
		this.owner.run("SELECT bluegreen_track.grant_reader('%s')".formatted(LegacyDatabase.JOBS));
		this.owner.run(WATCH).run("SELECT bluegreen_track.track('blue.account')");
		this.owner.run("GRANT USAGE ON SCHEMA green, blue TO " + LegacyDatabase.JOBS);
		this.owner.run("GRANT SELECT, INSERT, UPDATE, DELETE ON green.account TO " + LegacyDatabase.JOBS);
		this.owner.run("""
				DO 'BEGIN EXECUTE format(''GRANT CONNECT, TEMPORARY ON DATABASE %%I TO %s'', current_database()); END'
				""".formatted(LegacyDatabase.JOBS));
		this.jobs = this.sessions.as(LegacyDatabase.JOBS);
	}

	@Test
	void theVersionIsLeftToWhoeverWritesIt() {
		this.jobs.run("INSERT INTO green.account VALUES (1, 1, 5)").run("UPDATE green.account SET row_version = 6");
		this.jobs.run("DELETE FROM green.account");
		assertThat(logged()).isEqualTo("1 f 5,1 f 6,1 t 6");
	}

	@Test
	void onlyInsertsAreLeftOutWhileTheirLogIsPaused() {
		this.jobs.run(PAUSE).run("INSERT INTO green.account VALUES (1, 1, 5), (3, 1, 5)");
		assertThat(logged()).isEqualTo("null");
		this.jobs.run("UPDATE green.account SET row_version = 6")
			.run(RESUME)
			.run("INSERT INTO green.account VALUES (2, 1, 7)");
		assertThat(logged()).isEqualTo("1 f 6,2 f 7,3 f 6");
		assertThat(this.owner.damage("green.account")).isEmpty();
	}

	@Test
	void aPositionNotedBeforeThePauseIsVoidAndOneNotedWhilePausedAsWell() {
		Position before = this.jobs.position("green.account");
		this.jobs.run(PAUSE);
		assertThat(this.jobs.damage("green.account")).isEmpty();
		Position paused = this.jobs.position("green.account");
		assertThat(this.jobs.broken(paused, "green.account"))
			.contains("zz_bluegreen_insert of green.account is disabled");
		this.jobs.run(RESUME);
		assertThat(this.jobs.broken(paused, "green.account"))
			.contains("zz_bluegreen_insert of green.account is disabled");
		assertThat(this.jobs.broken(before, "green.account")).contains("changed or turned off for a time");
	}

	@Test
	void resumingWaitsForInsertsThatAreNotLogged() {
		this.jobs.run(PAUSE);
		this.owner.run("BEGIN").run("INSERT INTO green.account VALUES (1, 1, 5)");
		assertThat(this.jobs.refusal(RESUME)).isEqualTo("55P03");
		this.owner.run("COMMIT");
		assertThat(this.jobs.refusal(RESUME)).isEqualTo("none");
	}

	@Test
	void watchingAgainLeavesAPausedLogPaused() {
		this.jobs.run(PAUSE);
		this.owner.run(WATCH);
		this.jobs.run("INSERT INTO green.account VALUES (1, 1, 5)");
		assertThat(logged()).isEqualTo("null");
		this.owner.run("DROP TRIGGER zz_bluegreen_change ON green.account").run(WATCH);
		assertThat(this.jobs.damage("green.account")).isEmpty();
	}

	@Test
	void theLogOfBlueCannotBePaused() {
		assertThat(this.jobs.refusal("SELECT bluegreen_track.pause_insert_log('blue.account')")).isEqualTo("BG011");
	}

	@ParameterizedTest
	@ValueSource(strings = { "analyze('blue.account')", "advance_sequences('blue.account')",
			"analyze('bluegreen_track.tracked')" })
	void theJobsAnalyzeAndAdvanceNothingButGreensTables(String call) {
		assertThat(this.jobs.refusal("SELECT bluegreen_track." + call)).isEqualTo("BG012");
	}

	@Test
	void theJobsReadPositionsAndLogsOfTablesThatCameAfterTheGrant() {
		Position before = this.jobs.position("blue.account");
		this.owner.run("INSERT INTO blue.account VALUES (1)");
		assertThat(this.jobs.broken(before, "blue.account")).isEqualTo("stands");
		assertThat(new ChangeLog(this.jobs.tracked("blue.account")).hasUnreadableKey(this.jobs.client(), before.json(),
				this.jobs.position("blue.account").json()))
			.isFalse();
		assertThat(this.jobs.text("SELECT id FROM bluegreen_track.log_blue_account")).isEqualTo("1");
		assertThat(
				this.jobs.text("SELECT bluegreen_track.prune('blue.account', pg_snapshot_xmax(pg_current_snapshot()))"))
			.isEqualTo("1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "DELETE FROM bluegreen_track.log_blue_account",
			"UPDATE bluegreen_track.tracked SET floor = '0'", "SELECT nextval('bluegreen_track.version_blue_account')",
			"SELECT bluegreen_track.track('green.account')", "SELECT bluegreen_track.untrack('blue.account')",
			"CREATE TEMP TABLE mine (id int, row_version bigint); CREATE TRIGGER forge AFTER INSERT ON mine FOR EACH ROW EXECUTE FUNCTION bluegreen_track.write_blue_account()" })
	void theJobsMayDoNoMore(String sql) throws SQLException {
		this.owner.run("GRANT SELECT ON blue.account TO " + LegacyDatabase.JOBS);
		assertThat(this.jobs.refusal(sql)).isIn("42501", "BG007");
	}

	@ParameterizedTest
	@ValueSource(strings = { "prune('blue.account', '1')", "pause_insert_log('green.account')",
			"resume_insert_log('green.account')", "analyze('green.account')", "advance_sequences('green.account')" })
	void nobodyElseMayDoWhatTheJobsMay(String call) throws SQLException {
		this.owner.run("GRANT USAGE ON SCHEMA bluegreen_track, green TO " + LegacyDatabase.APPLICATION);
		try (Session application = this.sessions.as(LegacyDatabase.APPLICATION)) {
			assertThat(application.refusal("SELECT bluegreen_track." + call)).isEqualTo("42501");
		}
	}

	@Test
	void aVersionColumnThatIsNotThereIsRefused() {
		this.owner.run("CREATE TABLE green.other (id int PRIMARY KEY, v int)");
		assertThat(this.owner.refusal("SELECT bluegreen_track.track_changes('green.other', NULL, 'w')"))
			.isEqualTo("BG002");
		assertThat(this.owner.refusal("SELECT bluegreen_track.track_changes('green.other', NULL, 'v')"))
			.isEqualTo("BG002");
	}

	private String logged() {
		return this.owner.text(
				"SELECT string_agg(id || ' ' || left(gone::text, 1) || ' ' || version, ',' ORDER BY id, gone, version) FROM bluegreen_track.log_green_account");
	}

}
