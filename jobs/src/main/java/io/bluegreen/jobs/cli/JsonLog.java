package io.bluegreen.jobs.cli;

import java.util.Objects;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;

/**
 * Lines of the log as JSON documents, for those who collect them.
 */
final class JsonLog {

	private JsonLog() {
	}

	/**
	 * Replaces how lines are written, until the logging system is set up again.
	 */
	static void use() {
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		ConsoleAppender<ILoggingEvent> stderr = (ConsoleAppender<ILoggingEvent>) Objects
			.requireNonNull(root.getAppender("stderr"));
		StructuredLogEncoder encoder = new StructuredLogEncoder();
		encoder.setContext(root.getLoggerContext());
		encoder.setFormat("logstash");
		encoder.start();
		stderr.setEncoder(encoder);
	}

}
