package io.bluegreen.jobs.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;

import io.bluegreen.failure.StopSignal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

@Tag("fast")
class CompletionTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "bash", "zsh" })
	void scriptKnowsEveryCommandAndEndsWithHowToInstallIt(String shell) throws Exception {
		String script = script(shell);
		Stream<String> own = Arrays.stream(RootCommand.class.getAnnotation(Command.class).subcommands())
			.map((command) -> command.getAnnotation(Command.class).name());
		assertThat(script).contains(Stream.concat(own, ofTheTestbed())
			.map((name) -> "function _picocli_bluegreen_" + name + "()")
			.toList());
		assertThat(script).endsWith("#   echo 'source <(bluegreen completion %1$s)' >> ~/.%1$src\n".formatted(shell));
	}

	@Test
	void otherShellsAreAUsageError() {
		assertThat(RootCommand.run(new StopSignal(), "completion", "fish")).isEqualTo(2);
		assertThat(RootCommand.run(new StopSignal(), "completion")).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "ver, verify", "verify --se, --settle", "completion z, zsh" })
	void bashCompletes(String typed, String expected) throws Exception {
		assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here");
		Path script = this.directory.resolve("completion");
		Files.writeString(script, script("bash"));
		assertThat(bash("bash -n " + script)).isEmpty();
		assertThat(bash("""
				source %s
				COMP_WORDS=(bluegreen %s) COMP_LINE='bluegreen %2$s' COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
				COMP_POINT=${#COMP_LINE}
				_complete_bluegreen 2> /dev/null # compopt works at the prompt alone
				echo "${COMPREPLY[@]}"
				""".formatted(script, typed))).isEqualToIgnoringWhitespace(expected);
	}

	private static String bash(String commands) throws Exception {
		Process bash = new ProcessBuilder("/bin/bash", "-c", commands).redirectErrorStream(true).start();
		String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(bash.waitFor()).as(said).isZero();
		return said;
	}

	/** What the launcher starts another program for. */
	private static Stream<String> ofTheTestbed() throws Exception {
		Matcher names = Pattern.compile("case \\$\\{1-} in\\s+([a-z |]+)\\)")
			.matcher(Files.readString(Path.of("../bluegreen")));
		assertThat(names.find()).isTrue();
		return Arrays.stream(names.group(1).split("\\s*\\|\\s*"));
	}

	/** Nothing is said beside it: no application is started. */
	private static String script(String shell) {
		PrintStream out = System.out;
		PrintStream err = System.err;
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		ByteArrayOutputStream said = new ByteArrayOutputStream();
		try {
			System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
			System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
			assertThat(RootCommand.run(new StopSignal(), "completion", shell)).isZero();
		}
		finally {
			System.setOut(out);
			System.setErr(err);
		}
		assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
		return printed.toString(StandardCharsets.UTF_8);
	}

}
