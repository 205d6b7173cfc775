package io.bluegreen.testing.legacy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/**
 * SQL that lies beside the classes in {@code legacy/}.
 *
 * @param text what is in the file
 */
record Script(String text) {

	static Script named(String name) {
		try (InputStream file = Script.class.getResourceAsStream("/legacy/" + name)) {
			return new Script(new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read legacy/" + name, ex);
		}
	}

	void run(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(this.text);
		}
	}

	long update(Connection connection, Object... binds) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.text)) {
			for (int i = 0; i < binds.length; i++) {
				statement.setObject(i + 1, binds[i]);
			}
			return statement.executeLargeUpdate();
		}
	}

}
