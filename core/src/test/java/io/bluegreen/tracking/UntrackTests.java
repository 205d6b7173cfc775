package io.bluegreen.tracking;

import java.sql.SQLException;

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
class UntrackTests {

	private static final String TRACK = "SELECT bluegreen_track.track('blue.account')";

	private static final String UNTRACK = "SELECT bluegreen_track.untrack('blue.account')";

	@RegisterExtension
	final Sessions sessions = new Sessions();

	private Session owner;

	@BeforeEach
	void track() throws SQLException {
		this.owner = this.sessions.as(LegacyDatabase.OWNER);
		this.owner.run(TRACK).run("INSERT INTO blue.account VALUES (1), (2)");
	}

	@Test
	void nothingIsLeftWhereNobodyDependsOnIt() {
		assertThat(this.owner.texts(UNTRACK)).containsExactly("blue.account is no longer tracked");
		assertThat(this.owner.text(
				"SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'blue.account'::regclass AND attnum > 0 AND NOT attisdropped"))
			.isEqualTo("id,name,amount");
		assertThat(this.owner.text("SELECT count(*) FROM pg_class WHERE relname LIKE '%blue_account%'")).isEqualTo("0");
		assertThat(this.owner.text("SELECT count(*) FROM pg_proc WHERE proname LIKE '%blue_account%'")).isEqualTo("0");
		assertThat(this.owner.text("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'blue.account'::regclass"))
			.isEqualTo("0");
		assertThat(this.owner.texts(UNTRACK)).containsExactly("blue.account is not tracked");
	}

	@Test
	void whatOthersDependOnIsKeptAndNamed() {
		this.owner.run("CREATE VIEW blue.versions AS SELECT row_version FROM blue.account");
		this.owner.run("CREATE INDEX by_version ON blue.account (row_version)");
		this.owner.run("CREATE VIEW blue.deleted AS SELECT * FROM bluegreen_track.log_blue_account WHERE gone");
		assertThat(this.owner.texts(UNTRACK)).hasSize(3)
			.anySatisfy((note) -> assertThat(note).contains("row_version")
				.contains("view blue.versions")
				.contains("index blue.by_version"))
			.anySatisfy((note) -> assertThat(note).contains("view blue.deleted").contains("DROP TABLE"));
		this.owner.run("SELECT * FROM blue.versions")
			.run("SELECT * FROM blue.deleted")
			.run("INSERT INTO blue.account VALUES (3)");
	}

	@Test
	void trackingAgainOutranksAllThatCameBefore() {
		this.owner.run("CREATE VIEW blue.versions AS SELECT row_version FROM blue.account");
		String highest = this.owner.text("SELECT max(row_version) FROM blue.account");
		this.owner.run(UNTRACK);
		assertThat(this.owner.text("INSERT INTO blue.account VALUES (3) RETURNING row_version >= " + highest))
			.isEqualTo("t");
		this.owner.run(TRACK);
		assertThat(this.owner.text("INSERT INTO blue.account VALUES (4) RETURNING row_version > " + highest))
			.isEqualTo("t");
		assertThat(this.owner.texts(UNTRACK)).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "4000000000000000000, 4000000000000000001, 4000000000000000002",
			"9223372036854775806, 9223372036854775807, 9223372036854775807",
			"9223372036854775807, 9223372036854775807, 9223372036854775807" })
	void aVersionRisesWithinTheLifeOfARowWhateverWasWrittenWhileItWasNotTracked(String written, String first,
			String second) {
		this.owner.run("CREATE VIEW blue.versions AS SELECT row_version FROM blue.account").run(UNTRACK);
		this.owner.run("UPDATE blue.account SET row_version = %s WHERE id = 2".formatted(written)).run(TRACK);
		String touch = "UPDATE blue.account SET amount = amount + 1, row_version = 1 WHERE id = 2 RETURNING row_version";
		assertThat(this.owner.text(touch)).isEqualTo(first);
		assertThat(this.owner.text(touch)).isEqualTo(second);
		assertThat(this.owner.text("INSERT INTO blue.account VALUES (3) RETURNING row_version < 2000000000000000"))
			.as("nobody else draws higher for that")
			.isEqualTo("t");
	}

	@Test
	void trackingAgainReadsNoRowWhileItHoldsTheLock() {
		this.owner.run("CREATE VIEW blue.versions AS SELECT row_version FROM blue.account").run(UNTRACK);
		this.owner.run("BEGIN").run(TRACK);
		assertThat(this.owner.text("""
				SELECT seq_scan + coalesce(idx_scan, 0) FROM pg_stat_xact_user_tables
				WHERE relid = 'blue.account'::regclass
				""")).isEqualTo("0");
		this.owner.run("COMMIT");
	}

	@ParameterizedTest
	@ValueSource(strings = { "9223372036854775807", "(random() * 1000)::bigint", "-5" })
	void aDefaultThatSomebodySetLeavesNumbersToDraw(String value) {
		this.owner.run("CREATE VIEW blue.versions AS SELECT row_version FROM blue.account").run(UNTRACK);
		this.owner.run("ALTER TABLE blue.account ALTER row_version SET DEFAULT " + value).run(TRACK);
		assertThat(this.owner.text(
				"INSERT INTO blue.account VALUES (3) RETURNING row_version BETWEEN 1000000000000000 AND 9000000000000000"))
			.isEqualTo("t");
	}

	@Test
	void trackingAgainWithANewColumnOutranksAllThatCameBefore() {
		String highest = this.owner.text("SELECT max(row_version) FROM blue.account");
		this.owner.run(UNTRACK).run(TRACK);
		assertThat(this.owner.text("SELECT min(row_version) > %s FROM blue.account".formatted(highest))).isEqualTo("t");
	}

	@Test
	void aPartitionedTableIsLetGoWithItsPartitions() {
		this.owner.run("SELECT bluegreen_track.track('blue.entry')")
			.run("SELECT bluegreen_track.untrack('blue.entry')");
		assertThat(this.owner
			.text("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'zz%' AND tgrelid <> 'blue.account'::regclass"))
			.isEqualTo("0");
		this.owner.run("INSERT INTO blue.entry VALUES (1, 1)");
	}

}
