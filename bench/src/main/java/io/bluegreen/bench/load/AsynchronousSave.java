package io.bluegreen.bench.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;

/**
 * What is usually advised: after the commit the entity is saved to the new store on
 * another thread, as it was. It has no version, and nobody tries again. Written without
 * the program.
 */
final class AsynchronousSave implements AutoCloseable {

	private static final String SAVE = """
			INSERT INTO naive.payments (payment_id, description) VALUES (?, ?)
			ON CONFLICT (payment_id) DO UPDATE SET description = excluded.description
			""";

	private final HikariDataSource pool = new HikariDataSource();

	private final ExecutorService threads = Executors.newFixedThreadPool(2);

	AsynchronousSave(DataSource green) {
		this.pool.setDataSource(green);
		this.pool.setMaximumPoolSize(2);
	}

	void save(long id, String description) {
		Future<?> unused = this.threads.submit(() -> {
			try (Connection connection = this.pool.getConnection();
					PreparedStatement statement = connection.prepareStatement(SAVE)) {
				statement.setLong(1, id);
				statement.setString(2, description);
				return statement.executeUpdate();
			}
		});
	}

	@Override
	public void close() throws SQLException, InterruptedException {
		this.threads.shutdown();
		if (!this.threads.awaitTermination(1, TimeUnit.MINUTES)) {
			throw new SQLException("saves do not end");
		}
		this.pool.close();
	}

}
