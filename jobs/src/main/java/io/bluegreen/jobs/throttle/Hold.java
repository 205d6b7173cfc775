package io.bluegreen.jobs.throttle;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why work has to wait now.
 *
 * @param reason for people
 */
public record Hold(SignalKind kind, String reason) {

	/** All of them in a line; empty: work need not wait. */
	public static String words(List<Hold> holds) {
		return holds.stream().map(Hold::reason).collect(Collectors.joining("; "));
	}

}
