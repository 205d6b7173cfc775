package io.bluegreen.apply;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.bluegreen.apply.ApplyOutcome.Applied;
import io.bluegreen.session.Side;
import io.bluegreen.stores.Payments;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.topology.Databases;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What many dual writes leave behind in the target's catalog.
 */
@Tag("slow")
class CatalogGrowthTests {

	private static final int WRITES = Integer.getInteger("bluegreen.dual-writes", 2000);

	private final List<SingleConnectionDataSource> pools = new ArrayList<>();

	private DataSource pooled(DataSource opened) {
		try {
			SingleConnectionDataSource pool = new SingleConnectionDataSource(opened.getConnection(), true);
			this.pools.add(pool);
			return pool;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@Execution(ExecutionMode.CONCURRENT)
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES" })
	void singleKeysLeaveNoRowsInTheCatalog(Where where) throws SQLException {
		try (Payments payments = Payments.copied(where, 200)) {
			Databases databases = payments.stores().databases(this::pooled);
			payments.stores().inSource("UPDATE blue.payments SET description = 'new'");
			Applier applier = new Applier(databases, List.of(Payments.SETTINGS), 0);
			List<String> keys = keys(databases.source());
			assertThat(applier.apply("payments", List.of(List.of(keys.get(0))))).isInstanceOf(Applied.class);
			String before = catalog(databases.target());
			long written = 0;
			for (int i = 0; i < WRITES; i++) {
				ApplyOutcome outcome = applier.apply("payments", List.of(List.of(keys.get(i % keys.size()))));
				assertThat(outcome).isInstanceOf(Applied.class);
				written += ((Applied) outcome).count().applied();
			}
			assertThat(written).isEqualTo(keys.size() - 1);
			assertThat(catalog(databases.target())).isEqualTo(before);
			this.pools.forEach(SingleConnectionDataSource::destroy);
		}
	}

	private static List<String> keys(Side source) {
		return source
			.in(() -> source.client().sql("SELECT payment_id::text FROM blue.payments").query(String.class).list());
	}

	/** Rows that are dead take room as well, until they are vacuumed. */
	private static String catalog(Side target) {
		return target.in(() -> target.client().sql("""
				SELECT string_agg(format('%s: %s rows', c, n), ', ' ORDER BY c)
				       || format(', %s kB', sum(pg_relation_size(c::regclass)) / 1024)
				FROM (SELECT 'pg_class' AS c, count(*) AS n FROM pg_class
				      UNION ALL SELECT 'pg_attribute', count(*) FROM pg_attribute
				      UNION ALL SELECT 'pg_type', count(*) FROM pg_type
				      UNION ALL SELECT 'pg_depend', count(*) FROM pg_depend) s
				""").query(String.class).single());
	}

}
