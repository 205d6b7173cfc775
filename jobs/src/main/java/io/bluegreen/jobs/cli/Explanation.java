package io.bluegreen.jobs.cli;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.bluegreen.failure.RefusedException;
import io.bluegreen.failure.ServerError;
import io.bluegreen.failure.TryAgainException;

/**
 * Tells what an exception means to whoever typed the command. Exit code 1, which says
 * that the same command resumes, is for what a retry can mend.
 */
final class Explanation {

	private Explanation() {
	}

	static Failure of(Throwable thrown) {
		return first(thrown, Explanation::ofOurs).or(() -> deepest(thrown, ConfigurationFailures::explain))
			.or(() -> ServerError.of(thrown).sqlState().isEmpty() ? Optional.empty()
					: Optional.of(ServerFailures.explain(thrown)))
			.orElseGet(() -> unexpected(thrown));
	}

	private static Optional<Failure> ofOurs(Throwable cause) {
		String message = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
		if (cause instanceof RefusedException refused) {
			return Optional.of(Failure.refused(message, refused.hint()));
		}
		if (cause instanceof TryAgainException) {
			return Optional.of(new Failure(ExitCode.TRY_AGAIN, message, ""));
		}
		return Optional.empty();
	}

	private static Failure unexpected(Throwable thrown) {
		Throwable deepest = causes(thrown).reduce((outer, inner) -> inner).orElse(thrown);
		String where = Stream.of(deepest.getStackTrace()).findFirst().map((frame) -> " at " + frame).orElse("");
		return Failure.failed(
				"unexpected %s%s%s".formatted(deepest.getClass().getSimpleName(),
						(deepest.getMessage() == null) ? "" : ": " + deepest.getMessage(), where),
				"this is a fault of the program, and nobody knows whether it happens again: report it with what --verbose prints; what was committed stays");
	}

	/** The outermost of the causes that something can be said of. */
	static <T> Optional<T> first(Throwable thrown, Function<Throwable, Optional<T>> explain) {
		return causes(thrown).map(explain).flatMap(Optional::stream).findFirst();
	}

	/** The binder wraps what says best what is wrong. */
	private static Optional<Failure> deepest(Throwable thrown, Function<Throwable, Optional<Failure>> explain) {
		return causes(thrown).map(explain).flatMap(Optional::stream).reduce((outer, inner) -> inner);
	}

	private static Stream<Throwable> causes(Throwable thrown) {
		return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
	}

}
