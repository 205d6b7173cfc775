package io.bluegreen.stores;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.session.PinnedTransactionManager;
import io.bluegreen.session.Side;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.topology.Databases;

/**
 * The source's database, with the legacy schema, and the target's, where it is another
 * one.
 *
 * @param role that the engine runs as
 */
public record Stores(Database source, Database target, String role) implements AutoCloseable {

	/** For the owner of all that tests make of their own. */
	public Stores(Database source, Database target) {
		this(source, target, LegacyDatabase.OWNER);
	}

	/** Creates them. */
	public static Stores create(Where where) throws SQLException {
		Database source = where.createSource();
		return new Stores(source, where.createTarget(source));
	}

	/** The same databases for another role. */
	public Stores as(String other) {
		return new Stores(this.source, this.target, other);
	}

	/** As the engine sees them, each transaction in a session of its own. */
	public Databases databases() {
		return databases((pool) -> pool);
	}

	/**
	 * As the engine sees them.
	 * @param pooled makes a pool of connections that are opened one by one
	 */
	public Databases databases(UnaryOperator<DataSource> pooled) {
		Side there = side(pooled.apply(this.source.as(this.role)));
		return new Databases(there,
				this.target.equals(this.source) ? there : side(pooled.apply(this.target.as(this.role))));
	}

	private static Side side(DataSource pool) {
		return new Side(pool, new PinnedTransactionManager(pool, Duration.ofSeconds(30), Duration.ofMillis(200)),
				JdbcClient.create(pool));
	}

	/** Runs statements in the source as its owner. */
	public void inSource(String... statements) throws SQLException {
		run(this.source, statements);
	}

	/** Runs statements in the target as its owner. */
	public void inTarget(String... statements) throws SQLException {
		run(this.target, statements);
	}

	/** Runs statements in both, each once. */
	public void inBoth(String... statements) throws SQLException {
		inSource(statements);
		if (!this.target.equals(this.source)) {
			inTarget(statements);
		}
	}

	private static void run(Database database, String... statements) throws SQLException {
		try (Connection owner = database.connect(LegacyDatabase.OWNER); Statement statement = owner.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	@Override
	public void close() throws SQLException {
		this.source.drop();
		this.target.drop();
	}

}
