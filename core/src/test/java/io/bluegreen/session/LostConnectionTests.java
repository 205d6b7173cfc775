package io.bluegreen.session;

import java.time.Duration;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LostConnectionTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase();

	/** The rollback fails as well: thrown, it would be logged over what it hides. */
	@Test
	void whatLostItIsThrownAndNotTheRollbackThatCannotBe() {
		DataSource database = this.fresh.as(this.fresh.database().server().superuser());
		JdbcClient client = JdbcClient.create(database);
		Side side = new Side(database,
				new PinnedTransactionManager(database, Duration.ofSeconds(10), Duration.ofSeconds(10)), client);
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> side
				.run(() -> client.sql("SELECT pg_terminate_backend(pg_backend_pid())").query(Boolean.class).single()))
			.withStackTraceContaining("terminating connection");
	}

}
