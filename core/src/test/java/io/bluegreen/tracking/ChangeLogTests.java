package io.bluegreen.tracking;

import java.sql.SQLException;
import java.util.List;

import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;

import io.bluegreen.testing.legacy.LegacyDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

@Tag("each-version")
class ChangeLogTests {

	@RegisterExtension
	final Sessions sessions = new Sessions();

	private Session owner;

	private Session writer;

	private Session other;

	@BeforeEach
	void track() throws SQLException {
		this.owner = this.sessions.as(LegacyDatabase.OWNER);
		this.writer = this.sessions.as(LegacyDatabase.APPLICATION);
		this.other = this.sessions.as(LegacyDatabase.APPLICATION);
		this.owner.run("SELECT bluegreen_track.track('blue.account')");
		this.owner.run("SELECT bluegreen_track.track('blue.entry', '{id,region}')");
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
	void aLargeStepIsReadInPartsThatHoldAllOfItAndNothingElse() {
		Position first = this.owner.position("blue.account");
		this.writer.run("INSERT INTO blue.account SELECT g FROM generate_series(1, 45000) g");
		this.writer.run("DELETE FROM blue.account WHERE id <= 5");
		Position second = this.owner.position("blue.account");
		this.writer.run("INSERT INTO blue.account SELECT g FROM generate_series(50001, 50010) g");
		List<ChangeLog> parts = new ChangeLog(this.owner.tracked("blue.account")).parts(this.owner.client(),
				first.json(), second.json());
		List<List<Change>> read = parts.stream()
			.map((part) -> part.read(this.owner.client(), List.of("id"), first.json(), second.json()))
			.toList();
		assertThat(read).hasSizeGreaterThan(2).allSatisfy((part) -> assertThat(part).hasSizeLessThan(25_000));
		assertThat(read.stream().flatMap(List::stream).map((change) -> change.key().get(0)).distinct()).hasSize(45_000);
		assertThat(read.stream().flatMap(List::stream).filter(Change::gone)).hasSize(5);
		assertThat(new ChangeLog(this.owner.tracked("blue.account")).parts(this.owner.client(), second.json(),
				this.owner.position("blue.account").json()))
			.hasSize(1);
	}

	@Test
	void pruningLeavesWhatAnyConsumerNeeds() {
		Position first = leave("one", false);
		this.writer.run("INSERT INTO blue.account VALUES (1)");
		Position second = leave("other", false);
		this.writer.run("INSERT INTO blue.account VALUES (2)");
		assertThat(prune()).isEqualTo("0");
		assertThat(keys(first, this.owner.position("blue.account"))).containsExactly("1", "2");
		stored("one", leave("one", false));
		assertThat(prune()).isEqualTo("1");
		assertThat(keys(second, this.owner.position("blue.account"))).containsExactly("2");
		stored("other", leave("other", false));
		assertThat(prune()).isEqualTo("1");
	}

	@Test
	void workThatIsUnderWayKeepsItsTokenAndTheLogWhateverOthersStore() {
		Position longer = leave("verify", true);
		this.writer.run("INSERT INTO blue.account VALUES (1)");
		Position shorter = leave("verify", true);
		stored("verify", shorter);
		assertThat(this.owner.broken(longer, "blue.account")).isEqualTo("stands");
		assertThat(prune()).isEqualTo("0");
		stored("verify", longer);
		assertThat(this.owner.broken(shorter, "blue.account")).isEqualTo("stands");
		stored("verify", leave("verify", true));
		assertThat(this.owner.broken(longer, "blue.account")).contains("restored from an earlier copy");
		assertThat(prune()).isEqualTo("1");
	}

	@Test
	void whoHasNotBeenHereForAWeekIsNotWaitedFor() {
		Position late = leave("one", false);
		this.writer.run("INSERT INTO blue.account VALUES (1)");
		this.owner.run("UPDATE bluegreen_track.token SET left_at = left_at - interval '8 days'");
		assertThat(prune()).isEqualTo("1");
		assertThat(this.owner.broken(late, "blue.account")).contains("pruned past the position");
	}

	@Test
	void aLogThatHasGrownPastItsLimitIsCutThoughSomebodyNeedsIt() {
		Position first = leave("one", false);
		for (int i = 0; i < 20; i++) {
			this.writer
				.run("INSERT INTO blue.account SELECT %d * 1000 + g FROM generate_series(1, 100) g".formatted(i));
		}
		// Statistics may be behind; the size of the file is not.
		this.owner.run("ANALYZE bluegreen_track.log_blue_account");
		this.owner.run("SELECT bluegreen_track.cut('blue.account', 1000000)");
		assertThat(this.owner.broken(first, "blue.account")).isEqualTo("stands");
		this.owner.run("SELECT bluegreen_track.cut('blue.account', 500)");
		prune();
		assertThat(this.owner.text("SELECT count(*) FROM bluegreen_track.log_blue_account")).isEqualTo("500");
		assertThat(this.owner.broken(first, "blue.account")).contains("pruned past the position");
		assertThat(this.owner.broken(this.owner.position("blue.account"), "blue.account")).isEqualTo("stands");
	}

	private Position leave(String consumer, boolean running) {
		return new Consumer(consumer, running).leave(this.owner.client(), this.owner.oid("blue.account"),
				this.owner.position("blue.account"));
	}

	private void stored(String consumer, Position position) {
		new Consumer(consumer, false).stored(this.owner.client(), this.owner.oid("blue.account"), position);
	}

	private String prune() {
		return this.owner.text("SELECT bluegreen_track.prune('blue.account', '9000000000000')");
	}

	@Test
	void theQueueOfReconcileTakesEachKeyOnceAndForgetsNoDeletion() {
		this.owner.run("CREATE SCHEMA bluegreen")
			.run("""
					CREATE TABLE bluegreen.changed_key (table_name text, key text[], gone boolean, pass bigint,
					    state text NOT NULL DEFAULT 'new', round bigint, refused boolean NOT NULL DEFAULT false, sqlstate text, error text, PRIMARY KEY (table_name, key))
					""");
		this.writer.run("INSERT INTO blue.entry VALUES (1, 7)");
		Position first = this.owner.position("blue.entry");
		this.writer.run("DELETE FROM blue.entry");
		Position second = this.owner.position("blue.entry");
		this.writer.run("INSERT INTO blue.entry VALUES (1, 7)");
		Position third = this.owner.position("blue.entry");
		queue(first, second, 1);
		this.owner.run("UPDATE bluegreen.changed_key SET state = 'waiting', round = 3");
		queue(second, third, 2);
		assertThat(this.owner
			.text("SELECT concat_ws(' ', table_name, key, gone, pass, state, round) FROM bluegreen.changed_key"))
			.isEqualTo("entries {1,7} t 2 new");
	}

	private void queue(Position before, Position now, long pass) {
		ChangeLog.queue(this.owner.client(), "entries", pass, new ChangeLog(this.owner.tracked("blue.entry"))
			.read(this.owner.client(), List.of("region", "id"), before.json(), now.json()));
	}

	private List<String> keys(Position before, Position now) {
		return new ChangeLog(this.owner.tracked("blue.account"))
			.read(this.owner.client(), List.of("id"), before.json(), now.json())
			.stream()
			.flatMap((change) -> change.key().stream())
			.sorted()
			.toList();
	}

	private List<Change> changes(String table, List<String> key, Position before) {
		return new ChangeLog(this.owner.tracked(table)).read(this.owner.client(), key, before.json(),
				this.owner.position(table).json());
	}

	private static Tuple row(String key, boolean gone) {
		return tuple(List.of(key), gone);
	}

}
