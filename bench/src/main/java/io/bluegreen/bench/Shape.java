package io.bluegreen.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A table of Blue and one of Green that are measured with. A folder of the resources has
 * the SQL that somebody would type for them who knows PostgreSQL and not this program.
 */
public enum Shape {

	/** Legacy payments and the new ones: another shape, so that a view is evaluated. */
	PAYMENTS("payments", "payments", "payment_id"),

	/** Four small columns of one shape on both sides. */
	NARROW("narrow", "narrow", "id"),

	/** Ten columns with numeric, timestamptz and bigint. */
	NUMERIC("numeric", "amounts", "id"),

	/** Documents. */
	JSONB("jsonb", "documents", "id");

	private final String folder;

	private final String table;

	private final String key;

	Shape(String folder, String table, String key) {
		this.folder = folder;
		this.table = table;
		this.key = key;
	}

	/** What cases call it. */
	String label() {
		return this.folder;
	}

	/** The name under {@code tables:}. */
	public String table() {
		return this.table;
	}

	/** The table in Blue. */
	String source() {
		return "blue." + this.table;
	}

	/** The table in Green. */
	String green() {
		return "green." + this.table;
	}

	/** The one column of the key, a bigint. */
	String key() {
		return this.key;
	}

	/** The configuration of the programs that run. */
	String config() {
		return (this == PAYMENTS) ? sql("bluegreen.yml") : Sql.named("same-shape.yml").formatted(this.table);
	}

	/** The SQL that does something with it. */
	String sql(String file) {
		return Sql.named(this.folder + "/" + file);
	}

	/**
	 * Creates the table and fills it; the same number of rows are the same rows. Payments
	 * have a fixture and migrations of their own.
	 * @param owner of the table
	 * @param schema blue or green
	 */
	public void create(Connection owner, String schema, long rows) throws SQLException {
		try (Statement statement = owner.createStatement()) {
			statement.execute(sql("create.sql").formatted(schema, rows));
		}
	}

}
