package io.bluegreen.jobs.backfill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.EitherTopology;
import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.jobs.Stores;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A dry run says what the backfill then does, and leaves nothing, in one database and in
 * two.
 */
class DryRunTests {

	@TempDir
	Path directory;

	private Program program(Stores stores) {
		return new Program(stores.blue(), stores.green(), this.directory).setting("chunk-rows: 500");
	}

	private static JsonNode predicted(Program program, String... options) throws Exception {
		List<String> command = new ArrayList<>(List.of("backfill", "--dry-run", "--output=json"));
		command.addAll(List.of(options));
		Program.Outcome outcome = program.run(command.toArray(String[]::new));
		assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
		assertThat(outcome.json().get("dryRun").asBoolean()).isTrue();
		return outcome.json().get("tables");
	}

	@ParameterizedTest
	@EnumSource(names = { "ONE_DATABASE", "TWO_DATABASES", "OLDER_TARGET" })
	void backfillThenDoesWhatWasPredicted(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 2000)) {
			Program program = program(stores);
			JsonNode predicted = predicted(program);
			JsonNode done = program.run("backfill", "--output=json").json().get("tables");
			assertThat(predicted).hasSize(2).hasSameSizeAs(done);
			for (int i = 0; i < 2; i++) {
				JsonNode table = predicted.get(i);
				assertThat(table.get("table")).isEqualTo(done.get(i).get("table"));
				assertThat(table.get("rows").asLong()).isEqualTo(done.get(i).get("scanned").asLong());
				assertThat(table.get("chunks").asLong()).isEqualTo(stores.inGreen()
					.number("SELECT count(*) FROM bluegreen.chunk WHERE plan_id = " + done.get(i).get("plan")));
				assertThat(table.get("sample").get("applied").asLong()).isEqualTo(500);
				assertThat(table.get("seconds").asDouble()).isPositive();
				assertThat(table.get("walBytes").asLong()).isGreaterThan(100 * table.get("rows").asLong());
				assertThat(table.get("plan").isNull()).isTrue();
			}
		}
	}

	@EitherTopology
	void nothingIsWrittenBeforeAnyPlanAndUnderAnOpenOne(Where where) throws Exception {
		try (Stores stores = Migrated.stores(where, 2000)) {
			Program program = program(stores);
			List<String> before = contents(stores);
			assertThat(before).contains("bluegreen.mapping: 0", "green.payments: 0");
			predicted(program);
			assertThat(contents(stores)).isEqualTo(before);

			assertThat(program.run("backfill").code()).isZero();
			stores.inGreen()
				.run("UPDATE bluegreen.plan SET state = 'open', finished_at = NULL",
						"UPDATE bluegreen.chunk SET state = 'pending'",
						"DELETE FROM green.payments WHERE payment_id % 2 = 0");
			before = contents(stores);
			assertThat(predicted(program).get(0).get("sample").get("applied").asLong()).isBetween(200L, 300L);
			predicted(program, "--new");
			assertThat(contents(stores)).isEqualTo(before);
		}
	}

	/** What the tables, sequences and triggers of both sides hold. */
	private static List<String> contents(Stores stores) throws Exception {
		List<String> contents = new ArrayList<>();
		for (Sql side : List.of(stores.inBlue(), stores.inGreen())) {
			for (String table : side.list("""
					SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
					WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
					""")) {
				List<@Nullable String> rows = side.list("SELECT t::text FROM %s t ORDER BY 1".formatted(table));
				contents.add(table + ": " + rows.size());
				rows.forEach((row) -> contents.add(String.valueOf(row)));
			}
			contents.addAll(side.list("SELECT s::text FROM pg_sequences s ORDER BY 1"));
			contents.addAll(side.list("SELECT t::text FROM pg_trigger t ORDER BY 1"));
		}
		return contents;
	}

}
