package io.bluegreen.jobs;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The program on a terminal: {@code script}, which every Debian has, makes one and passes
 * on what is typed.
 */
@Tag("slow")
class TerminalIntegrationTests {

	private static final String CTRL_C = "\3";

	private static final String IN_THE_LAST_CHUNK = """
			INSERT INTO green.payment_events (payment_id, event_no, event_type, occurred_at, row_version)
			SELECT payment_id, event_no, 'x', now(), 0 FROM blue.payment_events ORDER BY 1 DESC, 2 DESC LIMIT 1
			""";

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(1000));

	@TempDir
	Path directory;

	@Test
	void ctrlCWithTheBarOnScreenIsAStopOnRequest() throws Exception {
		assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no script(1) here");
		Program program = new Program(this.fresh.database(), this.directory).setting("chunk-rows: 100");
		assertThat(program.run("backfill").code()).isZero();
		Planned.again(new Sql(this.fresh.database()));
		Path screen = this.directory.resolve("screen");
		Process terminal;
		try (Locks lock = new Locks(this.fresh.database(), IN_THE_LAST_CHUNK)) {
			terminal = new ProcessBuilder("/usr/bin/script", "-qefc",
					"exec sh " + shell(program, "backfill --workers=1"), "/dev/null")
				.redirectErrorStream(true)
				.redirectOutput(screen.toFile())
				.start();
			lock.awaitWaiter();
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> Files.readString(screen).contains("\rbackfill payment_events (2 of 2) ["));
			OutputStream keyboard = terminal.getOutputStream();
			keyboard.write(CTRL_C.getBytes(StandardCharsets.US_ASCII));
			keyboard.flush();
			lock.rollback();
			assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		String said = Files.readString(screen);
		assertThat(terminal.exitValue()).as(said).isEqualTo(75);
		assertThat(said).contains("backfill payments (1 of 2) [");
		// The last line that is left when everything was painted over.
		String last = said.stripTrailing().lines().reduce("", (before, line) -> line);
		assertThat(said).endsWith("\n");
		assertThat(last).isEqualTo(
				"bluegreen backfill: stopped on request: what was committed stays, the same command goes on from there");
		assertThat(this.directory.resolve("after")).hasSameTextualContentAs(this.directory.resolve("before"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "INT", "TERM" })
	void watchedStatusLeavesTheTerminalAsItFoundIt(String signal) throws Exception {
		assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no script(1) here");
		Program program = new Program(this.fresh.database(), this.directory);
		assertThat(program.run("backfill").code()).isZero();
		Planned.again(new Sql(this.fresh.database()));
		Path screen = this.directory.resolve("screen");
		Process terminal = new ProcessBuilder("/usr/bin/script", "-qefc",
				"stty rows 30 cols 80; exec sh " + shell(program, "status --watch"), "/dev/null")
			.redirectErrorStream(true)
			.redirectOutput(screen.toFile())
			.start();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> Files.readString(screen).contains("payment_events  open"));
		assertThat(program.run("pause", "payments").code()).isZero();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> Files.readString(screen).contains("held back: paused since"));
		if (signal.equals("INT")) {
			terminal.getOutputStream().write(CTRL_C.getBytes(StandardCharsets.US_ASCII));
			terminal.getOutputStream().flush();
		}
		else {
			terminal.descendants()
				.filter((process) -> process.info().command().orElse("").endsWith("java"))
				.forEach(ProcessHandle::destroy);
		}
		assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).isTrue();
		String said = Files.readString(screen);
		assertThat(terminal.exitValue()).as(said).isZero();
		assertThat(said.split(Pattern.quote("\u001b[?1049h\u001b[?25l"), -1)).hasSize(2);
		assertThat(said).endsWith("\u001b[?25h\u001b[?1049l");
		assertThat(said.lines().filter((line) -> line.contains("payments ") && line.contains("open"))).allMatch(
				(line) -> line.replaceAll("\u001b\\[[?0-9]*[a-zA-Z]", "").matches("payments +open +\\[ {18}] +0% *"));
		assertThat(this.directory.resolve("after")).hasSameTextualContentAs(this.directory.resolve("before"));
	}

	@Test
	void watchedStatusWithoutATerminalIsALineWhereSomethingChanged() throws Exception {
		Program program = new Program(this.fresh.database(), this.directory).setting("chunk-rows: 100");
		assertThat(program.run("backfill").code()).isZero();
		Planned.again(new Sql(this.fresh.database()));
		try (ProgramProcess watch = ProgramProcess.start(program, this.directory, "status", "payments", "--watch")) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> watch.out().contains("payments: open, 0 of "));
			assertThat(program.run("pause").code()).isZero();
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> watch.out().contains("; held back: paused since "));
			Awaitility.await().during(Duration.ofSeconds(3)).until(() -> watch.out().lines().count() == 2);
			watch.signal("TERM");
			assertThat(watch.exitCode()).isZero();
			assertThat(watch.out()).doesNotContain("\u001b");
		}
	}

	/**
	 * What the launcher runs on a terminal, between two looks at the terminal's modes.
	 */
	private Path shell(Program program, String command) throws Exception {
		return Files.writeString(this.directory.resolve("shell"),
				"""
						trap : INT
						stty -a > '%1$s/before'
						'%2$s' -Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dbluegreen.terminal=true -Dbluegreen.screen=true \\
						  -cp '%3$s' %4$s %6$s --config='%5$s'
						code=$?
						stty -a > '%1$s/after'
						exit $code
						"""
					.formatted(this.directory, Path.of(System.getProperty("java.home"), "bin", "java"),
							System.getProperty("java.class.path"), Bluegreen.class.getName(),
							program.configFor(LegacyDatabase.JOBS), command));
	}

}
