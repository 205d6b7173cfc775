package io.bluegreen.bench;

import java.sql.Connection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.postgres.Answer;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What is typed for payments in one database does the work.
 */
class FloorTests {

	private static final int ROWS = 60_000;

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	private Database database;

	private String superuser;

	private PlainSql plain;

	@BeforeEach
	void migrate() throws Exception {
		this.database = this.fresh.database();
		this.superuser = this.database.server().superuser();
		this.plain = new PlainSql(this.database, this.superuser, Shape.PAYMENTS);
		try (Connection connection = this.fresh.connect()) {
			LegacyPayments.fill(connection, ROWS, 1, false);
			Migrated.run(connection, "tracking", "blue", "green");
		}
	}

	@Test
	void theRangesOfTheFloorBackfillEverything() throws Exception {
		try (OneDatabaseFloor floor = floor()) {
			assertThat(floor.insert()).isPositive();

			assertThat(floor.compare().secondsIfSame(ROWS)).isPositive();
		}
		assertThat(this.plain.fullJoin().secondsIfSame(ROWS)).isPositive();
	}

	@Test
	void oneStatementDoesToo() throws Exception {
		assertThat(this.plain.insertSelect()).isPositive();

		assertThat(this.plain.fullJoin().secondsIfSame(ROWS)).isPositive();
	}

	@Test
	void theTextbookBackfillsEverything() throws Exception {
		assertThat(new TextbookJob(this.database.as(this.superuser)).run()).isPositive();

		assertThat(this.plain.fullJoin().secondsIfSame(ROWS)).isPositive();
	}

	@Test
	void theFloorOfReconcileBringsEachChange() throws Exception {
		this.plain.insertSelect();
		Changes changes = new Changes(this.database, ROWS, 100_000);
		changes.choose();
		changes.requireBrought();

		changes.make();
		assertThat(this.plain.fullJoin().differing()).isEqualTo(changes.rows());
		assertThatIllegalStateException().isThrownBy(changes::requireBrought)
			.withMessageStartingWith("Green lacks 60000 of 60000 changes");
		this.plain.upsert();

		changes.requireBrought();
		assertThat(this.plain.fullJoin().secondsIfSame(ROWS)).isPositive();
	}

	@Test
	void changesAreAllOverALargerTable() throws Exception {
		Changes changes = new Changes(this.database, 500_001, 100_000);
		changes.choose();

		assertThat(changes.rows()).isEqualTo(83_333);
		assertThat(Answer.of(this.database, "SELECT count(*) FROM bench.changed")).isEqualTo("10000");
	}

	@Test
	void whatDiffersIsNoMeasurement() {
		assertThat(new Compared(1.5, 10, 0).secondsIfSame(10)).isEqualTo(1.5);
		assertThatIllegalStateException().isThrownBy(() -> new Compared(1.5, 10, 1).secondsIfSame(10));
		assertThatIllegalStateException().isThrownBy(() -> new Compared(1.5, 9, 0).secondsIfSame(10));
		assertThat(new Hashed(1.5, 10, true).secondsIfSame(10)).isEqualTo(1.5);
		assertThatIllegalStateException().isThrownBy(() -> new Hashed(1.5, 10, false).secondsIfSame(10));
		assertThatIllegalStateException().isThrownBy(() -> new Hashed(1.5, 9, true).secondsIfSame(10));
	}

	@Test
	void rangesHaveAsManyRowsEachAndLeaveNoKeyOut() {
		List<Range> ranges = Range.cut(this.database, Shape.PAYMENTS, 20_000);

		assertThat(ranges).hasSize(4);
		assertThat(ranges.get(0).after()).isLessThan(-9_000_000_000_000_000_000L);
		assertThat(ranges.get(3).upTo()).isEqualTo(Long.MAX_VALUE);
		for (int i = 1; i < 4; i++) {
			assertThat(ranges.get(i).after()).isEqualTo(ranges.get(i - 1).upTo());
		}
	}

	@Test
	void everyRangeIsTakenOnce() throws Exception {
		List<Range> ranges = Range.cut(this.database, Shape.PAYMENTS, 1000);
		Queue<Range> taken = new ConcurrentLinkedQueue<>();

		new Workers(List.of(taken::add, taken::add)).seconds(ranges);

		assertThat(taken).hasSize(61).containsExactlyInAnyOrderElementsOf(ranges);
	}

	private OneDatabaseFloor floor() throws Exception {
		return new OneDatabaseFloor(this.database, this.superuser, Shape.PAYMENTS, 2);
	}

}
