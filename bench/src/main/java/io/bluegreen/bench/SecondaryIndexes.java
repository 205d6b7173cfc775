package io.bluegreen.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The indexes of Green that migrate builds after the backfill, here without the patience
 * that live traffic needs.
 */
record SecondaryIndexes(Fixture fixture) {

	private static final String MIGRATIONS = "classpath*:sql/post-data/*payments*index.sql";

	/** Builds them and says what that took. */
	double build() throws IOException {
		List<String> statements = new ArrayList<>();
		for (Resource migration : new PathMatchingResourcePatternResolver().getResources(MIGRATIONS)) {
			statements.add(migration.getContentAsString(StandardCharsets.UTF_8).replace(" CONCURRENTLY", ""));
		}
		long begin = System.nanoTime();
		statements.forEach(this.fixture::execute);
		return (System.nanoTime() - begin) / 1e9;
	}

	void drop() {
		this.fixture.execute(Sql.named("drop-indexes.sql"));
	}

}
