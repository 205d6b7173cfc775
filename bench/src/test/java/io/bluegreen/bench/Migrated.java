package io.bluegreen.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Databases as migrations leave them.
 */
final class Migrated {

	private Migrated() {
	}

	/**
	 * Runs migrations.
	 * @param rooms such as tracking, blue, green
	 */
	static void run(Connection superuser, String... rooms) throws SQLException, IOException {
		for (String room : rooms) {
			for (Resource migration : new PathMatchingResourcePatternResolver()
				.getResources("classpath*:sql/" + room + "/V*.sql")) {
				superuser.createStatement().execute(migration.getContentAsString(StandardCharsets.UTF_8));
			}
		}
	}

}
