package io.bluegreen.jobs.metrics;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a Pushgateway gets of a migration that meets bad rows and damage.
 */
class PublicationTests {

	private static final Path PAGE = Path.of("../docs/metrics.md");

	private static final Pattern SERIES = Pattern.compile("^(\\w+)(?:\\{(.*)\\})? ");

	private static final Pattern ROW = Pattern.compile("^\\| `(bluegreen_\\w+)` \\| (.*?) ?\\|", Pattern.MULTILINE);

	private static final Pattern NAME = Pattern.compile("(?:^|[,`])(\\w+)(?==|`)");

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	private static String meter(String name, String labels) {
		return name + NAME.matcher(labels)
			.results()
			.map((label) -> label.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Stream<String> meters(List<String> series) {
		return series.stream().map((line) -> {
			MatchResult found = SERIES.matcher(line).results().findFirst().orElseThrow();
			return meter(found.group(1), (found.group(2) == null) ? "" : found.group(2));
		});
	}

	@Test
	void everyMeterIsOnThePageAndTheFiguresAreTrue() throws Exception {
		Sql sql = new Sql(this.fresh.database());
		sql.fill(300);
		Set<String> seen = new TreeSet<>();
		try (FakePushgateway gateway = FakePushgateway.start()) {
			Program program = new Program(this.fresh.database(), this.directory)
				.setting("metrics: {pushgateway: \"%s/\"}".formatted(gateway.url()));
			program.runAsOwner("migrate");
			sql.run("ALTER TABLE green.payments ADD CONSTRAINT small CHECK (payment_id <> 7)");

			assertThat(program.run("backfill", "payments").code()).isEqualTo(4);
			assertThat(gateway.state()).contains("bluegreen_chunks{state=\"done\",table=\"payments\"} 1.0",
					"bluegreen_rejects{reason=\"check\",table=\"payments\"} 1.0");
			meters(gateway.state()).forEach(seen::add);
			assertThat(gateway.of("backfill")).contains(
					"bluegreen_rows_total{outcome=\"applied\",table=\"payments\",work=\"backfill\"} 299.0",
					"bluegreen_last_exit_code{command=\"backfill\"} 4.0");

			sql.run("ALTER TABLE green.payments DROP CONSTRAINT small");
			program.run("rerun", "payments");
			program.run("backfill");
			program.run("reconcile");
			assertThat(gateway.state()).contains("bluegreen_reconcile_broken{table=\"payments\"} 0.0")
				.noneMatch((line) -> line.startsWith("bluegreen_rejects"));

			sql.run("UPDATE green.payments SET description = 'secret' WHERE payment_id = 7");
			program.run("verify");
			assertThat(gateway.state()).contains("bluegreen_verdict{answer=\"DIFFER\",table=\"payments\"} 1.0",
					"bluegreen_verdict{answer=\"MATCH\",table=\"payments\"} 0.0");
			meters(gateway.state()).forEach(seen::add);
			assertThat(gateway.of("verify"))
				.contains("bluegreen_rows_total{outcome=\"mismatched\",table=\"payments\",work=\"verify\"} 1.0");
			program.run("gate");
			assertThat(gateway.of("gate")).contains("bluegreen_gate_open{for=\"dual-read-green\"} 0.0")
				.anyMatch((line) -> line.matches("bluegreen_gate_condition\\{.*table=\"payments\"} 0.0"));

			program.run("repair");
			program.run("gate");
			assertThat(gateway.of("gate")).contains("bluegreen_gate_open{for=\"dual-read-green\"} 1.0")
				.noneMatch((line) -> line.startsWith("bluegreen_gate_condition") && line.endsWith(" 0.0"));
			List.of("backfill", "rerun", "reconcile", "verify", "repair", "gate")
				.forEach((command) -> meters(gateway.of(command)).forEach(seen::add));
			assertThat(gateway.groups().toString()).doesNotContain("secret");
		}
		Set<String> page = ROW.matcher(Files.readString(PAGE))
			.results()
			.map((row) -> meter(row.group(1), row.group(2)))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(page).isEqualTo(seen);
	}

	@Test
	void whoIsAwayCostsAWarningAndNotTheExitCode() throws Exception {
		try (FakePushgateway taken = FakePushgateway.start()) {
			Program program = new Program(this.fresh.database(), this.directory)
				.setting("metrics: {pushgateway: \"http://127.0.0.1:1\", port: %d}"
					.formatted(taken.server().getAddress().getPort()));
			program.runAsOwner("migrate");
			Program.Outcome backfill = program.run("backfill");
			assertThat(backfill.code()).isZero();
			assertThat(backfill.err()).contains("The Pushgateway at http://127.0.0.1:1 has no meters of this run")
				.contains("Nobody can scrape the meters of this run at port");
		}
	}

}
