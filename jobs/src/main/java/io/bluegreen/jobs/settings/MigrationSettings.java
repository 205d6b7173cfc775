package io.bluegreen.jobs.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Flyway locations; {@code none} for tables that are not ours.
 */
public record MigrationSettings(@DefaultValue("classpath:sql/blue") String blue,
		@DefaultValue("classpath:sql/green") String green, @DefaultValue("classpath:sql/post-data") String postData,
		@DefaultValue("classpath:sql/contract") String contract) {

	/** The value that leaves a location out. */
	public static final String NONE = "none";

}
