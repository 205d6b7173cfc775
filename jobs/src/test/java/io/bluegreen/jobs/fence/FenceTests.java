package io.bluegreen.jobs.fence;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.jobs.Program;
import io.bluegreen.jobs.Sql;
import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.FreshDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class FenceTests {

	@RegisterExtension
	final FreshDatabase fresh = new FreshDatabase(LegacyDatabase::create);

	@TempDir
	Path directory;

	@Test
	void fenceIsRaisedOnceNoApplyIsOpenAndStatusSaysWhomItShutsOut() throws Exception {
		Sql sql = new Sql(this.fresh.database());
		sql.fill(10);
		Program program = new Program(this.fresh.database(), this.directory);
		assertThat(program.runAsOwner("migrate").code()).isZero();
		sql.run("INSERT INTO bluegreen.instance (id, generation, stage, version) VALUES ('old', 4, 'dual', 'blue'), ('new', 5, 'dual', 'green')");
		try (Connection apply = this.fresh.database().connect(LegacyDatabase.OWNER);
				Statement statement = apply.createStatement()) {
			statement.execute("SELECT pg_advisory_lock_shared(1650946661, 1)");
			Program.Outcome held = program.run("fence", "--generation=5", "--wait=300ms");
			assertThat(held.code()).isEqualTo(75);
			assertThat(held.err()).contains("applies are open", "pid ");
		}
		assertThat(program.run("status").out()).contains("instance old: generation 4, stage dual, version blue, seen");
		assertThat(program.run("fence", "--generation=5", "--output=json").json())
			.isEqualTo(JsonMapper.shared().readTree("{\"fence\": 5, \"before\": 0}"));
		assertThat(program.run("fence", "--generation=5").out()).contains("nothing to do");
		Program.Outcome lower = program.run("fence", "--generation=4");
		assertThat(lower.code()).isEqualTo(2);
		assertThat(lower.err()).contains("the fence stands at 5", "BLUEGREEN_GENERATION=5 or more");
		JsonNode instances = program.run("status", "--output=json").json().get("instances");
		assertThat(instances.get(0).get("fenced").asBoolean()).isTrue();
		assertThat(instances.get(1).get("fenced").asBoolean()).isFalse();
		assertThat(program.run("backfill").code()).as("the jobs are not shut out").isZero();
	}

}
