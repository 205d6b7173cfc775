package io.bluegreen.jobs.database;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;

import io.bluegreen.jobs.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Why no connection will ever come of these settings, however often it is tried.
 *
 * @param cause in a sentence
 * @param settings which of them to check, below the key of the database
 */
record Refusal(String cause, String settings) {

	static Optional<Refusal> of(SQLException ex) {
		String state = Objects.requireNonNullElse(ex.getSQLState(), "");
		if (state.equals("3D000")) {
			return Optional.of(new Refusal("the server has no such database", "url"));
		}
		if (state.startsWith("28")) {
			return Optional
				.of(new Refusal("the server refuses this login: " + condition(state), "url, username and password"));
		}
		if (state.equals("22023") && ex.getMessage() != null) {
			// The driver's own word about a parameter of the url.
			return Optional.of(new Refusal(ex.getMessage(), "url"));
		}
		for (@Nullable
		Throwable cause = ex; cause != null; cause = cause.getCause()) {
			@Nullable Throwable below = cause.getCause();
			if (below instanceof FileNotFoundException || below instanceof NoSuchFileException) {
				return Optional
					.of(new Refusal("a file that its url or TLS needs is not there: " + below.getMessage(), "url"));
			}
			// The driver's own: a certificate that a server shows may be another one
			// soon.
			if (cause instanceof SQLException tls && below instanceof GeneralSecurityException) {
				return Optional.of(new Refusal("TLS cannot be set up: " + tls.getMessage(), "url"));
			}
		}
		return Optional.empty();
	}

	private static String condition(String state) {
		return state.equals("28P01") ? "wrong password (28P01)"
				: "no such role, or pg_hba.conf does not let it in (%s)".formatted(state);
	}

	RefusedException of(String key, String database) {
		return new RefusedException("the database refuses this login: %s: %s".formatted(database, this.cause),
				"check %s under %s".formatted(this.settings, key));
	}

}
