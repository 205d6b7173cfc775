package io.bluegreen.jobs.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.bisection.KeyedRelation;
import io.bluegreen.catalog.Catalog;
import io.bluegreen.failure.StopSignal;
import io.bluegreen.mapping.KeyRange;
import io.bluegreen.session.PinnedTransactionManager;
import io.bluegreen.session.Side;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ranges cover the key space without gap or overlap, whether they are cut at once or page
 * by page.
 */
class PlannerTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::createEmpty);

	private Side side;

	@BeforeEach
	void pinnedSide() {
		DataSource owner = this.fresh.database().as(LegacyDatabase.OWNER);
		this.side = new Side(owner, new PinnedTransactionManager(owner, Duration.ofMinutes(1), Duration.ofSeconds(10)),
				JdbcClient.create(owner));
	}

	private KeyedRelation relation(String query) {
		return this.side.in(() -> {
			this.side.client().sql("CREATE SCHEMA s CREATE TABLE t (a int, b text, PRIMARY KEY (a, b))").update();
			this.side.client().sql("INSERT INTO s.t " + query).update();
			return new KeyedRelation(this.side, "s.t",
					new Catalog(this.side.client()).relation("s.t").orElseThrow().columns());
		});
	}

	@Test
	void pagesAreTheRangesOfTheWhole() {
		KeyedRelation relation = relation("SELECT i % 7 AS a, 'k' || i AS b FROM generate_series(1, 1000) i");
		List<KeyRange> whole = new Planner(new StopSignal()).ranges(List.of(relation), 30, null);
		List<KeyRange> paged = new ArrayList<>();
		Planner planner = new Planner(new StopSignal(), Duration.ZERO);
		@Nullable List<String> from = null;
		Planner.Page page;
		do {
			page = planner.page(List.of(relation), 30, from);
			assertThat(page.ranges()).hasSizeLessThanOrEqualTo(1);
			paged.addAll(page.ranges());
			from = page.rest().from();
		}
		while (!page.last());
		paged.add(page.rest());
		assertThat(paged).isEqualTo(whole).hasSize(34);
		assertThat(whole.get(0).from()).isNull();
		assertThat(whole.get(33).to()).isNull();
		Stream.iterate(1, (i) -> i < 34, (i) -> i + 1)
			.forEach((i) -> assertThat(whole.get(i).from()).isEqualTo(whole.get(i - 1).to()));
	}

	@Test
	void emptyTableIsOneRangeThatIsOpenAtBothEnds() {
		KeyedRelation relation = relation("SELECT 1 AS a, ''::text AS b LIMIT 0");
		assertThat(new Planner(new StopSignal()).page(List.of(relation), 10, null))
			.isEqualTo(new Planner.Page(List.of(), new KeyRange(null, null), true));
	}

}
