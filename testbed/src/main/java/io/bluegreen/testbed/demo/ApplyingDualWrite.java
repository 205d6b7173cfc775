package io.bluegreen.testbed.demo;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.apply.Applier;
import io.bluegreen.apply.ApplyOutcome;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.PinnedTransactionManager;
import io.bluegreen.session.Side;
import io.bluegreen.testbed.traffic.DualWrite;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.topology.Databases;

/**
 * The dual write as an application has it: after its commit in Blue it applies the row's
 * key, in a transaction of its own.
 */
final class ApplyingDualWrite implements DualWrite, AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final List<MappingSettings> TABLES = List.of(
			new MappingSettings("payments", "blue.payments_as_green", "blue.payments", List.of(), "green.payments",
					List.of(), "row_version", List.of("migrated_at")),
			new MappingSettings("payment_events", "blue.payment_events_as_green", "blue.payment_events", List.of(),
					"green.payment_events", List.of(), "row_version", List.of()));

	private final HikariDataSource pool;

	private final Applier applier;

	/**
	 * Opens a pool.
	 * @param database after {@code migrate}, Blue and Green in one
	 * @param role may read Blue's views and write Green
	 */
	ApplyingDualWrite(Database database, String role) {
		HikariConfig config = new HikariConfig();
		config.setDataSource(database.as(role));
		config.setMaximumPoolSize(2);
		this.pool = new HikariDataSource(config);
		Side side = new Side(this.pool, new PinnedTransactionManager(this.pool, TIMEOUT, TIMEOUT),
				JdbcClient.create(this.pool));
		this.applier = new Applier(new Databases(side, side), TABLES, 0);
	}

	@Override
	public void apply(String table, Object... key) throws SQLException {
		ApplyOutcome outcome = this.applier.apply(table.substring(table.indexOf('.') + 1),
				List.of(Arrays.stream(key).map(Object::toString).toList()));
		if (!(outcome instanceof ApplyOutcome.Applied)) {
			throw new SQLException(outcome.toString());
		}
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
