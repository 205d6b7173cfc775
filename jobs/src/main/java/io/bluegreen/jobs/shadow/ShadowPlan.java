package io.bluegreen.jobs.shadow;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * What is asked of both services.
 *
 * @param sample keys at most
 * @param rate requests in a second, of each service
 * @param duration at most so long
 * @param path with the names of key columns in braces
 * @param ignored fields of the body that may differ
 */
public record ShadowPlan(URI active, URI preview, int sample, int rate, Duration duration, String path,
		Set<String> ignored) {
}
