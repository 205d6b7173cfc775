package io.bluegreen.jobs.cli;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import io.bluegreen.jobs.work.ServerError;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.exception.FlywayMigrateException;

/**
 * Explains what Flyway has against a migration.
 */
final class MigrationFailures {

	private MigrationFailures() {
	}

	static Optional<Failure> explain(Throwable cause) {
		if (cause instanceof FlywayMigrateException migration) {
			return Optional.of(script(migration));
		}
		if (cause instanceof FlywayException flyway) {
			return Optional.of(Failure.refused("the migrations cannot run: " + oneLine(flyway),
					"correct bluegreen.migrations or the files that it names, then the same command"));
		}
		return Optional.empty();
	}

	private static Failure script(FlywayMigrateException migration) {
		int line = migration.getLineNumber();
		return Failure.refused("%s%s: %s".formatted(migration.getMigration().getScript(),
				(line > 0) ? ", line " + line : "", said(migration)),
				"correct the statement, then the same command; what ran before it stays");
	}

	/**
	 * A value that does not fit may be a row's; what does not parse is the file's own.
	 */
	private static String said(FlywayMigrateException migration) {
		ServerError error = ServerError.of(migration);
		if (error.sqlState().isEmpty()) {
			return oneLine(migration);
		}
		return error.isInTheData() ? error.sentence()
				: ServerFailures.said(migration)
					.map((said) -> "%s (%s)".formatted(said, error.sqlState()))
					.orElse(error.sentence());
	}

	private static String oneLine(FlywayException flyway) {
		return Objects.requireNonNullElse(flyway.getMessage(), flyway.toString())
			.lines()
			.map(String::strip)
			.filter((line) -> !line.isEmpty() && !line.matches("[-=]+"))
			.collect(Collectors.joining(" "));
	}

}
