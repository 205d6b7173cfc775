package io.bluegreen.session;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;

/**
 * What was read could not be read within the limit of a transaction: less of it may.
 */
public class TransactionLimitException extends QueryTimeoutException {

	private static final long serialVersionUID = 1L;

	TransactionLimitException(Duration limit, RuntimeException cause) {
		super("nothing may be read for longer than %d ms".formatted(limit.toMillis()), cause);
	}

	/**
	 * Whether a failure may be an end by that limit: a statement's, a pause's, a
	 * transaction's, or that of the connection.
	 */
	static boolean mayBe(RuntimeException failure) {
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sql) {
				String state = Objects.requireNonNullElse(sql.getSQLState(), "08003");
				return Stream.of("08", "57", "25P03", "25P04").anyMatch(state::startsWith);
			}
		}
		return false;
	}

}
