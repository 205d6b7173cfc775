package io.bluegreen.jobs.cli;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.settings.BluegreenSettings;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

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
		// Before migrate the jobs may not even connect.
		Program.Outcome outcome = program.runAsOwner("verify", "--output=json");
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
		String[][] senseless = { { "overwrite: green-wins", "t.overwrite: green-wins makes no sense", "blue-wins" },
				{ "version: v, overwrite: blue-wins", "t.overwrite: blue-wins is for tables without a `version`" },
				{ "version: v, triggers: deny", "t.triggers: deny makes no sense", "allow" },
				{ "version: v, key: [a, b, a]", "t.key: a is named twice" },
				{ "version: v, source: {table: s, key: [a, a]}", "t.source.key: a is named twice" },
				{ "version: v, source: {key: [a]}", "t.source.table" },
				{ "version: v, static: [s, s]", "t.static: s is named twice" } };
		for (String[] line : senseless) {
			fails(program().tables("    t: {from: blue.t, to: green.t, %s}\n".formatted(line[0])), 2,
					Arrays.copyOfRange(line, 1, line.length));
		}
		fails(program().tables("""
				    one: {from: blue.t, to: green.t, version: v}
				    two: {from: blue.u, to: green.t, version: v}
				"""), 2, "two.to: green.t is the target of bluegreen.tables.one");
		Program.Outcome unknown = program().run("verify", "nonesuch");
		assertThat(unknown.code()).isEqualTo(2);
		assertThat(unknown.err())
			.contains("nonesuch is no table of this configuration: it has payments, payment_events")
			.contains("INFO  not the defaults: jobs-role bluegreen_jobs, settle 1s\n");
	}

	@Test
	void logIsDocumentsWhereThatIsConfigured() throws Exception {
		Program program = program().setting("log: {format: json}");
		List<String> lines = program.runAsOwner("migrate", "--dry-run").err().lines().toList();
		assertThat(lines).isNotEmpty().allSatisfy((line) -> {
			JsonNode document = JsonMapper.builder().build().readTree(line);
			assertThat(document.get("message").asString()).isNotEmpty();
			assertThat(document.get("level").asString()).isEqualTo("INFO");
		});
		assertThat(program().runAsOwner("migrate", "--dry-run").err()).matches("(?s)[0-9:.]+ INFO .*");
	}

	@Test
	void databasesThatCannotBeReachedAreARetryAndWrongPasswordsAreNot() throws Exception {
		String green = "green: {url: \"jdbc:postgresql://%s/none?sslpassword=s3cret\", username: a}";
		fails(program().setting(green.formatted("127.0.0.1:1")), 1,
				"cannot reach the database of Green, jdbc:postgresql://127.0.0.1:1/none?sslpassword=*** as a: Connection refused");
		fails(program().setting(green.formatted("host.invalid")), 1, "cannot reach", "unknown host host.invalid");
		fails(program().setting("green: {url: \"%s\", username: nobody, password: s3cret}".formatted(this.fresh.url())),
				2, "refuses this login");
	}

	@Test
	void configurationFilesThatSayNothingAreRefused() throws Exception {
		refused("", "nothing.yml has no keys in it; begin it with the key `bluegreen:`");
		refused("- a\n- b\n", "has no keys in it");
		refused("bluegren: {workers: 1}\n", "unknown keys at its top: bluegren");
		refused("\0\1\2", "is no YAML");
		refused("bluegreen: {workers: 1}\n", "bluegreen.blue.url is not set", "BLUEGREEN_BLUE_URL");
		refused("bluegreen: {tables: [a]}\n", "bluegreen.tables[0]", "makes no sense");
		assertThat(Program.Outcome.of("status", "--config=" + this.directory).err())
			.endsWith(this.directory + " is a directory; name the file in it\n");
		assertThat(Program.Outcome.of("status", "--config=nonesuch.yml").err()).contains("nonesuch.yml does not exist");
	}

	@Test
	void configurationFileIsReadUnderAnyNameThatItHas() throws Exception {
		Path folder = Files.createDirectories(this.directory.resolve("one/two"));
		Files.writeString(this.directory.resolve("one/x.yml"), "bluegreen: {workers: 0}\n");
		Files.createSymbolicLink(this.directory.resolve("link"), folder);
		for (String name : new String[] { "one/x.yml", "one/two/../x.yml", "./one/x.yml", "link/../x.yml" }) {
			assertThat(Program.Outcome.of("status", "--config=" + this.directory + "/" + name).err()).as(name)
				.contains("bluegreen.workers: 0 makes no sense");
		}
	}

	private void refused(String content, String... words) throws Exception {
		Path file = Files.writeString(this.directory.resolve("nothing.yml"), content);
		Program.Outcome outcome = Program.Outcome.of("status", "--config=" + file, "--output=json");
		assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
		assertThat(outcome.err()).contains(words).hasLineCount(1);
		assertThat(outcome.json().get("error").get("code").asInt()).isEqualTo(2);
	}

	@Test
	void durationsNeedAUnit() throws Exception {
		fails(program().setting("retry-for: 5"), 2, "bluegreen.retry-for: 5 has no unit", "5s");
		for (String[] command : new String[][] { { "verify", "--settle=5" }, { "backfill", "--wait=abc" },
				{ "reconcile", "--wait=1 fortnight" } }) {
			Program.Outcome outcome = Program.Outcome.of(command);
			assertThat(outcome.code()).isEqualTo(2);
			assertThat(outcome.err()).contains("makes no sense, it takes a number and a unit, such as 500ms, 5s, 10m");
		}
		assertThat(Program.Outcome.of("verify", "--settle=0", "--config=nonesuch").err())
			.contains("nonesuch does not exist");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "chunks --limit=-1 --output=json | '--limit': -1 makes no sense, it takes 1 or more",
					"differences --output json --limit=0 | '--limit': 0 makes no sense",
					"migrate --phase=postdata --output=JSON | postdata is no phase: it takes expand or post-data",
					"migrate --phase=contract --output=json | once Green has authority",
					"migrate payments --output=json | Unmatched argument", "verfy --output=json | verfy is no command",
					"--output=json verify | Unknown option: '--output=json'",
					"completion --output=json bash | Unknown option",
					"backfill --workers=x --output=json | 'x' is not an int",
					"init a --output=json | Missing required parameter" })
	void usageErrorsAreDocumentsWhereTheLineAsksForThem(String line, String words) throws Exception {
		Program.Outcome outcome = Program.Outcome.of(line.split(" "));
		assertThat(outcome.code()).isEqualTo(2);
		assertThat(outcome.json().get("error").get("message").asString()).contains(words);
		assertThat(outcome.json().get("error").get("hint").asString()).contains("--help");
		assertThat(outcome.err()).hasLineCount(1);
	}

	@Test
	void usageErrorsSuggestWhatWasMeant() throws Exception {
		assertThat(Program.Outcome.of("verfy").err())
			.isEqualTo("bluegreen: verfy is no command; did you mean verify? `bluegreen --help` tells what it takes\n");
		assertThat(Program.Outcome.of("verify", "--setle=1s").err()).contains("did you mean --settle?");
		assertThat(Program.Outcome.of("verfy").out()).isEmpty();
	}

	@Test
	void migrationsThatDoNotRunAreNamedByFileAndLine() throws Exception {
		Path migrations = Files.createDirectory(this.directory.resolve("migrations"));
		Files.writeString(migrations.resolve("V1__wrong.sql"),
				"CREATE TABLE green.a ();\n\nCREATE TABEL green.b ();\n");
		Program program = program()
			.setting("migrations: {blue: none, post-data: \"filesystem:%s\"}".formatted(migrations));
		assertThat(program.runAsOwner("migrate").code()).isZero();
		Program.Outcome outcome = program.runAsOwner("migrate", "--phase=post-data");
		assertThat(outcome.code()).isEqualTo(2);
		assertThat(outcome.err()).contains("V1__wrong.sql line 3: syntax error at or near \"TABEL\"; mend that")
			.doesNotContain("ERROR");
	}

	@Test
	void helpTellsEveryKeyWithItsDefault() {
		String help = Program.Outcome.of("--help").out();
		for (RecordComponent key : BluegreenSettings.class.getRecordComponents()) {
			Parameter parameter = Arrays.stream(BluegreenSettings.class.getConstructors()[0].getParameters())
				.filter((candidate) -> candidate.getName().equals(key.getName()))
				.findFirst()
				.orElseThrow();
			Name name = parameter.getAnnotation(Name.class);
			DefaultValue value = parameter.getAnnotation(DefaultValue.class);
			String written = (name != null) ? name.value()
					: key.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			assertThat(help).containsPattern("\\b" + written + "\\b"
					+ ((value == null || value.value().length == 0) ? "" : " +" + value.value()[0] + "\\b"));
		}
		assertThat(help.lines()).allMatch((line) -> line.length() <= 80);
	}

	@Test
	void faultsOfTheProgramDoNotPromiseThatARetryHelps() {
		Failure failure = Explanation.of(new IllegalStateException(new NullPointerException("here")));
		assertThat(failure.code()).isEqualTo(ExitCode.FAILED);
		assertThat(failure.message()).startsWith("unexpected NullPointerException: here at io.bluegreen.jobs.cli.");
		assertThat(failure.hint()).contains("--verbose").doesNotContain("resumes");
	}

	@ParameterizedTest
	@CsvSource({ "08006, FAILED", "57P01, FAILED", "57P03, FAILED", "40P01, FAILED", "40001, FAILED", "53100, FAILED",
			"53300, FAILED", "55P03, FAILED", "57014, FAILED", "XX000, FAILED", "28P01, REFUSED", "3D000, REFUSED",
			"42501, REFUSED", "25006, REFUSED", "42P01, REFUSED", "22P02, REFUSED", "23505, REFUSED",
			"P0001, REFUSED" })
	void whatTheServerSaidDecidesWhetherARetryHelps(String sqlState, ExitCode code) {
		String said = "m4rker in a row";
		Failure failure = Explanation.of(new IllegalStateException(
				new PSQLException(new ServerErrorMessage("SERROR\0C%s\0M%s\0".formatted(sqlState, said)))));
		assertThat(failure.code()).isEqualTo(code);
		assertThat(failure.hint().contains("resumes")).isEqualTo(code == ExitCode.FAILED && !sqlState.equals("XX000"));
		if (sqlState.startsWith("2") && !sqlState.startsWith("25") && !sqlState.startsWith("28")) {
			assertThat(failure.toString()).doesNotContain("m4rker");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "42501", "57014", "53100", "25006", "P0001", "ABCDE" })
	void whatAFunctionRaisesIsTheRowsAndItsWordsMayQuoteThem(String sqlState) {
		Failure failure = Explanation.of(new PSQLException(new ServerErrorMessage(
				"SERROR\0C%s\0Mm4rker\0WPL/pgSQL function shop.guard() line 3 at RAISE\0".formatted(sqlState))));
		assertThat(failure.code()).isEqualTo(ExitCode.REFUSED);
		assertThat(failure.toString()).doesNotContain("m4rker");
	}

	@Test
	void databasesThatNoRetryWillReachAreRefused() throws Exception {
		String green = "green: {url: \"%s\", username: %s, password: %2$s}";
		String url = this.fresh.url();
		fails(program().setting(green.formatted("jdbc:mysql://db/shop?password=s3cret", "a")), 2,
				"bluegreen.green.url: jdbc:mysql://db/shop?password=***", "`password`");
		fails(program().setting(green.formatted("jdbc:postgresql://db:54x2/shop", "a")), 2, "bluegreen.green.url",
				"has a port");
		fails(program().setting(green.formatted(url.replaceFirst("/[^/]*$", "/nonesuch"), LegacyDatabase.JOBS)), 2,
				"/nonesuch as bluegreen_jobs: database \"nonesuch\" does not exist (3D000)",
				"check url under bluegreen.green");
		fails(program().setting(green.formatted(url, "nobody")), 2, "role \"nobody\" does not exist (28000)");
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
