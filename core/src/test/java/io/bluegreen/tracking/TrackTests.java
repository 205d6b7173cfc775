package io.bluegreen.tracking;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.bluegreen.testing.legacy.LegacyDatabase;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("each-version")
class TrackTests {

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
	void theVersionComesWithoutARewriteFromAConstant() {
		this.writer.run("INSERT INTO blue.account VALUES (1), (2)");
		String before = this.owner.text("SELECT relfilenode FROM pg_class WHERE oid = 'blue.account'::regclass");
		this.owner.run(TRACK);
		assertThat(this.owner.text("SELECT relfilenode FROM pg_class WHERE oid = 'blue.account'::regclass"))
			.isEqualTo(before);
		assertThat(this.owner
			.text("""
					SELECT count(DISTINCT row_version) = 1 AND max(row_version) > extract(epoch FROM now() - interval '1 hour') * 1000000
					FROM blue.account
					"""))
			.isEqualTo("t");
		assertThat(this.owner
			.text("""
					SELECT pg_get_expr(adbin, adrelid) = quote_literal((SELECT max(row_version) FROM blue.account)) || '::bigint'
					FROM pg_attrdef WHERE adrelid = 'blue.account'::regclass AND pg_get_expr(adbin, adrelid) LIKE '%::bigint'
					"""))
			.isEqualTo("t");
	}

	@Test
	void trackingAgainDoesNothing() {
		this.owner.run(TRACK);
		Position before = this.owner.position("blue.account");
		this.writer.run("BEGIN").run("INSERT INTO blue.account VALUES (1)");
		this.owner.run("SET lock_timeout = '1s'").run(TRACK);
		this.writer.run("COMMIT");
		assertThat(this.owner.broken(before, "blue.account")).isEqualTo("stands");
	}

	@Test
	void trackingAgainPutsBackTriggersThatWereTurnedOff() {
		this.owner.run(TRACK);
		this.owner.run("ALTER TABLE blue.account DISABLE TRIGGER ALL")
			.run("DROP TRIGGER zz_bluegreen_change ON blue.account");
		assertThat(this.owner.damage("blue.account"))
			.hasValueSatisfying((damage) -> assertThat(damage).contains("zz_bluegreen_change"));
		this.owner.run(TRACK);
		assertThat(this.owner.damage("blue.account")).isEmpty();
	}

