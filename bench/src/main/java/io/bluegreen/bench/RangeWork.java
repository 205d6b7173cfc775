package io.bluegreen.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What a floor does with one range, on connections of its own.
 */
@FunctionalInterface
interface RangeWork {

	void run(Range range) throws SQLException, IOException;

	/** Changes rows. */
	static RangeWork update(Connection connection, String sql) {
		JdbcClient client = client(connection);
		return (range) -> bound(client, sql, range).update();
	}

	/** Asks for rows. */
	static RangeWork query(Connection connection, String sql, RowCallbackHandler row) {
		JdbcClient client = client(connection);
		return (range) -> bound(client, sql, range).query(row);
	}

	private static JdbcClient client(Connection connection) {
		return JdbcClient.create(new SingleConnectionDataSource(connection, true));
	}

	private static StatementSpec bound(JdbcClient client, String sql, Range range) {
		return client.sql(sql).param("after", range.after()).param("up_to", range.upTo());
	}

}
