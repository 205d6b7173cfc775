package io.bluegreen.tracking;

import java.sql.SQLException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.testing.legacy.LegacyDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever becomes of the columns that tracking reads, the application's writes go
 * through.
 */
@Tag("each-version")
class ChangedColumnTests {

	@RegisterExtension
	final Sessions sessions = new Sessions();

	private Session owner;

	private Session writer;

	@BeforeEach
	void track() throws SQLException {
		this.owner = this.sessions.as(LegacyDatabase.OWNER);
		this.writer = this.sessions.as(LegacyDatabase.APPLICATION);
		this.owner.run("SELECT bluegreen_track.track('blue.account')");
		// Functions that a session has run stay compiled for the columns as they were.
		this.writer.run("INSERT INTO blue.account VALUES (1), (2), (3)").run("UPDATE blue.account SET amount = 2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALTER TABLE blue.account RENAME id TO account_id",
			"ALTER TABLE blue.account ALTER id TYPE text USING 'A' || id",
			"ALTER TABLE blue.account ALTER id TYPE uuid USING gen_random_uuid()", "ALTER TABLE blue.account DROP id",
			"ALTER TABLE blue.account RENAME row_version TO version", "ALTER TABLE blue.account DROP row_version" })
	void aChangeThatTheLogCannotFollowIsNotedWithoutAKey(String change) {
		this.owner.run(change);
		Position before = this.owner.position("blue.account");
		this.writer.run("UPDATE blue.account SET amount = 3");
		this.writer.run("DELETE FROM blue.account");
		assertThat(new ChangeLog(this.owner.tracked("blue.account")).hasUnreadableKey(this.owner.client(),
				before.json(), this.owner.position("blue.account").json()))
			.isTrue();
		assertThat(this.owner.damage("blue.account")).isPresent();
		assertThat(this.owner.broken(before, "blue.account")).contains("blue.account");
	}

	@ParameterizedTest
	@ValueSource(strings = { "text", "numeric", "int USING 1" })
	void aVersionOfAnotherTypeIsDamage(String type) {
		this.owner.run("ALTER TABLE blue.account ALTER row_version DROP DEFAULT, ALTER row_version TYPE " + type);
		this.writer.run("UPDATE blue.account SET amount = 3");
		assertThat(this.owner.damage("blue.account"))
			.hasValueSatisfying((damage) -> assertThat(damage).contains("column row_version").contains("needs bigint"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			smallint      | bigint      | 7
			int           | bigint      | 7000000000
			real          | double precision | 0.1
			varchar(2)    | text        | longer
			char(2)       | char(9)     | longer
			name          | varchar(99) | longer
			numeric(4, 1) | numeric     | 12345.678
			timestamp(0)  | timestamp   | 2026-01-01 01:02:03.456789
			bit(2)        | bit varying | 10101
			""")
	void aKeyThatIsWidenedWithinItsFamilyIsLoggedAsBefore(String narrow, String wide, String value) {
		this.owner.run("CREATE TABLE blue.wide (id %s PRIMARY KEY)".formatted(narrow));
		this.owner.run("SELECT bluegreen_track.track('blue.wide')");
		this.owner.run("ALTER TABLE blue.wide ALTER id TYPE " + wide);
		this.writer.run("INSERT INTO blue.wide VALUES ('%s')".formatted(value));
		assertThat(this.owner.text("SELECT id::text FROM bluegreen_track.log_blue_wide")).isEqualTo(value);
		assertThat(this.owner.damage("blue.wide")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "text COLLATE \"C\", Ab", "uuid, 6ecd8c99-4036-403d-bf84-cf8400f67836", "bytea, \\x0102",
			"date, 2026-01-02", "blue.code, AB", "blue.mood, fine", "int[], {1}", "blue.pair, '(1,x)'" })
	void otherTypesAreLoggedAsTheyAre(String type, String value) {
		this.owner.run("CREATE DOMAIN blue.code AS varchar(2)").run("CREATE TYPE blue.mood AS ENUM ('fine')");
		this.owner.run("CREATE TYPE blue.pair AS (a int, b text)");
		this.owner.run("CREATE TABLE blue.kind (id %s PRIMARY KEY)".formatted(type));
		this.owner.run("SELECT bluegreen_track.track('blue.kind')");
		this.writer.run("INSERT INTO blue.kind VALUES ('%s')".formatted(value)).run("UPDATE blue.kind SET id = id");
		assertThat(this.owner.texts("SELECT id::text FROM bluegreen_track.log_blue_kind")).containsExactly(value,
				value);
	}

	@ParameterizedTest
	@CsvSource({ "ltree, a.b", "citext, Ab", "hstore, '\"a\"=>\"1\"'", "apart.code, a.b" })
	void keysOfTypesThatCameWithAnExtensionAreLogged(String type, String value) throws SQLException {
		try (Session superuser = this.sessions.superuser()) {
			superuser.run("CREATE SCHEMA apart AUTHORIZATION " + LegacyDatabase.OWNER)
				.run("CREATE EXTENSION ltree SCHEMA apart")
				.run("CREATE EXTENSION citext SCHEMA apart")
				.run("CREATE EXTENSION hstore SCHEMA apart")
				.run("GRANT USAGE ON TYPE apart.ltree, apart.citext, apart.hstore TO " + LegacyDatabase.OWNER);
		}
		this.owner.run("CREATE DOMAIN apart.code AS apart.ltree").run("SET search_path = pg_catalog, apart");
		this.owner.run("CREATE TABLE blue.kind (id %s PRIMARY KEY)".formatted(type))
			.run("SET search_path = pg_catalog");
		this.owner.run("SELECT bluegreen_track.track('blue.kind')");
		this.writer.run("INSERT INTO blue.kind VALUES ('%s')".formatted(value)).run("UPDATE blue.kind SET id = id");
		assertThat(this.owner.texts("SELECT id::text FROM bluegreen_track.log_blue_kind")).containsExactly(value,
				value);
	}

}
