package io.bluegreen.testing.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FreshDatabaseTests {

	private final FreshDatabase fresh = new FreshDatabase();

	@Test
	void eachTestHasADatabaseOfItsOwnThatIsGoneAfterwards() throws SQLException {
		this.fresh.begin();
		Database first = this.fresh.database();
		assertThat(exists(first)).isTrue();
		this.fresh.end();
		this.fresh.begin();
		assertThat(this.fresh.database()).isNotEqualTo(first);
		assertThat(exists(first)).isFalse();
		this.fresh.end();
	}

	@Test
	void aSessionLeftOpenFailsTheTestAndIsNamed() throws SQLException {
		this.fresh.begin();
		Database database = this.fresh.database();
		try (Connection leaked = database.connect()) {
			leaked.createStatement().execute("SELECT 'forgotten'");
			assertThatExceptionOfType(AssertionError.class).isThrownBy(this.fresh::end)
				.withMessageContaining("left sessions open")
				.withMessageContaining("SELECT 'forgotten'");
		}
		assertThat(exists(database)).isFalse();
	}

	@Test
	void outsideATestThereIsNoDatabase() {
		assertThatExceptionOfType(NullPointerException.class).isThrownBy(this.fresh::url)
			.withMessageContaining("only while a test runs");
	}

	private static boolean exists(Database database) throws SQLException {
		try (Connection connection = PostgresServer.shared().maintenance();
				PreparedStatement query = connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?")) {
			query.setString(1, database.name());
			try (ResultSet result = query.executeQuery()) {
				return result.next();
			}
		}
	}

}
