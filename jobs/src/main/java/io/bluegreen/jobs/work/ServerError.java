package io.bluegreen.jobs.work;

import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What the server said went wrong, in words that carry no value of a row: the server's
 * own message may quote one.
 *
 * @param sqlState five characters; empty if the server said nothing
 * @param sentence condition, constraint, column and table
 */
public record ServerError(String sqlState, String sentence) {

	private static final Map<String, String> CONDITIONS = Map.ofEntries(
			Map.entry("0A000", "value that cannot be converted, or feature not supported"),
			Map.entry("21000", "the same key twice"), Map.entry("22001", "too long"),
			Map.entry("22003", "number out of range"), Map.entry("22007", "invalid date or time"),
			Map.entry("22008", "date or time out of range"), Map.entry("22012", "division by zero"),
			Map.entry("22021", "character not in the encoding"), Map.entry("2202E", "malformed array or list"),
			Map.entry("22P02", "invalid text for the type"), Map.entry("22P05", "character that cannot be converted"),
			Map.entry("22030", "duplicate JSON key"), Map.entry("22032", "invalid JSON"),
			Map.entry("23502", "NOT NULL violated"), Map.entry("23503", "foreign key violated"),
			Map.entry("23505", "UNIQUE violated"), Map.entry("23514", "CHECK violated"),
			Map.entry("23P01", "EXCLUDE violated"), Map.entry("54000", "too large for an index or a page"),
			Map.entry("428C9", "generated column cannot be written"), Map.entry("P0001", "raised by a function"));

	/**
	 * The server's error below an exception.
	 */
	public static ServerError of(Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof PSQLException server) {
				return of(Objects.requireNonNullElse(server.getSQLState(), ""), server.getServerErrorMessage());
			}
			if (cause instanceof SQLException sql) {
				// The pool names no state for a connection that it has thrown away.
				return of(Objects.requireNonNullElse(sql.getSQLState(), "08003"), null);
			}
		}
		return new ServerError("", thrown.getClass().getSimpleName());
	}

	private static ServerError of(String sqlState, @Nullable ServerErrorMessage message) {
		String condition = CONDITIONS.getOrDefault(sqlState, "error") + " (" + sqlState + ")";
		if (message == null) {
			return new ServerError(sqlState, condition);
		}
		String where = Stream
			.of(named("constraint", message.getConstraint()), named("column", message.getColumn()),
					named("type", message.getDatatype()),
					named("table", message.getTable() == null ? null : message.getSchema() + "." + message.getTable()))
			.filter((part) -> !part.isEmpty())
			.collect(Collectors.joining(", "));
		return new ServerError(sqlState, where.isEmpty() ? condition : condition + ": " + where);
	}

	private static String named(String what, @Nullable String name) {
		return (name == null) ? "" : what + " " + name;
	}

	/**
	 * Whether the rows are to blame, so that trying again the same changes nothing. NaN
	 * and infinities are "not supported" where they are cast to an integer.
	 */
	public boolean isInTheData() {
		return Stream.of("0A000", "21", "22", "23", "38", "39", "54", "P0").anyMatch(this.sqlState::startsWith)
				|| this.sqlState.equals("428C9");
	}

	/**
	 * Whether another row stands in the way, which may yet come, go or change: a missing
	 * parent, or one that has the same UNIQUE value for now.
	 */
	public boolean isOfAnotherRow() {
		return Stream.of("23503", "23505", "23P01").anyMatch(this.sqlState::equals);
	}

	/**
	 * Whether what was done may be to blame for the end of its session or statement: not
	 * so where a lock was missed or the disk is full.
	 */
	public boolean isInterruption() {
		return Stream.of("08", "57", "53200").anyMatch(this.sqlState::startsWith);
	}

	/** Whether a change log was pruned past the position that was asked for. */
	public boolean isPruned() {
		return this.sqlState.equals("BG010");
	}

	public boolean isDeadlock() {
		return this.sqlState.equals("40P01") || this.sqlState.equals("40001");
	}

	/**
	 * Whether the same may succeed a little later: a lost connection, a server that
	 * starts, a lock not had in time.
	 */
	public boolean isPassing() {
		return Stream.of("08", "40", "53", "57").anyMatch(this.sqlState::startsWith) || this.sqlState.equals("55P03")
				|| this.sqlState.equals("25P03") || this.sqlState.equals("25P04");
	}

}
