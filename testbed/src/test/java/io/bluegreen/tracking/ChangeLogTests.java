package io.bluegreen.tracking;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.bluegreen.catalog.Catalog;
import io.bluegreen.catalog.Relation;
import io.bluegreen.testbed.legacy.LegacyDatabase;
import io.bluegreen.testbed.postgres.FreshDatabase;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

class ChangeLogTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Blue::create);

	private Session owner;

	private Session writer;

	private Session other;

	@BeforeEach
	void track() throws SQLException {
		this.owner = new Session(this.fresh.database(), LegacyDatabase.OWNER);
		this.writer = new Session(this.fresh.database(), LegacyDatabase.APPLICATION);
		this.other = new Session(this.fresh.database(), LegacyDatabase.APPLICATION);
		this.owner.run("SELECT bluegreen_track.track('blue.account')");
		this.owner.run("SELECT bluegreen_track.track('blue.entry', '{id,region}')");
	}

	@AfterEach
	void close() throws SQLException {
		this.owner.close();
		this.writer.close();
		this.other.close();
	}

	@Test
	void aTransactionThatCommitsLateIsReadByTheNextStepAndOnlyByIt() {
		Position first = this.owner.position("blue.account");
		this.writer.run("BEGIN").run("INSERT INTO blue.account VALUES (1)");
		this.other.run("INSERT INTO blue.account VALUES (2)");
		Position second = this.owner.position("blue.account");
		this.writer.run("COMMIT");
		Position third = this.owner.position("blue.account");
		assertThat(keys(first, second)).containsExactly("2");
		assertThat(keys(second, third)).containsExactly("1");
		assertThat(keys(third, this.owner.position("blue.account"))).isEmpty();
	}

	@Test
	void whatASavepointWroteIsReadOnceItsTransactionHasCommitted() {
		Position first = this.owner.position("blue.account");
		this.writer.run("BEGIN").run("INSERT INTO blue.account VALUES (1)");
		this.writer.run("SAVEPOINT s").run("INSERT INTO blue.account VALUES (2)").run("RELEASE s");
		this.writer.run("SAVEPOINT t").run("INSERT INTO blue.account VALUES (3)").run("ROLLBACK TO t");
		Position second = this.owner.position("blue.account");
		assertThat(keys(first, second)).isEmpty();
		this.writer.run("COMMIT");
		assertThat(keys(second, this.owner.position("blue.account"))).containsExactly("1", "2");
	}

	@Test
	void aPreparedTransactionIsReadOnceItHasCommitted() {
		Position first = this.owner.position("blue.account");
		String name = this.writer.text("SELECT current_database()");
		this.writer.run("BEGIN").run("INSERT INTO blue.account VALUES (1)").run("PREPARE TRANSACTION '" + name + "'");
		Position second = this.owner.position("blue.account");
		this.writer.run("COMMIT PREPARED '" + name + "'");
		assertThat(keys(first, second)).isEmpty();
		assertThat(keys(second, this.owner.position("blue.account"))).containsExactly("1");
	}

	@Test
	void aKeyThatWasDeletedOrChangedAwayIsGoneAndTheHighestVersionIsKnown() {
		this.writer.run("INSERT INTO blue.account VALUES (1), (2), (3)");
		Position first = this.owner.position("blue.account");
		this.writer.run("DELETE FROM blue.account WHERE id = 1").run("UPDATE blue.account SET id = 4 WHERE id = 2");
		this.writer.run("UPDATE blue.account SET amount = 5 WHERE id = 3");
		assertThat(changes("blue.account", List.of("id"), first)).extracting(Change::key, Change::gone)
			.containsExactlyInAnyOrder(row("1", true), row("2", true), row("3", false), row("4", false));
		assertThat(changes("blue.account", List.of("id"), first))
			.filteredOn((change) -> change.key().equals(List.of("3")))
			.extracting((change) -> String.valueOf(change.version()))
			.containsExactly(this.owner.text("SELECT row_version FROM blue.account WHERE id = 3"));
	}

	@Test
	void aRowThatMovesToAnotherPartitionLeavesItsOldKey() {
		this.writer.run("INSERT INTO blue.entry VALUES (1, 7)");
		Position first = this.owner.position("blue.entry");
		this.writer.run("UPDATE blue.entry SET region = 12");
		assertThat(changes("blue.entry", List.of("region", "id"), first)).extracting(Change::key, Change::gone)
			.containsExactlyInAnyOrder(tuple(List.of("1", "7"), true), tuple(List.of("12", "7"), false));
	}

	@Test
	void keysThatAreEqualButLookDifferentAreReadEach() {
		this.owner.run("CREATE TABLE blue.rate (id numeric PRIMARY KEY)")
			.run("SELECT bluegreen_track.track('blue.rate')");
		this.writer.run("INSERT INTO blue.rate VALUES (1.0)");
		Position first = this.owner.position("blue.rate");
		this.writer.run("UPDATE blue.rate SET id = 1.00");
		assertThat(changes("blue.rate", List.of("id"), first)).extracting(Change::key, Change::gone)
			.containsExactlyInAnyOrder(row("1.0", true), row("1.00", false));
	}

	@Test
	void aTruncatedTableHasAChangeThatNoKeyNames() {
		Position first = this.owner.position("blue.account");
		this.writer.run("INSERT INTO blue.account VALUES (1)");
		Position second = this.owner.position("blue.account");
		this.owner.run("TRUNCATE blue.account");
		Position third = this.owner.position("blue.account");
		ChangeLog log = new ChangeLog(this.owner.tracked("blue.account"));
		assertThat(log.hasUnreadableKey(this.owner.client(), first.json(), second.json())).isFalse();
		assertThat(log.hasUnreadableKey(this.owner.client(), second.json(), third.json())).isTrue();
		assertThat(keys(second, third)).isEmpty();
	}

	@Test
	void columnsThatAreNotTheKeyAreRefused() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new ChangeLog(this.owner.tracked("blue.entry")).changes(List.of("id")))
			.withMessageContaining("[id, region]");
	}

	@Test
	void aStepReadsNoMoreOfTheLogThanIsNew() {
		this.writer.run("INSERT INTO blue.account SELECT g FROM generate_series(1, 3000) g");
		this.owner.run("ANALYZE bluegreen_track.log_blue_account");
		Position first = this.owner.position("blue.account");
		this.writer.run("UPDATE blue.account SET amount = 1 WHERE id = 1");
		ChangeLog log = new ChangeLog(this.owner.tracked("blue.account"));
		String plan = String.join(
				"\n", log
					.bind(this.owner.client().sql("EXPLAIN " + log.changes(List.of("id"))), first.json(),
							this.owner.position("blue.account").json())
					.query(String.class)
					.list());
		assertThat(plan).contains("log_blue_account_xid_idx")
			.contains("Index Cond: ((xid >=")
			.doesNotContain("Seq Scan on log");
	}

	@Test
	void aLogThatWasPrunedPastThePositionIsRefused() {
		Position first = this.owner.position("blue.account");
		this.writer.run("INSERT INTO blue.account VALUES (1)");
		Position second = this.owner.position("blue.account");
		assertThat(this.owner.text("SELECT bluegreen_track.prune('blue.account', pg_current_xact_id(), 1)"))
			.isEqualTo("1");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> keys(first, second))
			.satisfies((refusal) -> assertThat(((SQLException) refusal.getMostSpecificCause()).getSQLState())
				.isEqualTo("BG010"));
		assertThat(this.owner.broken(first, "blue.account")).contains("pruned");
		assertThat(keys(this.owner.position("blue.account"), this.owner.position("blue.account"))).isEmpty();
	}

	@Test
	void pruningLeavesWhatAnOpenTransactionMayStillWrite() {
		this.writer.run("BEGIN").run("INSERT INTO blue.account VALUES (1)");
		this.owner.run("SELECT bluegreen_track.prune('blue.account', '9000000000000')");
		Position first = this.owner.position("blue.account");
		this.writer.run("INSERT INTO blue.account VALUES (2)").run("COMMIT");
		assertThat(keys(first, this.owner.position("blue.account"))).containsExactly("1", "2");
	}

	@Test
	void theQueueOfReconcileTakesEachKeyOnceAndForgetsNoDeletion() {
		this.owner.run("CREATE SCHEMA bluegreen")
			.run("""
					CREATE TABLE bluegreen.changed_key (table_name text, key text[], gone boolean, pass bigint,
					    state text NOT NULL DEFAULT 'new', waits_for text[], sqlstate text, error text, PRIMARY KEY (table_name, key))
					""");
		this.writer.run("INSERT INTO blue.entry VALUES (1, 7)");
		Position first = this.owner.position("blue.entry");
		this.writer.run("DELETE FROM blue.entry");
		Position second = this.owner.position("blue.entry");
		this.writer.run("INSERT INTO blue.entry VALUES (1, 7)");
		Position third = this.owner.position("blue.entry");
		assertThat(absorb(first, second, 1)).isEqualTo(1);
		this.owner.run("UPDATE bluegreen.changed_key SET state = 'waiting', waits_for = '{x}'");
		assertThat(absorb(second, third, 2)).isEqualTo(1);
		assertThat(this.owner
			.text("SELECT concat_ws(' ', table_name, key, gone, pass, state, waits_for) FROM bluegreen.changed_key"))
			.isEqualTo("entries {1,7} t 2 new");
	}

	private long absorb(Position before, Position now, long pass) {
		Catalog catalog = new Catalog(this.owner.client());
		Relation entry = catalog.relation("blue.entry").orElseThrow();
		return new ChangeLog(this.owner.tracked("blue.entry")).absorb(this.owner.client(),
				List.of(entry.column("region").orElseThrow(), entry.column("id").orElseThrow()), "entries", pass,
				before.json(), now.json());
	}

	private List<String> keys(Position before, Position now) {
		List<String> keys = new ArrayList<>();
		new ChangeLog(this.owner.tracked("blue.account")).read(this.owner.client(), List.of("id"), before.json(),
				now.json(), (change) -> keys.addAll(change.key()));
		return keys.stream().sorted().toList();
	}

	private List<Change> changes(String table, List<String> key, Position before) {
		List<Change> changes = new ArrayList<>();
		new ChangeLog(this.owner.tracked(table)).read(this.owner.client(), key, before.json(),
				this.owner.position(table).json(), changes::add);
		return changes;
	}

	private static Tuple row(String key, boolean gone) {
		return tuple(List.of(key), gone);
	}

}
