package io.bluegreen.jobs.generated;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.jobs.Stores;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random tables of every common type, moved in one way. Each comes from a seed, which
 * also decides how its rows are cut and moved: {@code -D}{@value #SEED} names the first
 * one, {@code -D}{@value #SCHEMAS} how many follow.
 */
@Tag("slow")
abstract class GeneratedSchemas {

	private static final String SEED = "bluegreen.generated.seed";

	private static final String SCHEMAS = "bluegreen.generated.schemas";

	private static final int USUALLY = 10;

	private final Where where;

	@TempDir
	Path directory;

	GeneratedSchemas(Where where) {
		this.where = where;
	}

	static Stream<Arguments> batches() {
		long first = Long.getLong(SEED, 0);
		long last = first + Integer.getInteger(SCHEMAS, USUALLY) - 1;
		return LongStream.rangeClosed(Math.floorDiv(first, Batch.SIZE), Math.floorDiv(last, Batch.SIZE))
			.mapToObj((batch) -> Arguments.of(Math.max(first, batch * Batch.SIZE),
					Math.min(last, (batch + 1) * Batch.SIZE - 1)));
	}

	@ParameterizedTest(name = "seeds {0} to {1}")
	@MethodSource("batches")
	void equalTablesMatchAndTheOneChangedValueIsNamed(long first, long last) throws Exception {
		try (Stores stores = Migrated.stores(this.where, 0)) {
			Batch batch = new Batch(this.where, stores, this.directory, first, last);
			batch.create();
			batch.succeeds("backfill");
			batch.changeBlue();
			batch.succeeds("reconcile");
			matches(batch, "verify", "--output=json", "--settle=0s");
			List<Change> changes = batch.changeGreen();
			namesTheChange(batch, changes, "verify", "--settle=0s");
			// That it names nothing else says also that it matched before.
			String other = (this.where == Where.ONE_DATABASE) ? "--checksum" : "--exact";
			namesTheChange(batch, changes, "verify", "--settle=0s", other, "--workers=1");
		}
		catch (Exception | AssertionError ex) {
			throw new AssertionError(
					"replay with -Dtest=%s -D%s=%d -D%s=%d, or with one of the seeds below and -D%4$s=1"
						.formatted(getClass().getSimpleName(), SEED, first, SCHEMAS, last - first + 1),
					ex);
		}
	}

	private static void matches(Batch batch, String... verify) throws Exception {
		Map<String, Object> wrong = new LinkedHashMap<>();
		for (JsonNode table : batch.run(verify).json().get("tables")) {
			if (!table.get("answer").asString().equals("MATCH")) {
				String name = table.get("table").asString();
				wrong.put(name, table + "\n" + batch.run("differences", name, "--output=json").out());
			}
		}
		assertThat(batch.described(wrong)).as("%s must say MATCH", String.join(" ", verify)).isEmpty();
	}

	private static void namesTheChange(Batch batch, List<Change> changes, String... verify) throws Exception {
		assertThat(batch.run(verify).code()).isEqualTo(3);
		JsonNode rows = batch.succeeds("differences", "--output=json").json();
		assertThat(batch.described(NamedChanges.wrong(changes, rows)))
			.as("%s must name what was changed and nothing else", String.join(" ", verify))
			.isEmpty();
	}

}
