package io.bluegreen.jobs.verify;

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import io.bluegreen.jobs.Migrated;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("each-version")
class VerdictTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(Migrated.with(0));

	@TempDir
	Path directory;

	@Test
	void overSeveralTablesNamesWhereBothDatabasesStoodBeforeTheFirstRead() throws Exception {
		String rows = "SELECT i, i FROM generate_series(1, 700) i";
		Pairs pairs = new Pairs(this.fresh.database(), this.directory).table("one", "id int PRIMARY KEY, n int", rows)
			.table("two", "id int PRIMARY KEY, n int", rows)
			.create();
		JsonNode verdict = pairs.verdict();
		for (String side : new String[] { "blue", "green" }) {
			assertThat(pairs.sql()
				.list("SELECT %1$s ->> 'snapshot' FROM bluegreen.verdict ORDER BY verdict_id".formatted(side)))
				.doesNotHaveDuplicates()
				.first()
				.isEqualTo(verdict.get("databases").get(side).get("snapshot").asString());
		}
	}

	@Test
	void addsUpMoreRangesThanAreReadAtOnce() throws Exception {
		JsonNode verdict = new Pairs(this.fresh.database(), this.directory)
			.table("t", "id int PRIMARY KEY, n int", "SELECT i, 1 FROM generate_series(1, 110000) i")
			.with("t", "      totals: {sum: [n]}\n")
			.create()
			.verify();
		assertThat(verdict.get("answer").asString()).isEqualTo("MATCH");
		assertThat(verdict.get("scanned").asLong()).isEqualTo(110_000);
		assertThat(verdict.get("totals").toString())
			.isEqualTo("[{\"blue\":{\"rows\":110000,\"n\":\"110000\"},\"green\":{\"rows\":110000,\"n\":\"110000\"}}]");
	}

	@Test
	void totalsOfManyGroupsAreAddedUpAsOneAndStillCompared() throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory)
			.table("t", "id int PRIMARY KEY, n int", "SELECT i, i FROM generate_series(1, 12000) i")
			.with("t", "      totals: {group-by: [n], sum: [id]}\n")
			.create();
		JsonNode verdict = pairs.verify();
		assertThat(verdict.get("answer").asString()).isEqualTo("MATCH");
		assertThat(verdict.get("totals").size()).isEqualTo(10_001);
		assertThat(verdict.get("totals").findValues("n").stream().filter(JsonNode::isNull)).hasSize(1);
		assertThat(verdict.get("warnings").toString()).contains("too many groups");
	}

	@Test
	void saysHowRowsWereCompared() throws Exception {
		Pairs pairs = new Pairs(this.fresh.database(), this.directory)
			.table("t", "id int PRIMARY KEY, n int", "SELECT i, 1 FROM generate_series(1, 10) i")
			.create();
		assertThat(pairs.verify().get("hash").toString()).contains("every row was compared").doesNotContain("Seed");
		assertThat(pairs.verify("--checksum").get("hash").toString()).contains("bit_xor", "rowSeed", "mixSeed");
		assertThat(pairs.program().run("verify").out()).contains("compared: row by row");
		assertThat(pairs.program().run("verify", "--checksum").out()).contains("compared: by checksum");
		assertThat(pairs.program().run("verify", "--checksum", "--exact").code()).isEqualTo(2);
		assertThat(pairs.sql().list("""
				SELECT unnest(ARRAY[row_seed, mix_seed]) FROM bluegreen.verdict WHERE mix_seed IS NOT NULL
				""")).as("seeds of two runs").hasSize(4).doesNotHaveDuplicates();
	}

}
