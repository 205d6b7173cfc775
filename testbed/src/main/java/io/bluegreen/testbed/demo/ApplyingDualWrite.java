package io.bluegreen.testbed.demo;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.bluegreen.apply.Apply;
import io.bluegreen.apply.Authority;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.mapping.MappingReader;
import io.bluegreen.mapping.MappingSettings;
import io.bluegreen.session.PinnedTransactionManager;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testbed.traffic.DualWrite;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

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

	private final TransactionTemplate transaction;

	private final JdbcClient green;

	private final Authority authority;

	private final Map<String, Mapping> mappings;

	/**
	 * Reads the mappings.
	 * @param database after {@code migrate}, Blue and Green in one
	 * @param role may read Blue's views and write Green
	 */
	ApplyingDualWrite(Database database, String role) {
		HikariConfig config = new HikariConfig();
		config.setDataSource(database.as(role));
		config.setMaximumPoolSize(2);
		this.pool = new HikariDataSource(config);
		this.transaction = new TransactionTemplate(new PinnedTransactionManager(this.pool, TIMEOUT, TIMEOUT));
		this.green = JdbcClient.create(this.pool);
		this.authority = new Authority(this.green);
		MappingReader reader = new MappingReader(this.green, this.green);
		this.mappings = Objects.requireNonNull(this.transaction.execute((status) -> TABLES.stream()
			.collect(Collectors.toMap((table) -> Objects.requireNonNull(table.source()), reader::read))));
	}

	@Override
	public void apply(String table, Object... key) {
		Mapping mapping = Objects.requireNonNull(this.mappings.get(table), table);
		KeySet keys = new KeySet(List.of(Arrays.stream(key).map(Object::toString).toList()));
		this.transaction.executeWithoutResult((status) -> {
			this.authority.enter(mapping);
			new Apply(mapping).apply(this.green, keys);
		});
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
