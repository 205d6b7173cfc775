package io.bluegreen.apply;

import java.util.List;
import java.util.stream.Collectors;

import org.springframework.jdbc.core.simple.JdbcClient;

import io.bluegreen.catalog.Column;
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
	private static final String UPSERT = """
			WITH written AS (
			    INSERT INTO %1$s AS g (%2$s) OVERRIDING SYSTEM VALUE
			    SELECT %3$s
			    FROM %4$s b
			    LEFT JOIN (SELECT * FROM %1$s h WHERE %6$s) h ON (%7$s) = (%8$s)
			    WHERE %5$s AND (%9$s)
			    ORDER BY %7$s
			    ON CONFLICT (%10$s) %11$s
			    RETURNING 1)
			SELECT (SELECT count(*) FROM %4$s b WHERE %5$s) AS scanned, (SELECT count(*) FROM written) AS applied
			""";

	private static final String DELETE = """
			DELETE FROM %1$s g
			WHERE %2$s AND NOT EXISTS (SELECT FROM %3$s b WHERE %4$s AND (%5$s) = (%6$s))
			""";

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
		return upsert(green, keys, newer("h", "b"), newer("g", "excluded"));
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
	 * changed away, whose next life may have a lower version than the last one.
	 */
	public ApplyCount overwrite(JdbcClient green, KeySet keys) {
		return upsert(green, keys, other("h", "b"), other("g", "excluded"));
	}

	/**
	 * Deletes the rows of these keys that Blue's source no longer has.
	 * @return the number of rows deleted
	 */
	public int deleteGone(JdbcClient green, KeySet keys) {
		RowSource there = this.transport.sourceKeys(keys);
		return green
			.sql(DELETE.formatted(this.mapping.to().sql(), keys.predicate("g", this.mapping.key()), there.relation(),
					there.condition(), Mapping.list(there.key(), "b"), this.mapping.key("g")))
			.params(keys.parameters())
			.update();
	}

	private ApplyCount upsert(JdbcClient green, Keys keys, String wanted, String guard) {
		List<Column> key = this.mapping.key();
		String onConflict = this.mapping.version().isEmpty() ? "DO NOTHING"
				: "DO UPDATE SET " + assignments() + " WHERE " + guard;
		RowSource rows = this.transport.fetchRows(keys);
		return green
			.sql(UPSERT.formatted(this.mapping.to().sql(), Mapping.names(this.mapping.written()),
					Mapping.list(this.mapping.written(), "b"), rows.relation(), rows.condition(),
					keys.predicate("h", key), this.mapping.key("b"), this.mapping.key("h"),
					"h." + key.get(0).sql() + " IS NULL OR " + wanted, Mapping.names(key), onConflict))
			.params(keys.parameters())
			.query((row, i) -> new ApplyCount(row.getLong("scanned"), row.getLong("applied")))
			.single();
	}

	private String newer(String have, String now) {
		return wanted("%1$s.%2$s IS NULL OR %1$s.%2$s < %3$s.%2$s OR %1$s.%2$s = %3$s.%2$s AND %4$s", have, now);
	}

	private String other(String have, String now) {
		return wanted("%1$s.%2$s IS DISTINCT FROM %3$s.%2$s OR %4$s", have, now);
	}

	private String wanted(String condition, String have, String now) {
		return this.mapping.version()
			.map((version) -> condition.formatted(have, version.sql(), now, this.mapping.contentDiffers(have, now)))
			.orElse("false");
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
