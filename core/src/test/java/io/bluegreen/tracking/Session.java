package io.bluegreen.tracking;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.bluegreen.testing.postgres.Database;

/**
 * A session of one role: transactions are begun and ended in SQL.
 */
final class Session implements AutoCloseable {

	private final Connection connection;

	private final JdbcTemplate jdbc;

	Session(Database database, String role) throws SQLException {
		this.connection = database.connect(role);
		this.jdbc = new JdbcTemplate(new SingleConnectionDataSource(this.connection, true));
	}

	JdbcClient client() {
		return JdbcClient.create(this.jdbc);
	}

	Session run(String sql) {
		this.jdbc.execute(sql);
		return this;
	}

	String text(String sql) {
		return String.valueOf(this.jdbc.queryForObject(sql, String.class));
	}

	List<String> texts(String sql) {
		return this.jdbc.queryForList(sql, String.class);
	}

	/** The SQLSTATE with which the server refuses a statement; "none" if it does not. */
	String refusal(String sql) {
		try {
			run(sql);
			return "none";
		}
		catch (DataAccessException ex) {
			return ((SQLException) ex.getMostSpecificCause()).getSQLState();
		}
	}

	long oid(String table) {
		return Long.parseLong(text("SELECT '%s'::regclass::oid".formatted(table)));
	}

	Position position(String table) {
		return Position.now(client(), oid(table));
	}

	/** Why a position noted before does not stand now; "stands" if it does. */
	String broken(Position before, String table) {
		return before.broken(client(), position(table)).orElse("stands");
	}

	TrackedTable tracked(String table) {
		return TrackedTable.find(client(), oid(table)).orElseThrow();
	}

	Optional<String> damage(String table) {
		return tracked(table).damage(client());
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
