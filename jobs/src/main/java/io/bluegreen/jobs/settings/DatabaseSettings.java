package io.bluegreen.jobs.settings;

import org.jspecify.annotations.Nullable;

/**
 * How a database is reached.
 *
 * @param url JDBC URL of PostgreSQL
 */
public record DatabaseSettings(@Nullable String url, @Nullable String username, @Nullable String password) {

	static final DatabaseSettings NONE = new DatabaseSettings(null, null, null);

	@Override
	public String toString() {
		return "%s as %s".formatted(this.url, this.username);
	}

}
