package io.bluegreen.apply;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.dao.OptimisticLockingFailureException;
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
 * Deletes rows of the target and inserts them again as the source has them now: all of
 * them, or none.
 */
record Reinsert(JdbcClient target, Mapping mapping, Transport transport) {

	private static final String LOCK = """
			SELECT count(*) FROM (SELECT FROM %s g WHERE %s ORDER BY %s FOR UPDATE) locked
			""";

	/**
	 * The insert waits for the count, hence for every delete. What only the target has is
	 * kept.
	 */
	private static final SqlTemplate MOVE = SqlTemplate.of("""
			WITH taken AS (
			    DELETE FROM {to} g USING {rows} b
			    WHERE {inTarget} AND {condition} AND ({keyOfTarget}) = ({keyOfSource}) AND ({guard})
			    RETURNING {taken}),
			written AS (
			    INSERT INTO {to} AS g ({columns}) OVERRIDING SYSTEM VALUE
			    SELECT {columns} FROM taken WHERE (SELECT count(*) FROM taken) = :locked ORDER BY {key}
			    RETURNING {asked} AS asked)
			SELECT (SELECT count(*) FROM {to} g WHERE {inTarget}) AS present, (SELECT count(*) FROM taken) AS taken,
			       count(*) AS written, count(*) FILTER (WHERE asked) AS asked
			FROM written
			""");

	/**
	 * Moves the rows of these keys that the target has. The source is read only once they
	 * are locked: whatever a dual write had put there was committed in the source before,
	 * so nothing older replaces it; one that waits for the lock meets the new row.
	 * @param asked keys whose rows are counted
	 * @param overwrite whether those that are asked for are moved even if the target has
	 * a newer one
	 * @return how many of those asked for were moved; empty if the source lacks a row or
	 * the target has a newer one, after which the caller rolls back to a savepoint
	 * @throws OptimisticLockingFailureException if somebody else has written such rows
	 * while their lock was waited for, after which the caller rolls back to a savepoint
	 * and looks anew
	 * @throws org.springframework.dao.DataIntegrityViolationException if there is no room
	 * for one
	 */
	OptionalLong run(KeySet keys, Keys asked, boolean overwrite) {
		long locked = lock(this.target, this.mapping, keys);
		Map<String, Object> parameters = new HashMap<>(keys.parameters());
		asked.parameters().forEach((name, value) -> parameters.put("asked_" + name, value));
		parameters.put("locked", locked);
		RowSource rows = this.transport.fetchRows(keys);
		return this.target.sql(move(this.mapping, rows, keys, asked, overwrite))
			.params(parameters)
			.params(rows.parameters())
			.query((row, i) -> moved(locked, row))
			.single();
	}

	/** Locks the rows of these keys that the target has. */
	static long lock(JdbcClient target, Mapping mapping, KeySet keys) {
		return target.sql(LOCK.formatted(mapping.to().sql(), keys.predicate("g", mapping.key()), mapping.key("g")))
			.params(keys.parameters())
			.query(Long.class)
			.single();
	}

	/**
	 * Rows that took the place of those that were waited for are not locked. They were
	 * taken all the same, and none of them was put back.
	 */
	private static OptionalLong moved(long locked, ResultSet row) throws SQLException {
		if (row.getLong("present") != locked) {
			throw new OptimisticLockingFailureException("Rows were written while their lock was waited for");
		}
		boolean all = row.getLong("taken") == locked && row.getLong("written") == locked;
		return all ? OptionalLong.of(row.getLong("asked")) : OptionalLong.empty();
	}

	/**
	 * What {@link #run} runs, with the parameters of {@code asked} named
	 * {@code asked_..}.
	 */
	static String move(Mapping mapping, RowSource rows, KeySet keys, Keys asked, boolean overwrite) {
		String isAsked = asked.predicate("g", mapping.key(), (parameter) -> ":asked_" + parameter);
		String guard = "(g.%1$s > b.%1$s) IS NOT TRUE".formatted(mapping.version().orElseThrow().sql());
		List<Column> written = mapping.written();
		List<Column> kept = mapping.ignored().stream().filter((column) -> !column.generated()).toList();
		String taken = Stream.of(Columns.of(written).list("b"), Columns.of(kept).list("g"))
			.filter((list) -> !list.isEmpty())
			.collect(Collectors.joining(", "));
		return MOVE.with("to", mapping.to().sql())
			.with("rows", rows.relation())
			.with("inTarget", keys.predicate("g", mapping.key()))
			.with("condition", rows.condition())
			.with("keyOfTarget", mapping.key("g"))
			.with("keyOfSource", Columns.of(rows.key()).list("b"))
			.with("guard", overwrite ? guard + " OR " + isAsked : guard)
			.with("taken", taken)
			.with("columns", Columns.of(Stream.concat(written.stream(), kept.stream()).toList()).names())
			.with("key", Columns.of(mapping.key()).names())
			.with("asked", isAsked)
			.sql();
	}

}
