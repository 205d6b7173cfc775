package io.bluegreen.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

import io.bluegreen.testing.legacy.LegacyDatabase;
import io.bluegreen.testing.postgres.Database;

/**
 * The textbook's job, in a process of its own as any job is.
 */
record Textbook(Fixture fixture) {

	double seconds() throws IOException, InterruptedException {
		Database database = this.fixture.green();
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), TextbookJob.class.getName(), database.url(),
				LegacyDatabase.JOBS);
		builder.environment()
			.put("PGPASSWORD", Objects.requireNonNullElse(database.server().password(LegacyDatabase.JOBS), ""));
		return Double.parseDouble(new Finite(this.fixture.program().directory()).run(builder).out().strip());
	}

}
