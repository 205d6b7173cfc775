package io.bluegreen.jobs.database;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

import io.bluegreen.failure.RefusedException;

/**
 * Why no connection will ever come of these settings, however often it is tried.
 *
 * @param cause in a sentence
 * @param settings which of them to check, below the key of the database
 */
record Refusal(String cause, String settings) {

	static Optional<Refusal> of(SQLException ex) {
		String state = Objects.requireNonNullElse(ex.getSQLState(), "");
		if (state.equals("3D000") || state.startsWith("28")) {
			return Optional.of(new Refusal("%s (%s)".formatted(said(ex), state),
					state.equals("3D000") ? "url" : "url, username and password"));
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

	/** A login's refusal quotes no more than what was configured. */
	private static @Nullable String said(SQLException ex) {
		for (@Nullable
		Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof PSQLException server && server.getServerErrorMessage() != null) {
				return server.getServerErrorMessage().getMessage();
			}
		}
		return ex.getMessage();
	}

	RefusedException of(String key, String database) {
		return new RefusedException("the database refuses this login: %s: %s".formatted(database, this.cause),
				"check %s under %s".formatted(this.settings, key));
	}

}
