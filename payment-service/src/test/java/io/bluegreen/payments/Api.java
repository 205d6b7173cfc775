package io.bluegreen.payments;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A caller of one instance.
 */
record Api(int port) {

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final Duration TIMEOUT = Duration.ofMinutes(1);

	/** An answer. */
	record Answer(int status, String body, HttpResponse<String> http) {

		JsonNode json() {
			return JsonMapper.shared().readTree(this.body);
		}

		String text(String field) {
			return json().path(field).asString("");
		}

		String header(String name) {
			return this.http.headers().firstValue(name).orElse("");
		}

	}

	Answer get(String path) {
		return send(request(path).GET());
	}

	Answer post(String path, String body, String... headers) {
		return send(posted(path, body, headers));
	}

	CompletableFuture<Answer> postLater(String path, String body, String... headers) {
		return CLIENT.sendAsync(posted(path, body, headers).build(), HttpResponse.BodyHandlers.ofString())
			.thenApply((response) -> new Answer(response.statusCode(), response.body(), response));
	}

	/** A payment that is made now. */
	Answer create(String key, String amount, String currency) {
		return post("/payments", payment(amount, currency), "Idempotency-Key", key);
	}

	/** What becomes of a payment that was seen in this version. */
	Answer change(String id, String transition, String version) {
		return post("/payments/" + id + "/" + transition, "", "If-Match", '"' + version + '"');
	}

	static String payment(String amount, String currency) {
		return """
				{"merchant": "M-1", "amount": "%s", "currency": "%s", "cardToken": "tok_secret", "cardLast4": "4242"}"""
			.formatted(amount, currency);
	}

	/** The value of the series of a meter that have these words, all together. */
	double metric(String name, String... words) {
		return get("/metrics").body()
			.lines()
			.filter((line) -> line.startsWith(name) && List.of(words).stream().allMatch(line::contains))
			.mapToDouble((line) -> {
				Matcher value = Pattern.compile(" (\\S+)$").matcher(line);
				return value.find() ? Double.parseDouble(value.group(1)) : 0;
			})
			.sum();
	}

	Answer send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.body(), response);
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path)).timeout(TIMEOUT);
	}

	private HttpRequest.Builder posted(String path, String body, String... headers) {
		HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofString(body))
			.header("Content-Type", "application/json");
		return (headers.length == 0) ? request : request.headers(headers);
	}

}
