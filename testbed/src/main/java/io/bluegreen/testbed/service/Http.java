package io.bluegreen.testbed.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests that are sent once and never repeated: whatever fails is seen.
 */
public final class Http {

	private static final HttpClient CLIENT = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(2))
		.build();

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private Http() {
	}

	/** Gets something. */
	public static Answer get(URI uri) {
		return send(HttpRequest.newBuilder(uri).GET());
	}

	/** Posts JSON, or nothing. */
	public static Answer post(URI uri, String body, String header, String value) {
		return send(HttpRequest.newBuilder(uri)
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.header("Content-Type", "application/json")
			.header(header, value));
	}

	private static Answer send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = CLIENT.send(request.timeout(TIMEOUT).build(),
					HttpResponse.BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.body());
		}
		catch (IOException ex) {
			return new Answer(0, ex.toString());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new Answer(0, "interrupted");
		}
	}

	/**
	 * What came back.
	 *
	 * @param status 0 where nothing did
	 * @param text the body, or why there is none
	 */
	public record Answer(int status, String text) {

		/** The body, read. */
		public JsonNode json() {
			return JsonMapper.shared().readTree(this.text);
		}

	}

}
