package io.bluegreen.apply;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;

import io.bluegreen.catalog.Column;
import io.bluegreen.catalog.Columns;
import io.bluegreen.catalog.SqlTemplate;
import io.bluegreen.mapping.Keys;
import io.bluegreen.mapping.Mapping;
import io.bluegreen.session.Side;
import io.bluegreen.transport.RowSource;
import io.bluegreen.transport.Transport;
import io.bluegreen.transport.Transport.DirectCopy;

/**
 * A fresh load of keys that the target has no row of: ON CONFLICT costs half as much
 * again. It overwrites nothing.
 */
public record Load(Side target, Mapping mapping, Transport transport) {

	private static final SqlTemplate EMPTY = SqlTemplate.of("SELECT NOT EXISTS (SELECT FROM {to} h WHERE {condition})");

	private static final SqlTemplate INSERT = SqlTemplate.of("""
			INSERT INTO {to} ({columns}) OVERRIDING SYSTEM VALUE
			SELECT {values} FROM {rows} b WHERE {condition} ORDER BY {key}
			""");

	/** While a transaction is open in the source: milliseconds. */
	private static final String SHORT = "100";

	/**
	 * Writes the rows of these keys, in a transaction that has
	 * {@linkplain Authority#enter entered}.
	 * @return empty if the target has some of them, before or after all, or is about to:
	 * then nothing was written, and they are to be {@linkplain Apply#apply applied}
	 */
	public Optional<ApplyCount> run(Keys keys) {
		if (!isEmpty(keys)) {
			return Optional.empty();
		}
		try {
			long rows = this.target.nested(() -> write(keys));
			return Optional.of(new ApplyCount(rows, rows));
		}
		catch (DuplicateKeyException ex) {
			// A dual write was faster, or two rows collide: an apply knows which.
			return Optional.empty();
		}
	}

	private boolean isEmpty(Keys keys) {
		return this.target.client()
			.sql(EMPTY.with("to", this.mapping.to().sql())
				.with("condition", keys.predicate("h", this.mapping.key()))
				.sql())
			.params(keys.parameters())
			.query(Boolean.class)
			.single();
	}

	private long write(Keys keys) {
		return this.transport.directly(this.mapping.to(), this.mapping.written())
			.map((direct) -> copy(direct, keys))
			.orElseGet(() -> insert(keys));
	}

	/** Nobody is waited for whom somebody in the source might have to wait for. */
	private long copy(DirectCopy direct, Keys keys) {
		String before = lockTimeout(SHORT);
		try {
			long rows = direct.copy(keys);
			lockTimeout(before);
			return rows;
		}
		catch (DataAccessException ex) {
			if (ex.getMostSpecificCause() instanceof SQLException error && "55P03".equals(error.getSQLState())) {
				throw new DuplicateKeyException("somebody writes one of these rows, or what they refer to, now", ex);
			}
			throw ex;
		}
	}

	/** Undone with the savepoint if the copy fails. */
	private String lockTimeout(String timeout) {
		return this.target.client().sql("""
				SELECT b.before, set_config('lock_timeout', :timeout, true)
				FROM (SELECT current_setting('lock_timeout') OFFSET 0) b (before)
				""").param("timeout", timeout).query((row, i) -> row.getString("before")).single();
	}

	private long insert(Keys keys) {
		RowSource rows = this.transport.fetchRows(keys);
		return this.target.client().sql(insert(this.mapping, rows)).params(rows.parameters()).update();
	}

	static String insert(Mapping mapping, RowSource rows) {
		List<Column> written = mapping.written();
		return INSERT.with("to", mapping.to().sql())
			.with("columns", Columns.of(written).names())
			.with("values", Columns.of(written).list("b"))
			.with("rows", rows.relation())
			.with("condition", rows.condition())
			.with("key", Columns.of(rows.key()).list("b"))
			.sql();
	}

}
