package io.bluegreen.apply;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.mapping.KeySet;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.transport.RowSource;
import io.bluegreen.transport.Transport;

/**
 * The idempotent write to the target of what the source says now, built from the catalog.
 * To be called in a READ COMMITTED transaction of the target that has
 * {@linkplain Authority#enter entered}.
 */
public final class Apply {

	/**
	 * Rows that the target has already, the same or newer, are left out by the join,
	 * without a lock; the guard decides again on the row as it is once its lock is held.
	 * Counting in the same statement counts the same rows.
	 */
	private static final SqlTemplate UPSERT = SqlTemplate
		.of("""
				WITH written AS (
				    INSERT INTO {to} AS g ({columns}) OVERRIDING SYSTEM VALUE
				    SELECT {values}
				    FROM {rows} b
				    LEFT JOIN (SELECT * FROM {to} h WHERE {inTarget}) h ON ({keyOfSource}) = ({keyOfTarget})
				    WHERE {condition} AND ({wanted})
				    ORDER BY {keyOfSource}
				    ON CONFLICT ({key}) {onConflict}
				    RETURNING 1)
				SELECT (SELECT count(*) FROM {rows} b WHERE {condition}) AS scanned, (SELECT count(*) FROM written) AS applied
				""");

	private static final SqlTemplate NEWER = SqlTemplate
		.of("{have} IS NULL OR {have} < {now} OR {have} = {now} AND {differs}");

	private static final SqlTemplate OTHER = SqlTemplate.of("{have} IS DISTINCT FROM {now} OR {differs}");

	private static final SqlTemplate DELETE = SqlTemplate.of("""
			DELETE FROM {to} g
			WHERE {condition} AND NOT EXISTS (SELECT FROM {source} b WHERE {inSource} AND ({sourceKey}) = ({key}))
			""");

	private final Mapping mapping;

	private final Transport transport;

	public Apply(Mapping mapping, Transport transport) {
		this.mapping = mapping;
		this.transport = transport;
	}

	/**
	 * Writes the rows of these keys where the target has none, an older one, or one of
	 * the same version and other content. Without a version, only rows that the target
	 * lacks are written.
	 */
	public ApplyCount apply(JdbcClient target, Keys keys) {
		return count(target, keys, applying(keys));
	}

	/**
	 * Writes the rows of these keys whatever the versions: for keys that were deleted or
	 * changed away, whose next life may have a lower version than the last one. Without a
	 * version, wherever the content differs.
	 */
	public ApplyCount overwrite(JdbcClient target, KeySet keys) {
		return count(target, keys, overwriting(keys));
	}

	/**
	 * Deletes the rows of these keys that the source table no longer has.
	 * @return the number of rows deleted
	 */
	public int deleteGone(JdbcClient target, KeySet keys) {
		Statement delete = deletingGone(keys);
		return target.sql(delete.sql()).params(keys.parameters()).params(delete.parameters()).update();
	}

	/**
	 * A statement that is made for some keys.
	 *
	 * @param sql with the keys as named parameters
	 * @param parameters those beside the keys
	 */
	public record Statement(String sql, Map<String, Object> parameters) {
	}

	/** What {@link #apply} runs. */
	public Statement applying(Keys keys) {
		return upsert(keys, newer("h", "b"),
				this.mapping.version().isEmpty() ? "DO NOTHING" : update(newer("g", "excluded")));
	}

	/** What {@link #overwrite} runs. */
	public Statement overwriting(KeySet keys) {
		return upsert(keys, other("h", "b"), update(other("g", "excluded")));
	}

	/** What {@link #deleteGone} runs. */
	public Statement deletingGone(KeySet keys) {
		RowSource there = this.transport.sourceKeys(keys);
		return new Statement(DELETE.with("to", this.mapping.to().sql())
			.with("condition", keys.predicate("g", this.mapping.key()))
			.with("source", there.relation())
			.with("inSource", there.condition())
			.with("sourceKey", Columns.of(there.key()).list("b"))
			.with("key", this.mapping.key("g"))
			.sql(), there.parameters());
	}

	private static ApplyCount count(JdbcClient target, Keys keys, Statement upsert) {
		return target.sql(upsert.sql())
			.params(keys.parameters())
			.params(upsert.parameters())
			.query((row, i) -> new ApplyCount(row.getLong("scanned"), row.getLong("applied")))
			.single();
	}

	private Statement upsert(Keys keys, String wanted, String onConflict) {
		List<Column> key = this.mapping.key();
		RowSource rows = this.transport.fetchRows(keys);
		return new Statement(UPSERT.with("to", this.mapping.to().sql())
			.with("columns", Columns.of(this.mapping.written()).names())
			.with("values", Columns.of(this.mapping.written()).list("b"))
			.with("rows", rows.relation())
			.with("condition", rows.condition())
			.with("inTarget", keys.predicate("h", key))
			.with("keyOfSource", this.mapping.key("b"))
			.with("keyOfTarget", this.mapping.key("h"))
			.with("wanted", "h." + key.get(0).sql() + " IS NOT DISTINCT FROM NULL OR " + wanted)
			.with("key", Columns.of(key).names())
			.with("onConflict", onConflict)
			.sql(), rows.parameters());
	}

	private String newer(String have, String now) {
		return this.mapping.version().map((version) -> versions(NEWER, version, have, now)).orElse("false");
	}

	private String other(String have, String now) {
		return this.mapping.version()
			.map((version) -> versions(OTHER, version, have, now))
			.orElseGet(() -> this.mapping.contentDiffers(have, now));
	}

	private String versions(SqlTemplate condition, Column version, String have, String now) {
		return condition.with("have", have + "." + version.sql())
			.with("now", now + "." + version.sql())
			.with("differs", this.mapping.contentDiffers(have, now))
			.sql();
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
