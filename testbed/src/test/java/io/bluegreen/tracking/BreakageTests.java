package io.bluegreen.tracking;

import java.sql.SQLException;
import java.util.List;

import io.bluegreen.testbed.legacy.LegacyDatabase;
import io.bluegreen.testbed.postgres.FreshDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BreakageTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Blue::create);

	private Session superuser;

	@BeforeEach
	void connect() throws SQLException {
		this.superuser = new Session(this.fresh.database(), this.fresh.database().server().superuser());
	}

	@AfterEach
	void close() throws SQLException {
		this.superuser.close();
	}

	@Test
	void aTableThatNobodyDependsOnBreaksNothing() {
		this.superuser.run("CREATE VIEW blue.v AS SELECT * FROM blue.account")
			.run("CREATE PUBLICATION p FOR TABLE blue.entry");
		this.superuser.run("CREATE PUBLICATION columns FOR TABLE blue.account (id)");
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
					""")
	void whatANewColumnCanBreakIsNamed(String sql, String sentence) {
		this.superuser.run(sql);
		assertThat(breakage("blue.entry")).singleElement().asString().contains(sentence);
	}

	@Test
	void theLogIsPrunedThoughAPublicationSendsEveryTable() throws SQLException {
		this.superuser.run("CREATE PUBLICATION everything FOR ALL TABLES");
		try (Session owner = new Session(this.fresh.database(), LegacyDatabase.OWNER)) {
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
