package io.bluegreen.tracking;

import java.sql.SQLException;
import java.util.List;
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
class BreakageTests {

	@RegisterExtension
	final Sessions sessions = new Sessions();

	private Session superuser;

	private int functions;

	@BeforeEach
	void connect() throws SQLException {
		this.superuser = this.sessions.superuser();
	}

	@Test
	void aTableThatNobodyDependsOnBreaksNothing() {
		this.superuser.run("""
				CREATE VIEW blue.v AS SELECT id, name FROM blue.account;
				CREATE TABLE blue.wider (id int PRIMARY KEY, name varchar(20), amount int, row_version bigint);
				CREATE TABLE blue.other (id int PRIMARY KEY, amount int);
				CREATE PUBLICATION p FOR TABLE blue.entry;
				CREATE PUBLICATION columns FOR TABLE blue.account (id)
				""");
		function("RETURN new.amount * 2; -- don't SELECT * FROM blue.account\nNULL");
		function(
				"IF EXISTS (SELECT * FROM blue.account) THEN /* SELECT * */ RETURN (SELECT count(*) FROM blue.account); END IF");
		function("SELECT * FROM blue.accounts INTO r; RETURN r.id");
		function("COPY blue.account (id, name) TO STDOUT");
		trigger("", "INSERT INTO blue.audit (id, line) VALUES (new.id, to_jsonb(new)); RETURN new");
		this.superuser.run("""
				CREATE FUNCTION blue.parsed() RETURNS SETOF int LANGUAGE sql
				BEGIN ATOMIC SELECT x.id FROM (SELECT * FROM blue.account) x; END
				""");
		assertThat(breakage("blue.account")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					CREATE PUBLICATION everything FOR ALL TABLES                               | everything sends every table
					CREATE PUBLICATION listed FOR TABLE blue.entry                             | listed sends blue.entry
					CREATE PUBLICATION part FOR TABLE blue.entry_low                           | part sends blue.entry
					CREATE PUBLICATION whole FOR TABLES IN SCHEMA blue                         | whole sends blue.entry
					CREATE FUNCTION f() RETURNS SETOF blue.entry LANGUAGE sql AS 'SELECT 1, 1, NULL::text' | f() returns rows of blue.entry
					CREATE FUNCTION f(e blue.entry) RETURNS int LANGUAGE sql AS 'SELECT 1'      | f(blue.entry) takes rows of blue.entry
					CREATE TABLE kept (e blue.entry)                                           | kept.e has the row type of blue.entry
					CREATE RULE quiet AS ON DELETE TO blue.entry DO INSTEAD NOTHING            | rule quiet of blue.entry
					CREATE VIEW blue.v AS SELECT * FROM blue.entry                             | view blue.v shows every column of blue.entry
					CREATE VIEW blue.v AS SELECT 1 AS one, e.* FROM blue.entry e               | view blue.v shows every column of blue.entry
					CREATE TABLE blue.archive (LIKE blue.entry)                                | table blue.archive has the columns of blue.entry
					CREATE TABLE blue.archive (at date, LIKE blue.entry)                       | table blue.archive has the columns of blue.entry
					""")
	void whatANewColumnCanBreakIsNamed(String sql, String sentence) {
		this.superuser.run(sql);
		assertThat(breakage("blue.entry")).singleElement().asString().contains(sentence);
	}

	@Test
	void aFunctionThatTakesAllColumnsOfTheTableIsInDoubt() {
		function("INSERT INTO blue.archive SELECT * FROM blue.account");
		function("DELETE FROM account RETURNING *");
		function("SELECT a.* FROM \"blue\" . \"account\" a");
		function("SELECT 1, * INTO r FROM blue.account");
		function("SELECT DISTINCT ON (id) * FROM blue.account");
		function("INSERT INTO blue.archive TABLE blue.account");
		function("COPY blue.account FROM '/tmp/x'");
		function("EXECUTE 'INSERT INTO a SELECT ($1).* FROM account' USING r");
		function("SELECT id FROM blue.account NATURAL JOIN blue.other");
		function("PERFORM 'x--'; INSERT INTO a SELECT *FROM account");
		List<String> breakage = breakage("blue.account");
		assertThat(breakage).allSatisfy((sentence) -> assertThat(sentence).contains("names blue.account", "in doubt"));
		assertThat(IntStream.rangeClosed(1, this.functions)).allSatisfy((i) -> assertThat(breakage)
			.anySatisfy((sentence) -> assertThat(sentence).contains("blue.f" + i + "()")));
	}

	@Test
	void aTriggerThatTakesWholeRowsIsNamedWithItsFunction() {
		trigger("", "INSERT INTO blue.audit SELECT 'U', NEW.*");
		trigger("", "INSERT INTO blue.audit VALUES (now(), OLD.*)");
		trigger("", "EXECUTE 'INSERT INTO blue.audit SELECT ($1).*' USING NEW");
		trigger("", "r := NEW; INSERT INTO blue.audit VALUES (r.*)");
		trigger("", "INSERT INTO blue.audit SELECT now(), * FROM new_rows");
		trigger("", "IF NEW IS DISTINCT FROM OLD THEN RETURN NULL; END IF");
		trigger("", "IF NEW <> OLD THEN RETURN NULL; END IF");
		trigger("", "r = OLD");
		List<String> breakage = breakage("blue.account");
		assertThat(IntStream.rangeClosed(1, this.functions))
			.allSatisfy((i) -> assertThat(breakage).anySatisfy((sentence) -> assertThat(sentence)
				.contains("trigger t%d of blue.account runs function blue.f%1$d()".formatted(i))));
	}

	@Test
	void aTriggerThatFiresWhereWholeRowsDifferIsNamed() {
		trigger("WHEN (OLD.* IS DISTINCT FROM NEW.*)", "RETURN NULL");
		assertThat(breakage("blue.account")).singleElement()
			.asString()
			.contains("trigger t1 of blue.account compares whole rows", "old.* IS DISTINCT FROM new.*");
	}

	@Test
	void aTriggerOfAPartitionIsNamed() {
		this.superuser
			.run("""
					CREATE FUNCTION blue.audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO a SELECT NEW.*; RETURN NULL; END';
					CREATE TRIGGER audit AFTER INSERT ON blue.entry_low FOR EACH ROW EXECUTE FUNCTION blue.audit()
					""");
		assertThat(breakage("blue.entry")).singleElement().asString().contains("trigger audit of blue.entry_low");
	}

	@Test
	void tablesOfOneShapeThatAreTrackedTogetherKeepOneShape() {
		this.superuser.run("CREATE TABLE blue.twin (LIKE blue.account INCLUDING ALL)");
		assertThat(this.superuser
			.texts("SELECT bluegreen_track.breakage('blue.account', ARRAY['blue.account', 'blue.twin']::regclass[])"))
			.isEmpty();
	}

	private void function(String body) {
		this.superuser
			.run("CREATE FUNCTION blue.f%d() RETURNS int LANGUAGE plpgsql AS $f$ DECLARE r record; BEGIN %s; END $f$"
				.formatted(++this.functions, body));
	}

	private void trigger(String condition, String body) {
		this.superuser
			.run("""
					CREATE FUNCTION blue.f%1$d() RETURNS trigger LANGUAGE plpgsql AS $f$ DECLARE r record; BEGIN %2$s; END $f$;
					CREATE TRIGGER t%1$d AFTER UPDATE ON blue.account FOR EACH ROW %3$s EXECUTE FUNCTION blue.f%1$d()
					"""
				.formatted(++this.functions, body, condition));
	}

	@Test
	void theLogIsPrunedThoughAPublicationSendsEveryTable() throws SQLException {
		this.superuser.run("CREATE PUBLICATION everything FOR ALL TABLES");
		try (Session owner = this.sessions.as(LegacyDatabase.OWNER)) {
			owner.run("SELECT bluegreen_track.track('blue.account')").run("INSERT INTO blue.account VALUES (1)");
			assertThat(
					owner.text("SELECT bluegreen_track.prune('blue.account', pg_snapshot_xmax(pg_current_snapshot()))"))
				.isEqualTo("1");
			owner.run("UPDATE bluegreen_track.tracked SET floor = floor");
		}
	}

	private List<String> breakage(String table) {
		return this.superuser.texts("SELECT bluegreen_track.breakage('%s')".formatted(table));
	}

}
