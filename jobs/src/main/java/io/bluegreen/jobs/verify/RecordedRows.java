package io.bluegreen.jobs.verify;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.catalog.TextArray;
import io.bluegreen.jobs.findings.VerdictStore;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.transport.RowSource;
import io.bluegreen.transport.Transport;

/**
 * Rows that a verdict found to differ, beside what both sides have of them now. Every
 * call belongs to the current transaction of Green.
 */
public final class RecordedRows {

	private static final SqlTemplate LOOK = SqlTemplate
		.of("""
				SELECT d.key, d.kind, ({differs}) AS differs, b.{key} IS DISTINCT FROM NULL AS in_blue, g.{key} IS DISTINCT FROM NULL AS in_green,
				       ({greenVersion}, {greenDigest}) IS NOT DISTINCT FROM (d.green_version, d.green_digest) AS as_recorded,
				       ({differenceKey}) IN (SELECT {sourceKey} FROM {source} b WHERE {inSource}) AS in_source,
				       ({differenceKey}) IN (SELECT {queuedKey} FROM bluegreen.changed_key q
				                             WHERE q.table_name = :table AND q.error IS NULL) AS queued
				FROM bluegreen.difference d
				LEFT JOIN (SELECT * FROM {rows} b WHERE {condition}) b ON ({keyOfBlue}) = ({differenceKey})
				LEFT JOIN (SELECT * FROM {to} g WHERE {inGreen}) g ON ({keyOfGreen}) = ({differenceKey})
				WHERE d.plan_id = :plan AND d.state = 'confirmed' AND d.key IN ({asked})
				ORDER BY d.key
				""");

	private static final String LOCK = "SELECT count(*) FROM (SELECT FROM %s g WHERE %s ORDER BY %s FOR UPDATE) locked";

	private final Side green;

	private final Mapping mapping;

	private final Transport transport;

	public RecordedRows(Side green, Mapping mapping, Transport transport) {
		this.green = green;
		this.mapping = mapping;
		this.transport = transport;
	}

	/**
	 * A row now.
	 *
	 * @param kind what it was found to be: mismatched, missing or extra
	 * @param differs whether both sides are not the same, or neither has it
	 * @param inBlue whether the view shows it
	 * @param inSource whether the table below the view has it
	 * @param asRecorded whether Green's row, or its absence, is what the verdict saw
	 * @param queued whether its change in Blue waits for reconcile
	 */
	public record Row(List<String> key, String kind, boolean differs, boolean inBlue, boolean inSource, boolean inGreen,
			boolean asRecorded, boolean queued) {
	}

	/**
	 * Locks Green's rows of some keys, in the order of all applies. What is looked at in
	 * a later statement cannot change until the transaction ends.
	 */
	public void lock(KeySet keys) {
		this.green.client()
			.sql(LOCK.formatted(this.mapping.to().sql(), keys.predicate("g", this.mapping.key()),
					this.mapping.key("g")))
			.params(keys.parameters())
			.query(Long.class)
			.single();
	}

	/** Reads Blue afresh, and looks. */
	public List<Row> look(VerdictStore.Stored verdict, KeySet keys) {
		RowSource rows = this.transport.fetchRows(keys);
		RowSource source = this.transport.sourceKeys(keys);
		ComparisonSql sql = new ComparisonSql(this.mapping, Totals.NONE);
		return this.green.client()
			.sql(LOOK.with("differs", sql.differs())
				.with("key", sql.firstKey())
				.with("greenVersion", sql.version("g"))
				.with("greenDigest", sql.digest("g"))
				.with("differenceKey", typed("d"))
				.with("sourceKey", Columns.of(source.key()).list("b"))
				.with("source", source.relation())
				.with("inSource", source.condition())
				.with("queuedKey", typed("q"))
				.with("rows", rows.relation())
				.with("condition", rows.condition())
				.with("keyOfBlue", this.mapping.key("b"))
				.with("to", sql.green())
				.with("inGreen", keys.predicate("g", this.mapping.key()))
				.with("keyOfGreen", this.mapping.key("g"))
				.with("asked", keys.texts())
				.sql())
			.params(keys.parameters())
			.params(rows.parameters())
			.params(source.parameters())
			.param("table", this.mapping.table())
			.param("plan", verdict.plan())
			.param("rowSeed", Objects.requireNonNull(verdict.rowSeed()))
			.query(RecordedRows::row)
			.list();
	}

	private static Row row(ResultSet row, int i) throws SQLException {
		return new Row(TextArray.of(row, "key"), row.getString("kind"), row.getBoolean("differs"),
				row.getBoolean("in_blue"), row.getBoolean("in_source"), row.getBoolean("in_green"),
				row.getBoolean("as_recorded"), row.getBoolean("queued"));
	}

	/** A key that is kept as text, in the types of the key columns. */
	private String typed(String alias) {
		return Columns.of(this.mapping.key()).typedElements(alias + ".key");
	}

}
