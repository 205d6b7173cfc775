package io.bluegreen.failure;

import java.util.Map;
import java.util.stream.Collectors;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * Errors as a server sends them.
 */
final class Errors {

	private Errors() {
	}

	/** A server's error below Spring's exception. */
	static DataAccessException thrown(String sqlState) {
		return thrown(sqlState, Map.of());
	}

	/**
	 * A server's error below Spring's exception.
	 * @param fields of the protocol's message, by their letters
	 */
	static DataAccessException thrown(String sqlState, Map<Character, String> fields) {
		String message = fields.entrySet()
			.stream()
			.map((field) -> field.getKey() + field.getValue() + "\0")
			.collect(Collectors.joining("", "SERROR\0C" + sqlState + "\0", ""));
		return new UncategorizedSQLException("write", "INSERT", new PSQLException(new ServerErrorMessage(message)));
	}

	static ServerError of(String sqlState) {
		return ServerError.of(thrown(sqlState));
	}

	static ServerError of(String sqlState, Map<Character, String> fields) {
		return ServerError.of(thrown(sqlState, fields));
	}

}
