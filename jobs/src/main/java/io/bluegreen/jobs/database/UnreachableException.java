package io.bluegreen.jobs.database;

import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Objects;

/**
 * No connection: which database, where, why.
 */
public class UnreachableException extends SQLException {

	private static final long serialVersionUID = 1L;

	UnreachableException(String database, SQLException cause) {
		super("cannot reach the database of %s: %s".formatted(database, why(cause)),
				Objects.requireNonNullElse(cause.getSQLState(), "08003"), cause);
	}

	/**
	 * Whether an error means that. The pool names no state where it has waited in vain.
	 */
	static boolean is(SQLException ex) {
		return ex.getSQLState() == null || ex.getSQLState().startsWith("08");
	}

	private static String why(Throwable thrown) {
		Throwable deepest = thrown;
		while (deepest.getCause() != null) {
			deepest = deepest.getCause();
		}
		String message = Objects.requireNonNullElse(deepest.getMessage(), deepest.getClass().getSimpleName());
		return (deepest instanceof UnknownHostException) ? "unknown host " + message : message;
	}

}
