package io.bluegreen.jobs.throttle;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.bluegreen.jobs.settings.ThrottleSettings;

/**
 * A number that Prometheus computes, such as the latency of the live service. It is asked
 * beside the work, whose looks take the answer to the question of the look before: one
 * that is slow or down holds nothing up.
 */
class PrometheusQuery implements Signal {

	private static final Logger logger = LoggerFactory.getLogger(PrometheusQuery.class);

	/** For the first answer, which the first transaction is to heed. */
	private static final Duration FIRST = Duration.ofSeconds(1);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

	private final ThrottleSettings.Prometheus settings;

	private @Nullable CompletableFuture<Double> asked;

	private double last = Double.NaN;

	private boolean warned;

	PrometheusQuery(ThrottleSettings.Prometheus settings) {
		this.settings = settings;
	}

	@Override
	public Optional<String> reason() {
		CompletableFuture<Double> pending = this.asked;
		try {
			long wait = (pending == null) ? FIRST.toMillis() : 0;
			pending = (pending == null) ? ask() : pending;
			this.asked = pending;
			this.last = pending.get(wait, TimeUnit.MILLISECONDS);
			this.asked = ask();
		}
		catch (ExecutionException ex) {
			this.last = Double.NaN;
			this.asked = ask();
			warn((ex.getCause() == null) ? ex : ex.getCause());
		}
		catch (TimeoutException ex) {
			// The last answer stands until this one is there, or has failed.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return (this.last > this.settings.max())
				? Optional.of("the Prometheus query is at %s, at most %s".formatted(this.last, this.settings.max()))
				: Optional.empty();
	}

	private CompletableFuture<Double> ask() {
		URI uri = URI.create(this.settings.url().replaceFirst("/+$", "") + "/api/v1/query?query="
				+ URLEncoder.encode(this.settings.query(), StandardCharsets.UTF_8));
		return this.client
			.sendAsync(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
					HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
			.thenApply(PrometheusQuery::value);
	}

	/**
	 * The largest value of an answer.
	 * @throws IllegalArgumentException if there is none
	 */
	private static double value(HttpResponse<String> answer) {
		try {
			JsonNode data = JsonMapper.builder().build().readTree(answer.body()).path("data");
			JsonNode result = data.path("result");
			if (answer.statusCode() == 200 && data.path("resultType").asString("").equals("scalar")) {
				return Double.parseDouble(result.path(1).asString());
			}
			return result.valueStream()
				.mapToDouble((series) -> Double.parseDouble(series.path("value").path(1).asString("")))
				.max()
				.orElseThrow(() -> new IllegalArgumentException(
						"its answer has no value (HTTP %d)".formatted(answer.statusCode())));
		}
		catch (JacksonException | NumberFormatException ex) {
			throw new IllegalArgumentException(
					"its answer is none of Prometheus (HTTP %d)".formatted(answer.statusCode()), ex);
		}
	}

	private void warn(Throwable cause) {
		if (!this.warned) {
			this.warned = true;
			logger.warn("Prometheus at {} throttles nothing: {}", this.settings.url(),
					(cause instanceof IllegalArgumentException) ? cause.getMessage() : cause.toString());
		}
	}

}
