package io.bluegreen.testing.legacy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.testing.postgres.Answer;
import io.bluegreen.testing.postgres.Database;
import io.bluegreen.testing.postgres.FreshDatabase;
import io.bluegreen.testing.postgres.PostgresServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LegacyDatabaseTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@Test
	void theApplicationWritesPaymentsAlsoInTablesThatComeLater() throws SQLException {
		run(LegacyDatabase.OWNER, "CREATE TABLE blue.later (n int)");
		run(LegacyDatabase.APPLICATION, "INSERT INTO blue.later VALUES (1); DELETE FROM blue.payments");
	}

	@ParameterizedTest
	@ValueSource(strings = { "TRUNCATE blue.payments", "CREATE TABLE blue.mine (n int)", "CREATE SCHEMA mine",
			"CREATE TABLE public.mine (n int)" })
	void theApplicationMayDoNothingElse(String statement) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> run(LegacyDatabase.APPLICATION, statement))
			.satisfies((refusal) -> assertThat(refusal.getSQLState()).isEqualTo("42501"));
	}

	@Test
	void theJobsMayLogInAndNothingElse() {
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> run(LegacyDatabase.JOBS, "SELECT count(*) FROM blue.payments"))
			.satisfies((refusal) -> assertThat(refusal.getSQLState()).isEqualTo("42501"));
	}

	@Test
	void theOwnerAddsSchemas() throws SQLException {
		run(LegacyDatabase.OWNER, "CREATE SCHEMA green");
	}

	@Test
	void rolesAreCreatedOnceHoweverManyAskAtATime() throws Exception {
		try (PostgresServer server = PostgresServer.start()) {
			ExecutorService threads = Executors.newFixedThreadPool(4);
			List<Future<Database>> databases = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				databases.add(threads.submit(() -> LegacyDatabase.create(server)));
			}
			threads.shutdown();
			for (Future<Database> database : databases) {
				assertThat(Answer.of(database.get(), "SELECT count(*) FROM blue.currencies")).isEqualTo("6");
				database.get().drop();
			}
		}
	}

	@Test
	void aCopyHasTheSameOwnerAndIsForTheSameRoles() throws SQLException {
		run(LegacyDatabase.OWNER, "CREATE TABLE blue.later (n int)");
		Database copy = this.fresh.database().copy();
		try {
			try (Connection application = copy.connect(LegacyDatabase.APPLICATION)) {
				application.createStatement().execute("INSERT INTO blue.later VALUES (1)");
			}
			String rights = "SELECT datdba::regrole || ' ' || datacl::text FROM pg_database WHERE datname = current_database()";
			assertThat(Answer.of(copy, rights)).isEqualTo(Answer.of(this.fresh.database(), rights));
			assertThat(Answer.of(this.fresh.database(), "SELECT count(*) FROM blue.later")).isEqualTo("0");
		}
		finally {
			copy.drop();
		}
	}

	private void run(String role, String statement) throws SQLException {
		try (Connection connection = this.fresh.connect(role)) {
			connection.createStatement().execute(statement);
		}
	}

}
