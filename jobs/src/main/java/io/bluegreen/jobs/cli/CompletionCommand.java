package io.bluegreen.jobs.cli;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code bluegreen completion}. The script is the same for both shells: zsh runs it as
 * bash would.
 */
@Command(name = "completion", description = "Prints a script that lets the shell complete commands and options.",
		mixinStandardHelpOptions = true, versionProvider = Version.class)
class CompletionCommand implements Callable<Integer> {

	/** Shells that take such a script. */
	static class Shells implements Iterable<String> {

		private static final List<String> NAMES = List.of("bash", "zsh");

		@Override
		public Iterator<String> iterator() {
			return NAMES.iterator();
		}

	}

	@Spec
	@Nullable CommandSpec spec;

	@Parameters(paramLabel = "bash|zsh", description = "the shell", completionCandidates = Shells.class)
	String shell = "";

	@Override
	public Integer call() {
		CommandSpec own = Objects.requireNonNull(this.spec);
		if (!Shells.NAMES.contains(this.shell)) {
			throw new ParameterException(own.commandLine(),
					"%s: there is a script for %s".formatted(this.shell, String.join(" and ", Shells.NAMES)));
		}
		CommandLine commands = new CommandLine(own.root());
		// The launcher hands these to another program.
		List.of("demo", "bench", "chaos").forEach((testbed) -> commands.addSubcommand(testbed, CommandSpec.create()));
		String script = AutoComplete.bash("bluegreen", commands);
		new Output(false).answer("", script + """

				# To have it in every new shell:
				#   echo 'source <(bluegreen completion %1$s)' >> ~/.%1$src""".formatted(this.shell));
		return ExitCode.DONE.code();
	}

}
