package io.bluegreen.payments.payment;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

import io.bluegreen.payments.problem.Refusal;

/**
 * The body of a change: which version of the payment its caller has seen, where no
 * {@code If-Match} says so.
 */
record SeenVersion(@Nullable String version) {

	/**
	 * The version that a caller has seen.
	 * @throws Refusal if none is named, or what no payment can have
	 */
	static long of(@Nullable String ifMatch, @Nullable SeenVersion body) {
		@Nullable String inHeader = (ifMatch == null) ? null : inQuotes(ifMatch);
		@Nullable String inBody = (body == null) ? null : body.version();
		String version = (inBody != null) ? inBody : inHeader;
		if (version == null) {
			throw Refusal.of(HttpStatus.PRECONDITION_REQUIRED, "version-required",
					"Say which version you have seen: If-Match with its ETag, or version in the body.");
		}
		if ((inHeader != null && !inHeader.equals(version)) || !PaymentIds.isNumber(version)) {
			throw Refusal.of(HttpStatus.PRECONDITION_FAILED, "stale-version",
					"No payment has this version, or two versions were named.");
		}
		return Long.parseLong(version);
	}

	private static String inQuotes(String etag) {
		boolean quoted = etag.length() > 2 && etag.startsWith("\"") && etag.endsWith("\"");
		return quoted ? etag.substring(1, etag.length() - 1) : "";
	}

}
