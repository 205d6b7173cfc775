package io.bluegreen.tracking;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.testing.legacy.LegacyDatabase;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("each-version")
class PositionTests {

	@RegisterExtension
	final Sessions sessions = new Sessions();

	private Session owner;

	private Session writer;

	@BeforeEach
	void track() throws SQLException {
		this.owner = this.sessions.as(LegacyDatabase.OWNER);
		this.writer = this.sessions.as(LegacyDatabase.APPLICATION);
		this.owner.run("SELECT bluegreen_track.track('blue.entry')");
		this.writer.run("INSERT INTO blue.entry VALUES (1, 1), (11, 1)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UPDATE blue.entry SET region = 13 WHERE region = 1", "DELETE FROM blue.entry",
			"ANALYZE blue.entry", "VACUUM (FREEZE) blue.entry", "ALTER TABLE blue.entry ADD COLUMN extra int DEFAULT 5",
			"ALTER TABLE blue.entry_low RENAME TO entry_first", "CREATE INDEX ON blue.entry (note)",
			"GRANT SELECT ON blue.entry TO PUBLIC", "SELECT bluegreen_track.prune('blue.entry', '1')" })
	void aPositionStandsWhateverIsWrittenOrLogged(String sql) {
		Position before = this.owner.position("blue.entry");
		this.owner.run(sql);
		assertThat(this.owner.broken(before, "blue.entry")).isEqualTo("stands");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					TRUNCATE blue.entry_low                                    | blue.entry_low was truncated or rewritten
					TRUNCATE blue.entry                                        | was truncated or rewritten
					ALTER TABLE blue.entry ALTER note TYPE int USING 1         | was truncated or rewritten
					ALTER TABLE blue.entry DETACH PARTITION blue.entry_high    | blue.entry_high was dropped or detached
					DROP TABLE blue.entry_high                                 | blue.entry_high was dropped or detached
					CREATE TABLE blue.top PARTITION OF blue.entry DEFAULT      | blue.top was created or attached
					ALTER TABLE blue.entry DETACH PARTITION blue.entry_high; ALTER TABLE blue.entry ATTACH PARTITION blue.entry_high FOR VALUES FROM (10) TO (20) | blue.entry_high was detached and attached
					ALTER TABLE blue.entry DISABLE TRIGGER USER                | is disabled
					ALTER TABLE blue.entry_low DISABLE TRIGGER zz_bluegreen_change | zz_bluegreen_change of blue.entry_low is disabled
					ALTER TABLE blue.entry DISABLE TRIGGER ALL; ALTER TABLE blue.entry ENABLE TRIGGER ALL | is not ENABLE ALWAYS
					ALTER TABLE blue.entry DISABLE TRIGGER zz_bluegreen_change; ALTER TABLE blue.entry ENABLE ALWAYS TRIGGER zz_bluegreen_change | were changed or turned off for a time
					DROP TRIGGER zz_bluegreen_version ON blue.entry            | zz_bluegreen_version of blue.entry is missing
					TRUNCATE bluegreen_track.log_blue_entry                    | the change log was created anew or emptied
					SELECT bluegreen_track.untrack('blue.entry'); SELECT bluegreen_track.track('blue.entry') | the change log was created anew or emptied
					SELECT setval('bluegreen_track.version_blue_entry', 5)     | the sequence of the versions was
					ALTER SEQUENCE bluegreen_track.version_blue_entry RESTART  | the sequence of the versions was
					SELECT bluegreen_track.prune('blue.entry', pg_current_xact_id()) | the change log was pruned past the position
					""")
	void whatLeavesNoRowInTheLogBreaksThePosition(String sql, String sentence) {
		Position before = this.owner.position("blue.entry");
		this.owner.run("SELECT pg_current_xact_id()");
		this.owner.run(sql);
		assertThat(this.owner.broken(before, "blue.entry")).contains(sentence);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{system}   | "1"                 | another cluster
			{database} | "1"                 | another database
			{timeline} | "000000FF"          | a failover may have lost commits
			{lsn}      | "FFFFFFFF/0"        | the WAL went back
			{snapshot} | "900000:900000:"    | transaction numbers went back
			""")
	void anotherServerOrOneThatLostCommitsBreaksThePosition(String field, String value, String sentence) {
		String before = this.owner
			.text("SELECT jsonb_set(bluegreen_track.position('blue.entry'), '%s', '%s')".formatted(field, value));
		assertThat(this.owner.broken(new Position(before), "blue.entry")).contains(sentence);
	}

