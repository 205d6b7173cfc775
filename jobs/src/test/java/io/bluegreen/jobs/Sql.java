package io.bluegreen.jobs;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.legacy.LegacyPayments;
import io.bluegreen.testing.postgres.Database;

/**
 * What a test says to its database.
 */
public final class Sql {

	private final Database database;

	public Sql(Database database) {
		this.database = database;
	}

	/**
	 * Fills the legacy schema.
	 */
	public Sql fill(int payments) throws SQLException {
		try (Connection owner = this.database.connect(LegacyDatabase.OWNER)) {
			LegacyPayments.fill(owner, payments, 1);
		}
		return this;
	}

	/**
	 * Runs statements as the superuser.
	 */
	public void run(String... statements) throws SQLException {
		runAs(null, statements);
	}

	/**
	 * Runs statements as the application.
	 */
	public void asApplication(String... statements) throws SQLException {
		runAs(LegacyDatabase.APPLICATION, statements);
	}

	private void runAs(@Nullable String role, String... statements) throws SQLException {
		try (Connection connection = (role == null) ? this.database.connect() : this.database.connect(role);
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	/**
	 * The first column of the rows, as text.
	 */
	public List<@Nullable String> list(String query) throws SQLException {
		List<@Nullable String> rows = new ArrayList<>();
		try (Connection connection = this.database.connect();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(query)) {
			while (row.next()) {
				rows.add(row.getString(1));
			}
		}
		return rows;
	}

	/**
	 * A number.
	 */
	public long number(String query) throws SQLException {
		String first = list(query).get(0);
		return (first == null) ? 0 : Long.parseLong(first);
	}

	/**
	 * How many rows of both tables are not the same in the view and in Green, by the
	 * server's own comparison of whole rows.
	 */
	public long unequal() throws SQLException {
		return number(
				"""
						SELECT (SELECT count(*) FROM blue.payments_as_green b
						        FULL JOIN (SELECT payment_id, amount_minor, currency, status, created_at, updated_at, card_token,
						                          card_last4, customer_name, customer_email, description, merchant_reference,
						                          metadata_json, row_version FROM green.payments) g USING (payment_id)
						        WHERE b IS DISTINCT FROM g)
						     + (SELECT count(*) FROM blue.payment_events_as_green b
						        FULL JOIN green.payment_events g USING (payment_id, event_no) WHERE b IS DISTINCT FROM g)
						""");
	}

}
