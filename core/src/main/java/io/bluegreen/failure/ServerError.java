package io.bluegreen.failure;

import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * @param constraint that is violated; empty if the server names none
 * @param column that is to blame; empty if the server names none
 * @param function of somebody else in which it happened; empty if in none
 * @param raised whether that function raised it on purpose
 */
public record ServerError(String sqlState, String sentence, String constraint, String column, String function,
		boolean raised) {

	/** Where nothing went wrong. */
	public static final ServerError NONE = new ServerError("", "", "", "", "", false);

	/**
	 * Classes of errors that the server makes of its own state, of a session or of a
	 * statement, and ours (BG). Any other one comes of the rows: one that the server has
	 * for values, or one that a function or a trigger made up. XX000 is left to the rows,
	 * since extensions end with it where they cannot read a value.
	 */
	private static final Set<String> OPERATIONAL = Set.of("00", "01", "02", "03", "08", "0B", "0F", "0L", "0P", "24",
			"25", "26", "28", "2B", "2D", "34", "3B", "3D", "3F", "40", "42", "53", "55", "57", "58", "72", "BG", "F0",
			"HV", "XX001", "XX002");

	/** The innermost function; the statement that it runs may come before. */
	private static final Pattern FUNCTION = Pattern.compile("^(?:PL/\\w+|SQL) function \"?([^\\n]+?)\"?(?: line .*)?$",
			Pattern.MULTILINE);

	private static final Map<String, String> CONDITIONS = Map.ofEntries(
			Map.entry("0A000", "value that cannot be converted, or feature not supported"),
			Map.entry("21000", "the same key twice"), Map.entry("22001", "too long"),
			Map.entry("22003", "number out of range"), Map.entry("22007", "invalid date or time"),
			Map.entry("22008", "date or time out of range"), Map.entry("22012", "division by zero"),
			Map.entry("22021", "character not in the encoding"), Map.entry("2202E", "malformed array or list"),
			Map.entry("22P02", "invalid text for the type"), Map.entry("22P05", "character that cannot be converted"),
			Map.entry("22030", "duplicate JSON key"), Map.entry("22032", "invalid JSON"),
			Map.entry("23001", "foreign key violated"), Map.entry("23502", "NOT NULL violated"),
			Map.entry("23503", "foreign key violated"), Map.entry("23505", "UNIQUE violated"),
			Map.entry("23514", "CHECK violated"), Map.entry("23P01", "EXCLUDE violated"),
			Map.entry("44000", "WITH CHECK OPTION violated"), Map.entry("54000", "too large for an index or a page"),
			Map.entry("42P01", "undefined table"), Map.entry("42883", "undefined function or operator"),
			Map.entry("42704", "undefined object"), Map.entry("42703", "undefined column"),
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
		return new ServerError("", thrown.getClass().getSimpleName(), "", "", "", false);
	}

	/** A constraint that would refuse a row. */
	public static ServerError of(String sqlState, String constraint, String table) {
		return new ServerError(sqlState,
				condition(sqlState) + ": " + named("constraint", constraint) + ", " + named("table", table), constraint,
				"", "", false);
	}

	private static ServerError of(String sqlState, @Nullable ServerErrorMessage message) {
		String condition = condition(sqlState);
		if (message == null) {
			return new ServerError(sqlState, condition, "", "", "", false);
		}
		String context = Objects.requireNonNullElse(message.getWhere(), "");
		Matcher matcher = FUNCTION.matcher(context);
		String function = (matcher.find() && !matcher.group(1).startsWith("bluegreen_track.")) ? matcher.group(1) : "";
		String where = Stream
			.of(named("constraint", message.getConstraint()), named("column", message.getColumn()),
					named("type", message.getDatatype()),
					named("table", message.getTable() == null ? null : message.getSchema() + "." + message.getTable()),
					named("function", function.isEmpty() ? null : function))
			.filter((part) -> !part.isEmpty())
			.collect(Collectors.joining(", "));
		return new ServerError(sqlState, where.isEmpty() ? condition : condition + ": " + where,
				Objects.requireNonNullElse(message.getConstraint(), ""),
				Objects.requireNonNullElse(message.getColumn(), ""), function,
				!function.isEmpty() && context.lines().findFirst().orElse("").endsWith(" at RAISE"));
	}

	private static String condition(String sqlState) {
		return CONDITIONS.getOrDefault(sqlState, "error") + " (" + sqlState + ")";
	}

	private static String named(String what, @Nullable String name) {
		return (name == null) ? "" : what + " " + name;
	}

	/**
	 * Whether the rows are to blame, so that trying again the same changes nothing. NaN
	 * and infinities are "not supported" where they are cast to an integer. What a
	 * function raises on purpose is said about the row, whatever class it chose, unless
	 * it asks to be tried again.
	 */
	public boolean isDataError() {
		boolean ofTheRows = !this.sqlState.isEmpty() && OPERATIONAL.stream().noneMatch(this.sqlState::startsWith);
		return ofTheRows || this.sqlState.equals("428C9") || (this.raised && !isDeadlock());
	}

	/**
	 * Whether a function of somebody else cannot run as it is written: it names something
	 * that is not found. The rows are not to blame, and trying again does not help.
	 */
	public boolean isInAFunction() {
		return this.sqlState.startsWith("42") && !this.function.isEmpty() && !isDataError();
	}

	/**
	 * Whether another row stands in the way, which may yet come, go or change: a missing
	 * parent, a child that is still there, or a row that has the same UNIQUE value for
	 * now.
	 */
	public boolean isRowConflict() {
		return Stream.of("23001", "23503", "23505", "23P01").anyMatch(this.sqlState::equals);
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
	public boolean isTransient() {
		return Stream.of("08", "40", "53", "57").anyMatch(this.sqlState::startsWith) || this.sqlState.equals("55P03")
				|| this.sqlState.equals("25P03") || this.sqlState.equals("25P04");
	}

}
