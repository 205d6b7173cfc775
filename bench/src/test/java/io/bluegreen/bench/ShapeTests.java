package io.bluegreen.bench;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is typed for each shape looks at every row and column, and no harder than it must.
 */
class ShapeTests {

	private static final int ROWS = 40_000;

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	private Database database;

	private JdbcClient client;

	@BeforeEach
	void connect() {
		this.database = this.fresh.database();
		this.client = JdbcClient.create(this.fresh.as(superuser()));
	}

	@ParameterizedTest
	@EnumSource
	void aDamageInAnyColumnIsCounted(Shape shape) throws Exception {
		create(shape);
		assertThat(fullJoin(shape)).extracting(Compared::rows, Compared::differing).containsExactly((long) ROWS, 0L);
		assertThat(compare(shape)).extracting(Compared::rows, Compared::differing).containsExactly((long) ROWS, 0L);

		long damaged = damageEachColumn(shape).size();

		assertThat(fullJoin(shape).differing()).isEqualTo(damaged);
		assertThat(compare(shape).differing()).isEqualTo(damaged);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "NARROW")
	void aDamageInAnyColumnChangesTheHash(Shape shape) throws Exception {
		create(shape);
		try (TwoDatabasesFloor floor = new TwoDatabasesFloor(this.database, this.database, superuser(), shape, 2)) {
			assertThat(floor.hash()).extracting(Hashed::rows, Hashed::same).containsExactly((long) ROWS, true);

			List<Long> damaged = damageEachColumn(shape);

			assertThat(floor.hash().same()).isFalse();
			assertThat(damaged).allSatisfy((key) -> assertThat(hash(shape, "hash-blue.sql", key))
				.isNotEqualTo(hash(shape, "hash-green.sql", key)));
		}
	}

	@ParameterizedTest
	@EnumSource
	void rowsThatOnlyOneSideHasAreCounted(Shape shape) throws Exception {
		create(shape);
		String key = shape.key();
		update("DELETE FROM %s WHERE %s = 30000".formatted(shape.green(), key));
		update("UPDATE %1$s SET %2$s = 9000000000000000000 WHERE %2$s = 40000".formatted(shape.green(), key));

		assertThat(fullJoin(shape)).extracting(Compared::rows, Compared::differing).containsExactly(ROWS + 1L, 3L);
		assertThat(compare(shape)).extracting(Compared::rows, Compared::differing).containsExactly(ROWS + 1L, 3L);
	}

	@ParameterizedTest
	@EnumSource
	void rangesAreReadByIndexesWithoutOtherProcesses(Shape shape) throws Exception {
		create(shape);
		Range range = Range.cut(this.database, shape, ROWS / 12).get(6);

		assertThat(plan(shape, "compare.sql", range)).doesNotContain("Gather", "JIT")
			.containsPattern("(?s)Index Cond: .*Index Cond: ");
		if (shape != Shape.NARROW) {
			for (String file : List.of("hash-blue.sql", "hash-green.sql")) {
				assertThat(plan(shape, file, range)).contains("Index Cond: ").doesNotContain("Gather", "JIT");
			}
		}
		if (shape == Shape.PAYMENTS) {
			assertThat(plan(shape, "insert.sql", range)).contains("Index Cond: ").doesNotContain("Gather", "JIT");
		}
	}

	private void create(Shape shape) throws Exception {
		try (Connection connection = this.fresh.connect()) {
			if (shape == Shape.PAYMENTS) {
				LegacyPayments.fill(connection, ROWS, 1, false);
				Migrated.run(connection, "tracking", "blue", "green");
				connection.createStatement()
					.execute("UPDATE blue.payments SET status = 'FAILED' WHERE payment_id BETWEEN 1 AND 9");
				connection.createStatement().execute(shape.sql("insert-select.sql"));
			}
			else {
				shape.create(connection, "blue", ROWS);
				shape.create(connection, "green", ROWS);
			}
		}
		update("ANALYZE");
	}

	/** One row for each column that is compared; their keys. */
	private List<Long> damageEachColumn(Shape shape) {
		List<Long> damaged = new ArrayList<>();
		for (String column : this.client.sql("""
				SELECT attname FROM pg_attribute
				WHERE attrelid = ?::regclass AND attnum > 0 AND attname NOT IN (?, 'migrated_at')
				""").params(shape.green(), shape.key()).query(String.class).list()) {
			// Payments have gaps, one every 107 keys.
			long key = 20_000 + 107L * damaged.size();
			update("""
					UPDATE %1$s g SET %2$s = (SELECT %2$s FROM %1$s other WHERE other.%2$s IS DISTINCT FROM g.%2$s LIMIT 1)
					WHERE %3$s = %4$d
					"""
				.formatted(shape.green(), column, shape.key(), key));
			damaged.add(key);
		}
		return damaged;
	}

	private Compared compare(Shape shape) throws Exception {
		try (OneDatabaseFloor floor = new OneDatabaseFloor(this.database, superuser(), shape, 2)) {
			return floor.compare();
		}
	}

	private Compared fullJoin(Shape shape) throws Exception {
		return new PlainSql(this.database, superuser(), shape).fullJoin();
	}

	private long hash(Shape shape, String file, long key) {
		return this.client.sql(shape.sql(file))
			.param("after", key - 1)
			.param("up_to", key)
			.query((row, i) -> row.getLong("hash"))
			.single();
	}

	private String plan(Shape shape, String file, Range range) throws Exception {
		try (Connections connections = Connections.open(this.database, superuser(), 1)) {
			return String.join("\n",
					JdbcClient.create(new SingleConnectionDataSource(connections.all().get(0), true))
						.sql("EXPLAIN " + shape.sql(file))
						.param("after", range.after())
						.param("up_to", range.upTo())
						.query(String.class)
						.list());
		}
	}

	private void update(String sql) {
		assertThat(this.client.sql(sql).update()).isNotNegative();
	}

	private String superuser() {
		return this.fresh.database().server().superuser();
	}

}
