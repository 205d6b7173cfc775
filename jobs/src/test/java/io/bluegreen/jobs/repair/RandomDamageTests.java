package io.bluegreen.jobs.repair;

import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Family;
import io.bluegreen.testing.legacy.Where;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever happened to Green: verify, repair, and both sides say the same.
 */
@Tag("slow")
class RandomDamageTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@CsvSource({ "ONE_DATABASE, false", "ONE_DATABASE, true", "TWO_DATABASES, false", "TWO_DATABASES, true" })
	void isMendedToTheLastRow(Where where, boolean bound) throws Exception {
		long seed = Long.getLong("seed", 20261);
		try (Family family = Family.create(where, this.directory)) {
			if (bound) {
				family.unique().reference("");
			}
			Damage damage = new Damage(family, new Random(seed));
			for (int rows : new int[] { 1, 7, 200 }) {
				String replay = "%d rows, -Dseed=%d".formatted(rows, seed);
				damage.damage(rows);
				JsonNode found = family.verify("--settle=0s");
				assertThat(found.get("answer").asString()).as(replay).isEqualTo("DIFFER");
				JsonNode repair = family.repair("--delete-extra");
				assertThat(repair.get("answer").asString()).as(replay + repair).isEqualTo("COMPLETE");
				assertThat(repair.get("tables").findValuesAsString("verdict")).as(replay + repair)
					.doesNotContain("DIFFER", "INCOMPLETE");
				assertThat(family.verify().get("answer").asString()).as(replay).isEqualTo("MATCH");
				family.isEqual();
			}
		}
	}

}
