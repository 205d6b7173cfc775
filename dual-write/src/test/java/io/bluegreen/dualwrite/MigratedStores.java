package io.bluegreen.dualwrite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.bluegreen.apply.Authority;
import io.bluegreen.stores.Payments;
import io.bluegreen.stores.Stores;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.postgres.Database;

/**
 * Blue with payments, and an empty Green that may be applied to.
 */
record MigratedStores(Stores stores) implements AutoCloseable {

	static MigratedStores create(Where where) throws SQLException {
		return migrate(Stores.create(where));
	}

	static MigratedStores migrate(Stores stores) throws SQLException {
		Payments payments = Payments.migrated(stores, 20);
		payments.register();
		payments.register(Payments.EVENTS);
		return new MigratedStores(payments.stores());
	}

	/** A service that has nothing but the library. */
	void service(Consumer<DualWrite> work, String... properties) {
		service((dualWrite, failures) -> work.accept(dualWrite), properties);
	}

	/** The same, with what it has counted as failed, by type. */
	void service(BiConsumer<DualWrite, ToDoubleFunction<Failure.Type>> work, String... properties) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DualWriteAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues(properties())
			.withPropertyValues(properties)
			.run((context) -> work.accept(context.getBean(DualWrite.class),
					(type) -> context.getBean(MeterRegistry.class)
						.get("dual_write.failure")
						.tags("table", "payments", "error_type", type.tag())
						.counter()
						.count()));
	}

	String[] properties() {
		boolean one = this.stores.source().equals(this.stores.target());
		return Stream.of(database("blue", this.stores.source()),
				one ? Stream.<String>of() : database("green", this.stores.target()),
				Stream.of("bluegreen.stage=dual", "bluegreen.jobs-role=unknown_to_the_library",
						"bluegreen.tables.payments.from=blue.payments_as_green",
						"bluegreen.tables.payments.source.table=blue.payments",
						"bluegreen.tables.payments.to=green.payments", "bluegreen.tables.payments.version=row_version",
						"bluegreen.tables.payments.ignore=migrated_at",
						"bluegreen.tables.payments.static=blue.currencies",
						"bluegreen.tables.payment_events.from=blue.payment_events_as_green",
						"bluegreen.tables.payment_events.source.table=blue.payment_events",
						"bluegreen.tables.payment_events.to=green.payment_events",
						"bluegreen.tables.payment_events.version=row_version"))
			.flatMap((part) -> part)
			.toArray(String[]::new);
	}

	private Stream<String> database(String side, Database database) {
		return Stream.of("bluegreen.%s.url=%s".formatted(side, database.url()),
				"bluegreen.%s.username=%s".formatted(side, this.stores.role()),
				"bluegreen.%s.password=%s".formatted(side, this.stores.role()));
	}

	List<String> green(String sql) {
		return JdbcClient.create(this.stores.target().as(LegacyDatabase.OWNER)).sql(sql).query(String.class).list();
	}

	List<String> blue(String sql) {
		return JdbcClient.create(this.stores.source().as(LegacyDatabase.OWNER)).sql(sql).query(String.class).list();
	}

	List<String> greenAsSuperuser(String sql) {
		Database target = this.stores.target();
		return JdbcClient.create(target.as(target.server().superuser())).sql(sql).query(String.class).list();
	}

	void inBlue(String sql) {
		try {
			this.stores.inSource(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Does something while another session holds locks in Green. */
	void whileGreenIsLocked(String lock, Runnable work) {
		try (Connection other = this.stores.target().connect(LegacyDatabase.OWNER);
				Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute(lock);
			work.run();
			other.rollback();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Does something while another session shuts all applies out, and has decided, but
	 * not committed yet.
	 */
	void whileAppliesAreShutOut(Consumer<Authority> decision, Runnable work) {
		try (Connection other = this.stores.target().connect(this.stores.role())) {
			other.setAutoCommit(false);
			decision.accept(new Authority(JdbcClient.create(new SingleConnectionDataSource(other, true))));
			work.run();
			other.commit();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() throws SQLException {
		this.stores.close();
	}

}
