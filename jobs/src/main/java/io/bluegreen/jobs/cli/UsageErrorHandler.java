package io.bluegreen.jobs.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The end of a command line that cannot be read: one line, or a JSON document where the
 * line asks for one.
 */
class UsageErrorHandler implements IParameterExceptionHandler {

	@Override
	public int handleParseException(ParameterException thrown, String[] arguments) {
		CommandLine command = thrown.getCommandLine();
		Failure failure = Failure.refused(message(thrown), hint(thrown, command));
		new Output(wantsJson(arguments)).failure(failure.document(),
				failure.line(command.getCommandSpec().qualifiedName()));
		return failure.code().code();
	}

	private static String message(ParameterException thrown) {
		if (isUnknownCommand(thrown)) {
			return "%s is no command".formatted(((UnmatchedArgumentException) thrown).getUnmatched().get(0));
		}
		return Objects.requireNonNullElse(thrown.getMessage(), "").lines().findFirst().orElse("");
	}

	private static String hint(ParameterException thrown, CommandLine command) {
		String help = "`%s --help` tells what it takes".formatted(command.getCommandSpec().qualifiedName());
		List<String> suggestions = (thrown instanceof UnmatchedArgumentException unmatched) ? unmatched.getSuggestions()
				: List.of();
		return suggestions.isEmpty() ? help : "did you mean %s? %s".formatted(suggestions.get(0), help);
	}

	private static boolean isUnknownCommand(ParameterException thrown) {
		return thrown instanceof UnmatchedArgumentException unmatched && thrown.getCommandLine().getParent() == null
				&& !unmatched.isUnknownOption();
	}

	/** The line was not read to its end, so it is looked at as it stands. */
	private static boolean wantsJson(String[] arguments) {
		List<String> words = Arrays.stream(arguments).map((word) -> word.toLowerCase(Locale.ROOT)).toList();
		int option = words.indexOf("--output");
		Stream<String> values = (option < 0) ? Stream.empty() : words.stream().skip(option + 1L).limit(1);
		return words.contains("--output=json") || values.anyMatch("json"::equals);
	}

}