	@Test
	void aTableUnderALockIsLeftAloneAndTrackedAtTheNextTry() {
		this.writer.run("BEGIN").run("SELECT * FROM blue.account");
		this.owner.run("SET lock_timeout = '50ms'");
		assertThat(this.owner.refusal(TRACK)).isEqualTo("55P03");
		this.writer.run("COMMIT");
		this.owner.run(TRACK);
		assertThat(this.owner.damage("blue.account")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					CREATE TABLE blue.t (a int)                                                              | NULL    | BG001
					CREATE TABLE blue.t (a int PRIMARY KEY)                                                  | {b}     | BG002
					CREATE TABLE blue.t (a int UNIQUE)                                                       | {a}     | BG003
					CREATE TABLE blue.t (a int NOT NULL, b int NOT NULL, UNIQUE (a, b))                      | {a}     | BG004
					CREATE TABLE blue.t (a int NOT NULL); CREATE UNIQUE INDEX ON blue.t (a) WHERE a > 0      | {a}     | BG004
					CREATE TABLE blue.t (a int NOT NULL); CREATE UNIQUE INDEX ON blue.t (a, (a + 1))         | {a}     | BG004
					CREATE TABLE blue.t (a int PRIMARY KEY DEFERRABLE)                                       | NULL    | BG005
					CREATE VIEW blue.t AS SELECT 1 AS a                                                      | NULL    | BG006
					CREATE UNLOGGED TABLE blue.t (a int PRIMARY KEY)                                         | NULL    | BG006
					CREATE TABLE blue.t PARTITION OF blue.entry FOR VALUES FROM (20) TO (30)                 | NULL    | BG006
					CREATE TABLE blue.t (a int PRIMARY KEY, row_version bigint NOT NULL DEFAULT 1)           | NULL    | BG008
					CREATE TABLE blue.t (a int PRIMARY KEY, b int NOT NULL UNIQUE)                           | {b}     | none
					CREATE TABLE blue.t (a int, b int, c int, PRIMARY KEY (a, b) INCLUDE (c))                | {b,a}   | none
					CREATE TABLE blue.t (version int, gone name, xid char(3), PRIMARY KEY (version, gone, xid)) | NULL | none
					CREATE TABLE blue.t (version int, key_version int, key_key_version int, PRIMARY KEY (version, key_version, key_key_version)) | NULL | none
					""")
	void aKeyThatDoesNotTellRowsApartIsRefused(String table, String key, String sqlState) {
		this.owner.run(table);
		assertThat(this.owner
			.refusal("SELECT bluegreen_track.track('blue.t', nullif('%s', 'NULL')::text[])".formatted(key)))
			.isEqualTo(sqlState);
	}

	@Test
	void aTableThatIsForeignOrHasForeignPartsIsRefused() throws SQLException {
		this.sessions.superuser()
			.run("CREATE FOREIGN DATA WRAPPER elsewhere")
			.run("CREATE SERVER elsewhere FOREIGN DATA WRAPPER elsewhere")
			.run("GRANT USAGE ON FOREIGN SERVER elsewhere TO " + LegacyDatabase.OWNER);
		this.owner.run("CREATE FOREIGN TABLE blue.far (id int NOT NULL) SERVER elsewhere")
			.run("CREATE TABLE blue.near (id int PRIMARY KEY)")
			.run("CREATE FOREIGN TABLE blue.child () INHERITS (blue.near) SERVER elsewhere")
			.run("CREATE TABLE blue.whole (id int NOT NULL) PARTITION BY RANGE (id)")
			.run("CREATE FOREIGN TABLE blue.part PARTITION OF blue.whole DEFAULT SERVER elsewhere");
		for (String table : new String[] { "blue.far", "blue.near", "blue.whole" }) {
			assertThat(this.owner.refusal("SELECT bluegreen_track.track('%s')".formatted(table))).as(table)
				.isEqualTo("BG006");
		}
	}

	@Test
	void aTableWithoutRoomForAColumnIsRefused() {
		String columns = IntStream.range(0, 1598)
			.mapToObj((i) -> "c%d int, ".formatted(i))
			.collect(Collectors.joining());
		this.owner.run("CREATE TABLE blue.full (%s gone int, id bigint PRIMARY KEY)".formatted(columns));
		this.owner.run("ALTER TABLE blue.full DROP gone");
		assertThat(this.owner.refusal("SELECT bluegreen_track.track('blue.full')")).isEqualTo("BG013");
		assertThat(this.owner.refusal("SELECT bluegreen_track.track_statements('blue.full')")).isEqualTo("BG013");
	}

	@Test
	void whatTrackingRunsIsToldBefore() {
		List<String> told = this.owner.texts("SELECT bluegreen_track.track_statements('blue.entry')");
		assertThat(this.owner.text("SELECT count(*) FROM bluegreen_track.tracked")).isEqualTo("0");
		this.owner.run("BEGIN");
		told.forEach(this.owner::run);
		this.owner.run("INSERT INTO blue.entry VALUES (1, 1)").run("ROLLBACK");
		this.owner.run("SELECT bluegreen_track.track('blue.entry')");
		assertThat(this.owner.texts("SELECT bluegreen_track.track_statements('blue.entry')")).isEmpty();
	}

	@Test
	void anotherKeyThanTheOneItIsTrackedByIsRefused() {
		this.owner.run("CREATE UNIQUE INDEX ON blue.account (amount)").run(TRACK);
		assertThat(this.owner.refusal("SELECT bluegreen_track.track('blue.account', '{amount}')")).isEqualTo("BG007");
	}

	@Test
	void namesThatAreLongQuotedOrTakenGetALogOfTheirOwn() {
		String name = "Order \"lines\" %s %%s '' ".repeat(2);
		for (String table : new String[] { "blue.\"" + name.replace("\"", "\"\"") + "\"", "blue.\"a.b\"",
				"\"blue_a\".b" }) {
			this.owner.run("CREATE SCHEMA IF NOT EXISTS blue_a");
			this.owner.run("CREATE TABLE %s (\"The Key\" int PRIMARY KEY)".formatted(table.replace("''", "'")));
			String literal = "'" + table.replace("''", "'").replace("'", "''") + "'";
			this.owner.run("SELECT bluegreen_track.track(%s)".formatted(literal));
			this.owner.run("INSERT INTO %s VALUES (1)".formatted(table.replace("''", "'")));
			TrackedTable tracked = TrackedTable
				.find(this.owner.client(),
						Long.parseLong(this.owner.text("SELECT %s::regclass::oid".formatted(literal))))
				.orElseThrow();
			assertThat(this.owner.text("SELECT \"The Key\" FROM " + tracked.log())).isEqualTo("1");
			assertThat(tracked.logKey()).containsExactly("\"The Key\"");
		}
		assertThat(this.owner.text("SELECT count(DISTINCT log) FROM bluegreen_track.tracked")).isEqualTo("3");
	}

	@Test
	void aTableThatWasDroppedMakesRoomForItsSuccessor() {
		this.owner.run(TRACK).run("DROP TABLE blue.account");
		this.owner.run("CREATE TABLE blue.account (id uuid PRIMARY KEY)").run(TRACK);
		this.owner.run("INSERT INTO blue.account VALUES (gen_random_uuid())");
		assertThat(this.owner.tracked("blue.account").log()).isEqualTo("bluegreen_track.log_blue_account");
		assertThat(this.owner.text("SELECT count(id) FROM bluegreen_track.log_blue_account")).isEqualTo("1");
	}

	@Test
	void childrenThatInheritAreTrackedWithTheirParent() {
		this.owner.run("CREATE TABLE blue.account_old () INHERITS (blue.account)").run(TRACK);
		this.writer.run("INSERT INTO blue.account_old VALUES (5)");
		assertThat(logged()).isEqualTo("5 f");
		this.owner.run("CREATE TABLE blue.account_new () INHERITS (blue.account)");
		assertThat(this.owner.damage("blue.account"))
			.hasValueSatisfying((damage) -> assertThat(damage).contains("account_new is missing"));
	}

	@Test
	void partitionsThatComeLaterAreTracked() {
		this.owner.run("SELECT bluegreen_track.track('blue.entry')");
		this.owner.run("CREATE TABLE blue.entry_top PARTITION OF blue.entry FOR VALUES FROM (20) TO (30)");
		this.writer.run("INSERT INTO blue.entry VALUES (25, 1)");
		assertThat(this.owner.damage("blue.entry")).isEmpty();
		assertThat(this.owner.text("SELECT region || ' ' || id FROM bluegreen_track.log_blue_entry")).isEqualTo("25 1");
	}

	private String logged() {
		return this.owner.text(
				"SELECT string_agg(coalesce(id::text, 'null') || ' ' || left(gone::text, 1), ',' ORDER BY id, gone) FROM bluegreen_track.log_blue_account");
	}

}
