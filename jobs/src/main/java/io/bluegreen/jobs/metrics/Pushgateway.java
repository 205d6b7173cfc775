package io.bluegreen.jobs.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Pushgateway, which keeps the last meters of each command. One that is away costs a
 * warning.
 */
class Pushgateway {

	private static final Logger logger = LoggerFactory.getLogger(Pushgateway.class);

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

	private final String root;

	private boolean warned;

	/**
	 * A server.
	 * @param root its url
	 */
	Pushgateway(String root) {
		this.root = root.replaceFirst("/+$", "");
	}

	/**
	 * Puts meters in the place of the last ones of a group.
	 * @param group labels and values that tell it from others, as a path; empty: of no
	 * command
	 */
	void push(String group, String text) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.root + "/metrics/job/bluegreen" + group))
			.timeout(TIMEOUT)
			.header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
			.PUT(BodyPublishers.ofString(text))
			.build();
		try {
			HttpResponse<String> answer = this.client.send(request, BodyHandlers.ofString());
			if (answer.statusCode() >= 300) {
				warn("HTTP " + answer.statusCode());
			}
		}
		catch (IOException ex) {
			warn(ex.toString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void warn(String why) {
		if (!this.warned) {
			this.warned = true;
			logger.warn("The Pushgateway at {} has no meters of this run: {}", this.root, why);
		}
	}

}
