package io.bluegreen.jobs;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.bluegreen.testing.legacy.Where;
import io.bluegreen.testing.postgres.Database;

/**
 * Fresh databases for Blue, with the legacy schema, and Green, in one of the ways in
 * which they can lie.
 */
public record Stores(Database blue, Database green) implements AutoCloseable {

	private static final String PAYMENTS = """
			payment_id, amount_minor, currency, status, created_at, updated_at, card_token, card_last4, customer_name,
			customer_email, description, merchant_reference, metadata_json, row_version
			""";

	/** Creates them. */
	public static Stores create(Where where) throws SQLException {
		Database blue = where.createSource();
		return new Stores(blue, where.createTarget(blue));
	}

	public Sql inBlue() {
		return new Sql(this.blue);
	}

	public Sql inGreen() {
		return new Sql(this.green);
	}

	/**
	 * How many rows of the legacy tables are not the same in the view and in Green, by
	 * their text.
	 */
	public long unequal() throws SQLException {
		return unequal(PAYMENTS, "payments") + unequal("*", "payment_events");
	}

	private long unequal(String columns, String table) throws SQLException {
		List<@Nullable String> rows = rows(inBlue(), columns, "blue." + table + "_as_green");
		List<@Nullable String> here = rows(inGreen(), columns, "green." + table);
		List<@Nullable String> onlyHere = new ArrayList<>(here);
		onlyHere.removeAll(new HashSet<>(rows));
		rows.removeAll(new HashSet<>(here));
		return (long) rows.size() + onlyHere.size();
	}

	private static List<@Nullable String> rows(Sql sql, String columns, String relation) throws SQLException {
		return sql.list("SELECT r::text FROM (SELECT %s FROM %s) r".formatted(columns, relation));
	}

	@Override
	public void close() throws SQLException {
		this.blue.drop();
		this.green.drop();
	}

}