	@Test
	void aDatabaseWithoutTheTokenOfAPositionIsAnEarlierCopy() {
		Consumer consumer = new Consumer("one", false);
		long entry = this.owner.oid("blue.entry");
		Position first = consumer.leave(this.owner.client(), entry, this.owner.position("blue.entry"));
		Position second = consumer.leave(this.owner.client(), entry, this.owner.position("blue.entry"));
		// Killed before the second one was stored, it goes on from the first.
		assertThat(this.owner.broken(first, "blue.entry")).isEqualTo("stands");
		consumer.stored(this.owner.client(), entry, second);
		new Consumer("other", false).leave(this.owner.client(), entry, this.owner.position("blue.entry"));
		assertThat(this.owner.broken(second, "blue.entry")).isEqualTo("stands");
		assertThat(this.owner.broken(first, "blue.entry")).contains("restored from an earlier copy");
		this.owner.run("DELETE FROM bluegreen_track.token WHERE consumer = 'one'");
		assertThat(this.owner.broken(second, "blue.entry")).contains("restored from an earlier copy");
	}

	@Test
	void theEvidenceIsAsOldAsTheSnapshot() throws SQLException {
		try (Session reader = this.sessions.as(LegacyDatabase.OWNER)) {
			// What happens between the snapshot and the reading of the evidence must not
			// get into the evidence.
			reader.run("BEGIN ISOLATION LEVEL REPEATABLE READ").run("SELECT count(*) FROM pg_class");
			this.owner.run("TRUNCATE blue.entry_low");
			Position before = reader.position("blue.entry");
			reader.run("COMMIT");
			assertThat(this.owner.broken(before, "blue.entry")).contains("blue.entry_low was truncated");
		}
	}

	@Test
	void anyRelationHasAPosition() {
		Position before = this.owner.position("blue.account");
		assertThat(this.owner.broken(before, "blue.account")).isEqualTo("stands");
		this.owner.run("TRUNCATE blue.account");
		assertThat(this.owner.broken(before, "blue.account")).contains("blue.account was truncated or rewritten");
		assertThat(this.owner.position("pg_views").json()).contains("snapshot");
	}

	@Test
	void theLogCannotBeReadFromWhereThereIsNone() {
		assertThat(TrackedTable.find(this.owner.client(), this.owner.oid("blue.account"))).isEmpty();
		assertThat(this.owner.tracked("blue.entry"))
			.isEqualTo(new TrackedTable(this.owner.oid("blue.entry"), TrackedTable.Kind.VERSIONED, "row_version",
					List.of("region", "id"), List.of("region", "id"), "bluegreen_track.log_blue_entry"));
	}

	@Test
	void whoAsksForTheWalToBeFlushedMakesItHappen() {
		this.writer.run("BEGIN").run("INSERT INTO blue.account VALUES (1)");
		String lsn = this.owner.text("SELECT pg_current_wal_insert_lsn()");
		this.owner.run("BEGIN");
		assertThat(this.owner.text("SELECT bluegreen_track.flushed('FFFFFFFF/0')")).isEqualTo("f");
		assertThat(this.owner.text("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")).isEqualTo("t");
		this.owner.run("COMMIT");
		// At once: the WAL writer would take wal_writer_delay for it.
		assertThat(this.owner.text("SELECT bluegreen_track.flushed('%s')".formatted(lsn))).isEqualTo("t");
		this.writer.run("ROLLBACK");
	}

}
