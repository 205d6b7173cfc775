package io.bluegreen.testing.net;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LinkTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase();

	private Link link;

	@BeforeEach
	void open() throws Exception {
		this.link = Link.to(this.fresh.url());
	}

	@AfterEach
	void close() throws Exception {
		this.link.close();
	}

	private Connection connect() throws SQLException {
		String superuser = this.fresh.database().server().superuser();
		PGSimpleDataSource through = new PGSimpleDataSource();
		through.setURL(this.link.url());
		through.setUser(superuser);
		through.setPassword(this.fresh.database().server().password(superuser));
		return through.getConnection();
	}

	@Test
	void hangsUpAndLeadsToTheServerAgain() throws Exception {
		try (Connection connection = connect()) {
			assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
			this.link.hangUp();
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> ask(connection, "SELECT 2"));
			assertThatExceptionOfType(SQLException.class).isThrownBy(this::connect);
		}
		this.link.restore();
		try (Connection connection = connect()) {
			assertThat(ask(connection, "SELECT 3")).isEqualTo("3");
		}
	}

	@Test
	void swallowsWhatIsSentUntilItIsRestored() throws Exception {
		try (Connection connection = connect()) {
			this.link.swallow();
			CompletableFuture<String> answer = new CompletableFuture<>();
			new Thread(() -> answer.complete(asked(connection))).start();
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS));
			this.link.restore();
			assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo("4");
		}
	}

	private static String ask(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getString(1);
		}
	}

	private static String asked(Connection connection) {
		try {
			return ask(connection, "SELECT 4");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
