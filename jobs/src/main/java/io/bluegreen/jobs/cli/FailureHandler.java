package io.bluegreen.jobs.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import io.bluegreen.apply.AuthorityException;
import io.bluegreen.jobs.ExitCode;
import io.bluegreen.jobs.RefusedException;
import io.bluegreen.jobs.TryAgainException;
import io.bluegreen.jobs.database.UnreachableException;
import io.bluegreen.jobs.work.ServerError;
import io.bluegreen.mapping.MappingException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;

/**
 * Says in a sentence or two why a command ended, and with which exit code.
 */
class FailureHandler implements IExecutionExceptionHandler {

	private static final Logger logger = LoggerFactory.getLogger(FailureHandler.class);

	private record Failure(ExitCode code, String message, String hint) {
	}

	@Override
	public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
		Failure failure = explain(thrown);
		logger.debug("The command failed", thrown);
		String words = failure.hint().isEmpty() ? failure.message() : failure.message() + "\n  " + failure.hint();
		Output output = (command.getCommand() instanceof DatabaseCommand database) ? database.output()
				: new Output(false);
		Map<String, Object> error = new LinkedHashMap<>();
		error.put("code", failure.code().code());
		error.put("message", failure.message());
		error.put("hint", failure.hint());
		output.failure(Map.of("error", error), "bluegreen " + command.getCommandName() + ": " + words);
		return failure.code().code();
	}

	private static Failure explain(Throwable thrown) {
		for (@Nullable
		Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			String message = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
			if (cause instanceof RefusedException refused) {
				return new Failure(ExitCode.REFUSED, message, refused.hint());
			}
			if (cause instanceof MappingException || cause instanceof AuthorityException
					|| (cause instanceof IllegalArgumentException && isOfSettings(message))) {
				return new Failure(ExitCode.REFUSED, message, "");
			}
			if (cause instanceof UnboundConfigurationPropertiesException unknown) {
				return new Failure(ExitCode.REFUSED,
						"unknown configuration keys: " + unknown.getUnboundProperties()
							.stream()
							.map((property) -> property.getName().toString())
							.collect(Collectors.joining(", ")),
						"remove them, or correct their spelling");
			}
			if (cause instanceof TryAgainException) {
				return new Failure(ExitCode.TRY_AGAIN, message, "");
			}
		}
		Optional<Failure> file = find(MarkedYAMLException.class, thrown).map((yaml) -> new Failure(ExitCode.REFUSED,
				"the configuration file is no YAML: " + yaml.getProblem(), "look at line %d"
					.formatted((yaml.getProblemMark() == null) ? 1 : yaml.getProblemMark().getLine() + 1)));
		Optional<Failure> value = find(BindException.class, thrown).map((bind) -> new Failure(ExitCode.REFUSED,
				"%s: %s makes no sense, it takes a %s".formatted(bind.getName(),
						(bind.getProperty() == null) ? "its value" : bind.getProperty().getValue(),
						bind.getTarget().getType().resolve(Object.class).getSimpleName().toLowerCase(Locale.ROOT)),
				"--help of the command tells the defaults"));
		return file.or(() -> value).orElseGet(() -> fromServer(thrown));
	}

	private static Failure fromServer(Throwable thrown) {
		ServerError error = ServerError.of(thrown);
		if (error.sqlState().startsWith("08")) {
			return new Failure(ExitCode.FAILED,
					find(UnreachableException.class, thrown).map(UnreachableException::getMessage)
						.orElseGet(() -> "the connection to the database was lost: " + deepest(thrown)),
					"check url under bluegreen.blue and bluegreen.green; the same command resumes");
		}
		if (error.sqlState().startsWith("28") || error.sqlState().equals("3D000")) {
			return new Failure(ExitCode.REFUSED, "the database refuses this login: " + error.sentence(),
					"check url, username and password under bluegreen.blue and bluegreen.green");
		}
		if (error.sqlState().equals("42501")) {
			return new Failure(ExitCode.REFUSED, "missing privilege: " + deepest(thrown),
					"grant it, or set bluegreen.jobs-role and run `bluegreen migrate`, which grants what the jobs need");
		}
		String what = error.isInTheData() ? error.sentence() : deepest(thrown);
		return new Failure(ExitCode.FAILED, what, "the same command resumes; --verbose shows where it happened");
	}

	/** Settings refuse with the plainest exception, which the binder wraps. */
	private static boolean isOfSettings(String message) {
		return message.startsWith("bluegreen.") || message.contains("no table of this configuration");
	}

	private static <T extends Throwable> Optional<T> find(Class<T> type, Throwable thrown) {
		for (@Nullable
		Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return Optional.of(type.cast(cause));
			}
		}
		return Optional.empty();
	}

	private static String deepest(Throwable thrown) {
		Throwable deepest = thrown;
		while (deepest.getCause() != null) {
			deepest = deepest.getCause();
		}
		return deepest.getClass().getSimpleName() + ": " + deepest.getMessage();
	}

}
