package io.bluegreen.session;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LostConnectionTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase();

	private static final String KILL = "SELECT pg_terminate_backend(pg_backend_pid())";

	private final Deque<Connection> lent = new ArrayDeque<>();

	/** The rollback fails as well: thrown, it would be logged over what it hides. */
	@Test
	void whatLostItIsThrownAndNotTheRollbackThatCannotBe() {
		Side side = side(superuser());
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> side.run(() -> side.client().sql(KILL).query(Boolean.class).single()))
			.withStackTraceContaining("terminating connection");
	}

	/** After a restart of the server a pool may have several. */
	@Test
	void aTransactionBeginsOnTheFirstConnectionThatIsNotLost() throws SQLException {
		for (int i = 0; i < 3; i++) {
			Connection lost = superuser().getConnection();
			this.lent.add(lost);
			kill(lost);
		}
		Side side = side(pool());
		assertThat(side.in(() -> side.client().sql("SELECT 42").query(Integer.class).single())).isEqualTo(42);
		assertThat(this.lent).isEmpty();
	}

	@Test
	void aConnectionThatCouldNotRollBackIsNotUsedAgain() throws SQLException {
		Connection doubtful = superuser().getConnection();
		Connection refusing = (Connection) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("rollback")) {
						throw new SQLException("ERROR: canceling statement due to user request", "57014");
					}
					// To close it only gives it back.
					return method.getName().equals("close") ? null : method.invoke(doubtful, arguments);
				});
		this.lent.add(refusing);
		Side side = side(pool());
		assertThatIllegalStateException().isThrownBy(() -> side.run(() -> {
			throw new IllegalStateException();
		}));
		assertThat(doubtful.isClosed()).isTrue();
	}

	/** Lends these connections first. */
	private DataSource pool() {
		return new DelegatingDataSource(superuser()) {

			@Override
			public Connection getConnection() throws SQLException {
				return LostConnectionTests.this.lent.isEmpty() ? super.getConnection()
						: LostConnectionTests.this.lent.remove();
			}

		};
	}

	private static void kill(Connection connection) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> connection.createStatement().execute(KILL));
	}

	private DataSource superuser() {
		return this.fresh.as(this.fresh.database().server().superuser());
	}

	private static Side side(DataSource database) {
		return new Side(database,
				new PinnedTransactionManager(database, Duration.ofSeconds(10), Duration.ofSeconds(10)),
				JdbcClient.create(database));
	}

}
