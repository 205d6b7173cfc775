package io.bluegreen.jobs.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How what happens is written to stderr.
 *
 * @param format of a line
 */
public record LogSettings(@DefaultValue("text") Format format) {

	/** What a line is. */
	public enum Format {

		/** For people. */
		TEXT,

		/** A document, in Logstash's fields. */
		JSON

	}

}
