package io.bluegreen.apply;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.transport.InDatabase;
import io.bluegreen.transport.RowSource;
import io.bluegreen.transport.Transport;

/**
 * The idempotent write to Green of what Blue says now, built from the catalog. To be
 * called in a READ COMMITTED transaction of Green that has {@linkplain Authority#enter
 * entered}.
 */
public final class Apply {

	/**
	 * Rows that Green has already, the same or newer, are left out by the join, without a
	 * lock; the guard decides again on the row as it is once its lock is held. Counting
	 * in the same statement counts the same rows.
	 */
	private static final SqlTemplate UPSERT = SqlTemplate
		.of("""
				WITH written AS (
				    INSERT INTO {to} AS g ({columns}) OVERRIDING SYSTEM VALUE
				    SELECT {values}
				    FROM {rows} b
				    LEFT JOIN (SELECT * FROM {to} h WHERE {inGreen}) h ON ({keyOfBlue}) = ({keyOfGreen})
				    WHERE {condition} AND ({wanted})
				    ORDER BY {keyOfBlue}
				    ON CONFLICT ({key}) {onConflict}
				    RETURNING 1)
				SELECT (SELECT count(*) FROM {rows} b WHERE {condition}) AS scanned, (SELECT count(*) FROM written) AS applied
				""");

	private static final SqlTemplate DELETE = SqlTemplate.of("""
			DELETE FROM {to} g
			WHERE {condition} AND NOT EXISTS (SELECT FROM {source} b WHERE {inSource} AND ({sourceKey}) = ({key}))
			""");

	private final Mapping mapping;

	private final Transport transport;

	/** Where Blue is the same database. */
	public Apply(Mapping mapping) {
		this(mapping, new InDatabase(mapping));
	}

	public Apply(Mapping mapping, Transport transport) {
		this.mapping = mapping;
		this.transport = transport;
	}

	/**
	 * Writes the rows of these keys where Green has none, an older one, or one of the
	 * same version and other content. Without a version, only rows that Green lacks are
	 * written.
	 */
	public ApplyCount apply(JdbcClient green, Keys keys) {
		return upsert(green, keys, applySql(keys));
	}

	/**
	 * Whether Green has no row of these keys, so that {@link #insert} may do.
	 */
	public boolean isEmpty(JdbcClient green, Keys keys) {
		return green
			.sql("SELECT NOT EXISTS (SELECT FROM %s h WHERE %s)".formatted(this.mapping.to().sql(),
					keys.predicate("h", this.mapping.key())))
			.params(keys.parameters())
			.query(Boolean.class)
			.single();
	}

	/**
	 * Writes the rows of these keys where Green has none of them. It overwrites nothing:
	 * a row that somebody else wrote meanwhile is an error, after which the caller rolls
	 * back to a savepoint and {@linkplain #apply applies}.
	 * @throws org.springframework.dao.DuplicateKeyException in that case
	 */
	public ApplyCount insert(JdbcClient green, Keys keys) {
		long rows = this.transport.insert(green, keys);
		return new ApplyCount(rows, rows);
	}

	/**
	 * Writes the rows of these keys whatever the versions: for keys that were deleted or
	 * changed away, whose next life may have a lower version than the last one. Without a
	 * version, wherever the content differs.
	 */
	public ApplyCount overwrite(JdbcClient green, KeySet keys) {
		return upsert(green, keys, overwriteSql(keys));
	}

	/**
	 * Deletes the rows of these keys that Blue's source no longer has.
	 * @return the number of rows deleted
	 */
	public int deleteGone(JdbcClient green, KeySet keys) {
		return green.sql(deleteGoneSql(keys)).params(keys.parameters()).update();
	}

	/** What {@link #overwrite} runs, with the keys as named parameters. */
	public String overwriteSql(KeySet keys) {
		return upsertSql(keys, other("h", "b"), update(other("g", "excluded")));
	}

	/** What {@link #apply} runs, with the keys as named parameters. */
	public String applySql(Keys keys) {
		return upsertSql(keys, newer("h", "b"),
				this.mapping.version().isEmpty() ? "DO NOTHING" : update(newer("g", "excluded")));
	}

	/** What {@link #deleteGone} runs, with the keys as named parameters. */
	public String deleteGoneSql(KeySet keys) {
		RowSource there = this.transport.sourceKeys(keys);
		return DELETE.with("to", this.mapping.to().sql())
			.with("condition", keys.predicate("g", this.mapping.key()))
			.with("source", there.relation())
			.with("inSource", there.condition())
			.with("sourceKey", Mapping.list(there.key(), "b"))
			.with("key", this.mapping.key("g"))
			.sql();
	}

	private static ApplyCount upsert(JdbcClient green, Keys keys, String sql) {
		return green.sql(sql)
			.params(keys.parameters())
			.query((row, i) -> new ApplyCount(row.getLong("scanned"), row.getLong("applied")))
			.single();
	}

	private String upsertSql(Keys keys, String wanted, String onConflict) {
		List<Column> key = this.mapping.key();
		RowSource rows = this.transport.fetchRows(keys);
		return UPSERT.with("to", this.mapping.to().sql())
			.with("columns", Mapping.names(this.mapping.written()))
			.with("values", Mapping.list(this.mapping.written(), "b"))
			.with("rows", rows.relation())
			.with("condition", rows.condition())
			.with("inGreen", keys.predicate("h", key))
			.with("keyOfBlue", this.mapping.key("b"))
			.with("keyOfGreen", this.mapping.key("h"))
			.with("wanted", "h." + key.get(0).sql() + " IS NULL OR " + wanted)
			.with("key", Mapping.names(key))
			.with("onConflict", onConflict)
			.sql();
	}

	private String newer(String have, String now) {
		return this.mapping.version()
			.map((version) -> "%1$s.%2$s IS NULL OR %1$s.%2$s < %3$s.%2$s OR %1$s.%2$s = %3$s.%2$s AND %4$s"
				.formatted(have, version.sql(), now, this.mapping.contentDiffers(have, now)))
			.orElse("false");
	}

	private String other(String have, String now) {
		String content = this.mapping.contentDiffers(have, now);
		return this.mapping.version()
			.map((version) -> "%1$s.%2$s IS DISTINCT FROM %3$s.%2$s OR %4$s".formatted(have, version.sql(), now,
					content))
			.orElse(content);
	}

	/** A table of key columns alone has nothing to be set. */
	private String update(String guard) {
		String assignments = assignments();
		return assignments.isEmpty() ? "DO NOTHING" : "DO UPDATE SET " + assignments + " WHERE " + guard;
	}

	private String assignments() {
		List<Column> key = this.mapping.key();
		return this.mapping.written()
			.stream()
			.filter((column) -> !key.contains(column) || column.comparedAsText())
			.map((column) -> column.sql() + " = excluded." + column.sql())
			.collect(Collectors.joining(", "));
	}

}
