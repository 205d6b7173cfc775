package io.bluegreen.jobs.cli;

import java.nio.file.Path;
import java.time.Duration;

import io.bluegreen.jobs.Program;
import io.bluegreen.testbed.legacy.LegacyDatabase;
import io.bluegreen.testbed.postgres.FreshDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CommandLineTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	private Program program() {
		return new Program(this.fresh.database(), this.directory);
	}

	private static void fails(Program program, int code, String... words) throws Exception {
		Program.Outcome outcome = program.run("verify", "--output=json");
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
		assertThat(outcome.err()).contains(words).doesNotContain("Exception", "\tat ", "APPLICATION FAILED");
		assertThat(outcome.json().get("error").get("code").asInt()).isEqualTo(code);
		assertThat(outcome.json().get("error").get("message").asString()).isNotEmpty();
	}

	@Test
	void mistakesInTheConfigurationAreSentences() throws Exception {
		fails(program().setting("wrokers: 3"), 2, "bluegreen.wrokers", "spelling");
		fails(program().setting("workers: many"), 2, "bluegreen.workers", "many");
		fails(program().setting("workers: [3"), 2, "the configuration file is no YAML", "line");
		fails(program().setting("workers: 0"), 2, "bluegreen.workers: 0 makes no sense, it takes 1 to 64 (default 2)");
		fails(program().setting("retry-for: soon"), 2, "bluegreen.retry-for", "soon");
		fails(program().tables("    t: {to: green.t, version: v}\n"), 2,
				"bluegreen.tables.t: `from` and `to` are needed");
		fails(program().tables("    t: {from: blue.t, version: v}\n"), 2,
				"bluegreen.tables.t: `from` and `to` are needed");
		fails(program().tables("    t: {from: blue.t, to: green.t}\n"), 2, "without `version`", "overwrite: blue-wins");
		Program.Outcome unknown = program().run("verify", "nonesuch");
		assertThat(unknown.code()).isEqualTo(2);
		assertThat(unknown.err())
			.contains("nonesuch is no table of this configuration: it has payments, payment_events");
	}

	@Test
	void databasesThatCannotBeReachedAreARetryAndWrongPasswordsAreNot() throws Exception {
		String green = "green: {url: \"jdbc:postgresql://%s/none?password=s3cret\", username: a}";
		long begin = System.nanoTime();
		fails(program().setting(green.formatted("127.0.0.1:1")), 1,
				"cannot reach the database of Green, jdbc:postgresql://127.0.0.1:1/none?password=*** as a: Connection refused");
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
		fails(program().setting(green.formatted("host.invalid")), 1, "cannot reach", "unknown host host.invalid");
		fails(program().setting("green: {url: \"%s\", username: nobody, password: s3cret}".formatted(this.fresh.url())),
				2, "refuses this login");
	}

	@Test
	void helpAndUsageErrorsStartNothing() throws Exception {
		Program program = program().setting("workers: 0");
		Program.Outcome help = program.run("verify", "--help");
		assertThat(help.code()).isZero();
		assertThat(help.out()).contains("--settle");
		Program.Outcome usage = program.run("verify", "--nonesuch");
		assertThat(usage.code()).isEqualTo(2);
		assertThat(usage.err()).contains("--nonesuch").doesNotContain("makes no sense");
		assertThat(program.run("differences", "--limit=many").code()).isEqualTo(2);
		assertThat(program.run("nonesuch").code()).isEqualTo(2);
	}

}
