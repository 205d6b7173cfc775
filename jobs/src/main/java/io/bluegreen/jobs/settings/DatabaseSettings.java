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
		url = (url == null || url.isBlank()) ? null : url.strip();
	}

	/**
	 * Refuses a url that no connection can come of.
	 * @param key of the url
	 */
	void check(String key) {
		if (this.url != null) {
			DatabaseUrl parsed = new DatabaseUrl(this.url);
			parsed.complaint().ifPresent((complaint) -> {
				throw new IllegalArgumentException("%s: %s %s".formatted(key, parsed, complaint));
			});
		}
	}

	/** Without the password, wherever it was written. */
	@Override
	public String toString() {
		String masked = (this.url == null) ? "not set" : new DatabaseUrl(this.url).toString();
		return (this.username == null) ? masked : masked + " as " + this.username;
	}

}
