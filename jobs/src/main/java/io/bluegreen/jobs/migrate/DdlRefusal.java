package io.bluegreen.jobs.migrate;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.ServerError;

/**
 * What the server said when it refused a statement of ours: a policy that an event
 * trigger enforces, a missing right, wrong SQL. No retry helps, so its own words reach
 * the user.
 */
final class DdlRefusal {

	private DdlRefusal() {
	}

	/**
	 * The refusal below an exception; empty where the same may succeed a little later, or
	 * the server said nothing.
	 * @param what was tried; our own refusals name it themselves
	 */
	static Optional<RefusedException> of(String what, Throwable thrown) {
		ServerError error = ServerError.of(thrown);
		String subject = error.sqlState().startsWith("BG") ? "" : what + ": ";
		return server(thrown).filter((said) -> !error.isTransient())
			.map((said) -> new RefusedException(subject + words(said, error), hint(said, error.sqlState())));
	}

	/** Where in a statement the server stumbled: characters before it. */
	static int position(Throwable thrown) {
		return server(thrown).map((said) -> Math.max(0, said.getPosition() - 1)).orElse(0);
	}

	private static Optional<ServerErrorMessage> server(Throwable thrown) {
		for (@Nullable
		Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof PSQLException server && server.getServerErrorMessage() != null) {
				return Optional.of(server.getServerErrorMessage());
			}
		}
		return Optional.empty();
	}

	/**
	 * The message of an error in the data may quote a value. What raised it is named, as
	 * far as it is not ours.
	 */
	private static String words(ServerErrorMessage said, ServerError error) {
		if (Stream.of("22", "23").anyMatch(error.sqlState()::startsWith)) {
			return error.sentence();
		}
		String message = Objects.requireNonNullElse(said.getMessage(), error.sentence());
		String raisedBy = Objects.requireNonNullElse(said.getWhere(), "").lines().findFirst().orElse("");
		return (raisedBy.startsWith("PL/pgSQL function ") && !raisedBy.contains("bluegreen_track."))
				? "%s (%s)".formatted(message, raisedBy) : message;
	}

	private static String hint(ServerErrorMessage said, String state) {
		if (said.getHint() != null) {
			return said.getHint() + (state.matches("BG00[1-5]") ? " Settings: bluegreen.tables.*.source.key" : "");
		}
		return state.equals("42501") ? "log in as the owner of what is to be changed, or let the owner grant it"
				: "mend that, then run the same command again";
	}

}
