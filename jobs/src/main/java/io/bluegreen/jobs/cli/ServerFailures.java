package io.bluegreen.jobs.cli;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import io.bluegreen.failure.ServerError;
import io.bluegreen.jobs.database.UnreachableException;

/**
 * Explains what a server said. Its own words are shown where they can name nothing but
 * objects: a message of another class may quote a row.
 */
final class ServerFailures {

	private static final String RESUMES = "the same command resumes";

	private ServerFailures() {
	}

	static Failure explain(Throwable thrown) {
		ServerError error = ServerError.of(thrown);
		String state = error.sqlState();
		if (state.startsWith("08")) {
			return Failure.failed(
					Explanation.first(thrown, ServerFailures::unreachable)
						.orElse("the connection to the database was lost: " + words(thrown, error)),
					"check url under bluegreen.blue and bluegreen.green; " + RESUMES);
		}
		if (state.startsWith("28") || state.equals("3D000")) {
			return Failure.refused("the database refuses this login: " + words(thrown, error),
					"check url, username and password under bluegreen.blue and bluegreen.green");
		}
		if (error.raised() && error.isDataError()) {
			return inTheData(error);
		}
		return switch (state) {
			case "42501" -> Failure.refused("missing privilege: " + words(thrown, error),
					"grant it, or set bluegreen.jobs-role and run `bluegreen migrate`, which grants what the jobs need");
			case "25006" -> Failure.refused("the database takes no writes: " + words(thrown, error),
					"name the primary, and a role without default_transaction_read_only");
			case "57014" -> Failure.failed(
					"a statement was cancelled: it took longer than bluegreen.statement-timeout, or somebody ended it",
					RESUMES + "; raise bluegreen.statement-timeout if it happens again");
			case "55P03" -> Failure.failed("a lock was not had within bluegreen.lock-timeout: another session holds it",
					RESUMES + "; pg_stat_activity shows transactions that are open for long");
			case "53100" ->
				Failure.failed("the disk of the server is full: " + words(thrown, error), "make room; then " + RESUMES);
			case "53300" -> Failure.failed("the server has no connection left: " + words(thrown, error),
					RESUMES + "; take fewer --workers if it happens again");
			default -> other(thrown, error);
		};
	}

	private static Failure other(Throwable thrown, ServerError error) {
		if (error.isTransient()) {
			return Failure.failed(words(thrown, error), RESUMES);
		}
		if (error.sqlState().startsWith("XX") || error.sqlState().startsWith("58")) {
			return Failure.failed("the server failed: " + words(thrown, error),
					"its log says more; what was committed stays");
		}
		if (error.isDataError()) {
			return inTheData(error);
		}
		return Failure.refused("the server refuses: " + words(thrown, error),
				"correct what it names; --verbose shows where it happened");
	}

	private static Failure inTheData(ServerError error) {
		return Failure.refused(error.sentence(), "mend the rows or the view; a retry alone changes nothing");
	}

	private static Optional<String> unreachable(Throwable cause) {
		return (cause instanceof UnreachableException) ? Optional.ofNullable(cause.getMessage()) : Optional.empty();
	}

	/**
	 * The server's words where they are about objects and sessions, else the condition: a
	 * function may put a message, or a statement, together from a row.
	 */
	private static String words(Throwable thrown, ServerError error) {
		boolean harmless = Stream.of("08", "25", "28", "3D", "3F", "40", "42", "53", "55", "57", "58")
			.anyMatch(error.sqlState()::startsWith) && error.function().isEmpty() && !error.sqlState().equals("42601");
		return harmless
				? said(thrown).map((said) -> "%s (%s)".formatted(said, error.sqlState())).orElse(error.sentence())
				: error.sentence();
	}

	/** The message of the server, or of the driver, in one line. */
	private static Optional<String> said(Throwable thrown) {
		return Explanation.first(thrown,
				(cause) -> (cause instanceof PSQLException server) ? Optional.of(line(server)) : Optional.empty());
	}

	private static String line(PSQLException server) {
		ServerErrorMessage message = server.getServerErrorMessage();
		String said = (message == null) ? server.getMessage() : message.getMessage();
		return Objects.requireNonNullElse(said, "no words").lines().findFirst().orElse("").strip();
	}

}
