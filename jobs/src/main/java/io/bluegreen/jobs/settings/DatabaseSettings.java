package io.bluegreen.jobs.settings;

import org.jspecify.annotations.Nullable;

/**
 * How a database is reached.
 *
 * @param url JDBC URL of PostgreSQL
 */
public record DatabaseSettings(@Nullable String url, @Nullable String username, @Nullable String password) {

	/** An empty variable is one that is not set. */
	public DatabaseSettings {
		url = (url == null || url.isBlank()) ? null : url;
	}

	/** Without the password, wherever it was written. */
	@Override
	public String toString() {
		String masked = (this.url == null) ? "not set" : this.url.replaceAll("(?i)(password|passfile)=[^&]*", "$1=***");
		return (this.username == null) ? masked : masked + " as " + this.username;
	}

}
